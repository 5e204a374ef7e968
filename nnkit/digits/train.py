"""Trains a network that reads digits and writes its weights, as the shipped ones were made.

``python -m nnkit.digits.train MODEL --data DIR --out weights --epochs N --seed S``
"""

import argparse
from dataclasses import asdict, replace
from pathlib import Path

import torch
from tqdm import tqdm

from nnkit import weights
from nnkit.digits import command, dataset
from nnkit.digits.dataset import DigitSet
from nnkit.digits.recipes import DESCRIPTIONS, HELD_OUT, RECIPES, SPLIT_SEED, measure
from nnkit.digits.training import TrainingFrame, TrainingSettings, train


def main() -> None:
    """Train one network and write it, its figures and its line in the manifest."""
    command.run(main.__doc__, RECIPES, _train)


def _train(options: argparse.Namespace) -> None:
    name, folder = options.model, options.data
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
        metrics={**figures, "settings": asdict(settings)},
        **command.about(
            "nnkit.digits.train",
            name,
            options.out,
            f" --epochs {settings.epochs} --seed {settings.seed}",
        ),
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
    state = command.kept(checkpoint)
    done = state["step"] if state else 0
    frames = train(name, digits, validation, settings, state)
    last = None
    with tqdm(total=settings.epochs, desc=name, unit="epoch") as bar:
        for frame in frames:
            last = frame
            bar.update(round(frame.epoch) - bar.n)
            bar.set_postfix(loss=f"{frame.loss:.4f}", validation=f"{frame.accuracy:.4f}")
            if frame.step > done:
                command.keep(frame.state, checkpoint)
    assert last is not None
    return last


if __name__ == "__main__":
    main()
