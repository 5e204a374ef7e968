"""What the commands that train on MNIST share: options, checkpoints, and what the manifest says."""

import argparse
import datetime
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import torch

from nnkit import downloads, heap
from nnkit.digits import dataset, download
from nnkit.errors import NnkitError


def run(description: str | None, models: Iterable[str], work: Callable[..., None]) -> None:
    """Read the command line and call `work` with it; an error of nnkit's ends in one sentence."""
    options = _options(description, tuple(models))
    torch.set_num_threads(1)  # the same result on a machine with more cores or fewer
    heap.reuse()
    try:
        if options.download and not dataset.is_on_disk(options.data):
            downloads.show(download.download(options.data), "MNIST")
        work(options)
    except NnkitError as error:
        raise SystemExit(str(error)) from error


def about(module: str, model: str, out: Path, rest: str = "") -> dict[str, Any]:
    """Return what the manifest says of every file that such a command writes to `out`.

    rest: the options that decide over the result, as they were given.
    """
    return {
        "source": "Trained by nnkit on MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0)",
        "licence": "MIT",
        "command": f"python -m {module} {model} --data DIR --out {out.name}{rest}",
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "folder": out,
    }


def kept(checkpoint: Path) -> dict[str, Any] | None:
    """Return what a run that was cut off has left, or None."""
    if not checkpoint.is_file():
        return None
    state: dict[str, Any] = torch.load(checkpoint, weights_only=True)
    return state


def keep(state: Mapping[str, Any], checkpoint: Path) -> None:
    """Write what a run needs to go on; cut off meanwhile, it leaves the older one whole."""
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    fresh = checkpoint.with_suffix(".new")
    torch.save(dict(state), fresh)
    fresh.replace(checkpoint)


def _options(description: str | None, models: tuple[str, ...]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("model", choices=models)
    parser.add_argument("--data", type=Path, default=dataset.default_folder(),
                        help="the folder with MNIST/raw in it")  # fmt: skip
    parser.add_argument("--out", type=Path, default=Path("weights"))
    parser.add_argument("--epochs", type=int, default=None)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--download", action="store_true", help="get MNIST first if it is missing")
    parser.add_argument("--checkpoints", type=Path, default=Path("checkpoints"),
                        help="where a run leaves what it needs to go on when cut off")  # fmt: skip
    return parser.parse_args()
