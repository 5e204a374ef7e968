"""Trains a GAN and writes its weights, as the shipped ones were made.

``python -m nnkit.gan.train NAME --data DIR --out weights --epochs N --seed S``
"""

import argparse
import datetime
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from nnkit import downloads, heap, weights
from nnkit.digits import dataset, download
from nnkit.digits.dataset import DigitSet
from nnkit.errors import NnkitError
from nnkit.gan import evaluation, story
from nnkit.gan.networks import NAMES
from nnkit.gan.recipes import DESCRIPTIONS, HELD_OUT, RECIPES, SPLIT_SEED, measure, progress
from nnkit.gan.training import TrainingFrame, TrainingSettings, train

SOURCE = "Trained by nnkit on MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0)"


def main() -> None:
    """Train one GAN and write it, its figures, its lines in the manifest, and its story."""
    options = _options()
    torch.set_num_threads(1)  # the same result on a machine with more cores or fewer
    heap.reuse()
    try:
        _train(options)
    except NnkitError as error:
        raise SystemExit(str(error)) from error


def _train(options: argparse.Namespace) -> None:
    name, folder = options.name, options.data
    if options.download and not dataset.is_on_disk(folder):
        downloads.show(download.download(folder), "MNIST")
    settings = replace(RECIPES[name], seed=options.seed)
    settings = replace(settings, epochs=options.epochs or settings.epochs)
    digits, validation = dataset.split(dataset.mnist(folder), HELD_OUT, SPLIT_SEED)
    checkpoint = options.checkpoints / f"gan-{name}-epochs{settings.epochs}-seed{settings.seed}.pt"
    last, told = _run(name, digits, validation, settings, checkpoint)

    test = dataset.mnist(folder, train=False)
    figures, tensors = measure(last.forger, last.critic, digits, validation, test)
    for part, network in (("forger", last.forger), ("critic", last.critic)):
        tensors |= {f"{part}.{key}": value for key, value in network.state_dict().items()}
    about = {
        "source": SOURCE,
        "licence": "MIT",
        "command": f"python -m nnkit.gan.train {name} --data DIR --out {options.out.name} "
        f"--epochs {settings.epochs} --seed {settings.seed}",
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "folder": options.out,
    }
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
    kept = torch.load(checkpoint, weights_only=True) if checkpoint.is_file() else None
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
                _keep({"run": frame.state, "story": story.pack(told)}, checkpoint)
    assert last is not None
    return last, told


def _line(frame: TrainingFrame, figures: dict[str, float]) -> str:
    losses = {"forger": frame.forger_loss, "critic": frame.critic_loss}
    told = ", ".join(f"{name} {value:.4g}" for name, value in {**losses, **figures}.items())
    return f"epoch {frame.epoch:g}: {told}"


def _keep(kept: dict[str, Any], checkpoint: Path) -> None:
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    fresh = checkpoint.with_suffix(".new")
    torch.save(kept, fresh)
    fresh.replace(checkpoint)  # a run that is cut off while writing leaves the older one whole


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("name", choices=NAMES)
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
