"""Trains a network that reads digits and writes its weights, as the shipped ones were made.

``python -m nnkit.digits.train MODEL --data DIR --out weights --epochs N --seed S``
"""

import argparse
import datetime
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from tqdm import tqdm

from nnkit import downloads, weights
from nnkit.digits import dataset, download, evaluation, recognition, robustness
from nnkit.digits.dataset import DigitSet
from nnkit.digits.training import TrainingFrame, TrainingSettings, train, wanted
from nnkit.errors import NnkitError

HELD_OUT = 5000  # digits of MNIST's training set on which choices are made
SPLIT_SEED = 0  # the same for all networks
REFUSED = 0.006  # share of real digits that the gate may refuse, on the digits held out

RECIPES = {
    # A single layer is a convex problem: large steps reach the best weights there are.
    "six": TrainingSettings(60, 512, 0.1, weight_decay=0.0, l2=3e-4, augmentation=0.0),
    "ten": TrainingSettings(60, 512, 0.1, weight_decay=0.0, l2=1e-4, augmentation=0.0),
    "mlp": TrainingSettings(epochs=60, augmentation=0.6),
    "cnn": TrainingSettings(
        epochs=50, weight_decay=0.05, augmentation=0.8, shift=3.0, fading=True, smoothing=0.1
    ),
    "gate": TrainingSettings(epochs=10, augmentation=0.3),
    # Trained against a little more than the 0.3 that it shall withstand.
    "robust": TrainingSettings(epochs=20, learning_rate=2e-3, augmentation=0.0, epsilon=0.32),
}
DESCRIPTIONS = {
    "six": "One neuron with 576 inputs and a sigmoid: is it a 6?",
    "ten": "Ten neurons with 576 inputs and a softmax.",
    "mlp": "784 grey pixels, 128 and 64 ReLU neurons, ten outputs.",
    "cnn": "Five convolutions with ReLU, two poolings, ten outputs; batch norm folded.",
    "gate": "A small ConvNet that tells digits from doodles.",
    "robust": "Two strided convolutions and 100 neurons, trained against attacks (PGD, 0.32).",
}


def main() -> None:
    """Train one network and write it, its figures and its line in the manifest."""
    options = _options()
    torch.set_num_threads(1)  # the same result on a machine with more cores or fewer
    try:
        _train(options)
    except NnkitError as error:
        raise SystemExit(str(error)) from error


def measure(name: str, network: nn.Module, validation: DigitSet, test: DigitSet) -> dict[str, Any]:
    """Return what the manifest says of a finished network, its temperature among it.

    The temperature, and the gate's threshold, come from the validation digits alone.
    """
    seen = evaluation.logits(network, validation)
    temperature = evaluation.fit_temperature(seen, wanted(name, validation.labels))
    logits, labels = evaluation.logits(network, test), wanted(name, test.labels)
    answers, shares = evaluation.answers(logits), evaluation.probabilities(logits, temperature)
    figures: dict[str, Any] = {
        "test_digits": len(test),
        "accuracy": round(evaluation.accuracy(answers, labels), 5),
        "temperature": round(temperature, 6),
        "expected_calibration_error": round(
            evaluation.expected_calibration_error(shares, labels), 5
        ),
        "confusion": evaluation.confusion(answers, labels, shares.shape[1]).tolist(),
    }
    if shares.shape[1] == 2:
        figures["f1"] = round(evaluation.f1(answers, labels), 5)
    if name == "gate":
        figures |= _refusals(seen, validation.labels, logits, labels, temperature)
    if name == "robust":
        figures["accuracy_under_attack"] = {
            "attack": f"PGD-{robustness.STEPS} of {robustness.PACE} a step, "
            f"{robustness.RESTARTS} random starts, L-infinity",
            "robust": robustness.robust_accuracies(network, test),
            "cnn": robustness.robust_accuracies(recognition.load("cnn").module, test),
        }
    return figures


