"""Trains a GAN and writes its weights, as the shipped ones were made.

``python -m nnkit.gan.train NAME --data DIR --out weights --epochs N --seed S``
"""

import argparse
from dataclasses import asdict, replace
from pathlib import Path

from tqdm import tqdm

from nnkit import weights
from nnkit.digits import command, dataset
from nnkit.digits.dataset import DigitSet
from nnkit.gan import evaluation, story
from nnkit.gan.networks import NAMES
from nnkit.gan.recipes import DESCRIPTIONS, HELD_OUT, RECIPES, SPLIT_SEED, measure, progress
from nnkit.gan.training import TrainingFrame, TrainingSettings, train


def main() -> None:
    """Train one GAN and write it, its figures, its lines in the manifest, and its story."""
    command.run(main.__doc__, NAMES, _train)


def _train(options: argparse.Namespace) -> None:
    name, folder = options.model, options.data
    settings = replace(RECIPES[name], seed=options.seed)
    settings = replace(settings, epochs=options.epochs or settings.epochs)
    digits, validation = dataset.split(dataset.mnist(folder), HELD_OUT, SPLIT_SEED)
    checkpoint = options.checkpoints / f"gan-{name}-epochs{settings.epochs}-seed{settings.seed}.pt"
    last, told = _run(name, digits, validation, settings, checkpoint)

    test = dataset.mnist(folder, train=False)
    figures, tensors = measure(last.forger, last.critic, digits, validation, test)
    for part, network in (("forger", last.forger), ("critic", last.critic)):
        tensors |= {f"{part}.{key}": value for key, value in network.state_dict().items()}
    rest = f" --epochs {settings.epochs} --seed {settings.seed}"
    about = command.about("nnkit.gan.train", name, options.out, rest)
    weights.save(
        f"gan_{name}",
        tensors,
        description=DESCRIPTIONS[name],
        metrics={**figures, "settings": asdict(settings)},
        **about,
    )
    weights.save(
        f"gan_{name}_story",
        story.pack(told),
        description=f"{len(told)} moments of the training of gan_{name}.",
        **about,
    )
    checkpoint.unlink(missing_ok=True)
    tqdm.write(f"{name}: {figures}")


def _run(
    name: str, digits: DigitSet, validation: DigitSet, settings: TrainingSettings, checkpoint: Path
) -> tuple[TrainingFrame, list[story.Moment]]:
    """Train to the end, keeping a checkpoint after each epoch; go on from one that is there."""
    kept = command.kept(checkpoint)
    told = list(story.unpack(kept["story"]).moments) if kept else []
    real = evaluation.read(validation.images())
    last = None
    with tqdm(total=settings.epochs, desc=name, unit="epoch") as bar:
        for frame in train(name, digits, settings, kept["run"] if kept else None):
            last = frame
            if frame.is_moment:
                told.append(story.moment(frame, real))
            bar.update(int(frame.epoch) - bar.n)
            if frame.ends_epoch:
                tqdm.write(_line(frame, progress(frame.forger, real, digits)))
            if frame.ends_epoch and frame.step < frame.total:  # else nothing would be left to run
                command.keep({"run": frame.state, "story": story.pack(told)}, checkpoint)
    assert last is not None
    return last, told


def _line(frame: TrainingFrame, figures: dict[str, float]) -> str:
    losses = {"forger": frame.forger_loss, "critic": frame.critic_loss}
    told = ", ".join(f"{name} {value:.4g}" for name, value in {**losses, **figures}.items())
    return f"epoch {frame.epoch:g}: {told}"


if __name__ == "__main__":
    main()
