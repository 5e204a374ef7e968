"""Trains a network that reads digits and writes its weights, as the shipped ones were made.

``python -m nnkit.digits.train MODEL --data DIR --out weights --epochs N --seed S``
"""

import argparse
import datetime
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from nnkit import downloads, weights
from nnkit.digits import dataset, download
from nnkit.digits.dataset import DigitSet
from nnkit.digits.recipes import DESCRIPTIONS, HELD_OUT, RECIPES, SPLIT_SEED, measure
from nnkit.digits.training import TrainingFrame, TrainingSettings, train
from nnkit.errors import NnkitError


def main() -> None:
    """Train one network and write it, its figures and its line in the manifest."""
    options = _options()
    torch.set_num_threads(1)  # the same result on a machine with more cores or fewer
    try:
        _train(options)
    except NnkitError as error:
        raise SystemExit(str(error)) from error


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
