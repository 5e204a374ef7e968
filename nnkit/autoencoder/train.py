"""Trains an autoencoder and writes its weights, as the shipped ones were made.

``python -m nnkit.autoencoder.train MODEL --data DIR --out weights --epochs N --seed S``

MODEL is one of the networks, or "pca" or "anomaly" (which needs ae8); these two have nothing
to train, only to compute. ae2 and vae2 come with their plane and their training story.
"""

import argparse

from nnkit.autoencoder.making import EXTRAS, make
from nnkit.autoencoder.recipes import RECIPES
from nnkit.digits import command


def main() -> None:
    """Train one autoencoder and write it, its figures and its lines in the manifest."""
    command.run(main.__doc__, (*RECIPES, *EXTRAS), _make)


def _make(options: argparse.Namespace) -> None:
    make(
        options.model,
        options.data,
        options.out,
        options.checkpoints,
        epochs=options.epochs,
        seed=options.seed,
    )


if __name__ == "__main__":
    main()
