"""Trains an autoencoder and writes its weights, as the shipped ones were made.

``python -m nnkit.autoencoder.train MODEL --data DIR --out weights --epochs N --seed S``

MODEL is one of the networks, or "pca" or "anomaly" (which needs ae8); these two have nothing
to train, only to compute. ae2 and vae2 come with their plane and their training story.
"""

import argparse
from pathlib import Path

import torch

from nnkit import downloads, heap
from nnkit.autoencoder.making import EXTRAS, make
from nnkit.autoencoder.recipes import RECIPES
from nnkit.digits import dataset, download
from nnkit.errors import NnkitError


def main() -> None:
    """Train one autoencoder and write it, its figures and its lines in the manifest."""
    options = _options()
    heap.reuse()
    torch.set_num_threads(1)  # the same result on a machine with more cores or fewer
    try:
        if options.download and not dataset.is_on_disk(options.data):
            downloads.show(download.download(options.data), "MNIST")
        make(
            options.model,
            options.data,
            options.out,
            options.checkpoints,
            epochs=options.epochs,
            seed=options.seed,
        )
    except NnkitError as error:
        raise SystemExit(str(error)) from error


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("model", choices=(*RECIPES, *EXTRAS))
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