def _refusals(
    seen: Tensor, seen_labels: Tensor, logits: Tensor, labels: Tensor, temperature: float
) -> dict[str, float]:
    yes = evaluation.probabilities(seen[seen_labels == 1], temperature)[:, 1]
    threshold = torch.quantile(yes, REFUSED).item()
    accepted = evaluation.probabilities(logits, temperature)[:, 1] >= threshold
    return {
        "threshold": round(threshold, 6),
        "digits_refused": round(1 - accepted[labels == 1].double().mean().item(), 5),
        "doodles_accepted": round(accepted[labels == 0].double().mean().item(), 5),
    }


def _train(options: argparse.Namespace) -> None:
    name, folder = options.model, options.data
    if options.download and not dataset.is_on_disk(folder):
        downloads.show(download.download(folder), "MNIST")
    settings = replace(RECIPES[name], seed=options.seed)
    settings = replace(settings, epochs=options.epochs or settings.epochs)
    digits, validation = dataset.split(dataset.mnist(folder), HELD_OUT, SPLIT_SEED)
    digits, validation = _with_doodles(name, digits, 1), _with_doodles(name, validation, 2)
    checkpoint = options.checkpoints / f"{name}-epochs{settings.epochs}-seed{settings.seed}.pt"
    last = _run(name, digits, validation, settings, checkpoint)

    test = _with_doodles(name, dataset.mnist(folder, train=False), 3)
    figures = measure(name, last.network, validation, test)
    tensors = dict(last.network.state_dict())
    for figure in ("temperature", "threshold"):
        if figure in figures:
            tensors[figure] = torch.tensor(figures[figure])
    weights.save(
        f"digits_{name}",
        tensors,
        description=DESCRIPTIONS[name],
        source="Trained by nnkit on MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0)",
        licence="MIT",
        command=f"python -m nnkit.digits.train {name} --data DIR --out {options.out.name} "
        f"--epochs {settings.epochs} --seed {settings.seed}",
        date=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        metrics={**figures, "settings": asdict(settings)},
        folder=options.out,
    )
    checkpoint.unlink(missing_ok=True)
    shown = {key: value for key, value in figures.items() if key != "confusion"}
    tqdm.write(f"{name}: {shown}")


def _with_doodles(name: str, digits: DigitSet, seed: int) -> DigitSet:
    """Return what network `name` learns from: for the gate digits and doodles, 1 and 0."""
    if name != "gate":
        return digits
    from nnkit.digits.redrawing import gate_digits  # its scikit-image takes a second to import

    return DigitSet(*gate_digits(digits, seed))


def _run(
    name: str, digits: DigitSet, validation: DigitSet, settings: TrainingSettings, checkpoint: Path
) -> TrainingFrame:
    """Train to the end, keeping a checkpoint after each epoch; go on from one that is there."""
    state = torch.load(checkpoint, weights_only=True) if checkpoint.is_file() else None
    done = state["step"] if state else 0
    frames = train(name, digits, validation, settings, state)
    last = None
    with tqdm(total=settings.epochs, desc=name, unit="epoch") as bar:
        for frame in frames:
            last = frame
            bar.update(round(frame.epoch) - bar.n)
            bar.set_postfix(loss=f"{frame.loss:.4f}", validation=f"{frame.accuracy:.4f}")
            if frame.step > done:
                _keep(frame.state, checkpoint)
    assert last is not None
    return last


def _keep(state: dict[str, Any], checkpoint: Path) -> None:
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    fresh = checkpoint.with_suffix(".new")
    torch.save(state, fresh)
    fresh.replace(checkpoint)  # a run that is cut off while writing leaves the older one whole


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("model", choices=tuple(RECIPES))
    parser.add_argument("--data", type=Path, default=dataset.default_folder(),
                        help="the folder with MNIST/raw in it")  # fmt: skip
    parser.add_argument("--out", type=Path, default=Path("weights"))
    parser.add_argument("--epochs", type=int, default=None)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--download", action="store_true", help="get MNIST first if it is missing")
    parser.add_argument("--checkpoints", type=Path, default=Path("checkpoints"),
                        help="where a run leaves what it needs to go on when cut off")  # fmt: skip
    return parser.parse_args()


if __name__ == "__main__":
    main()
