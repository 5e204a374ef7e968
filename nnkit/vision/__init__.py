"""Networks that look at photos."""

from nnkit.vision import zoo
from nnkit.vision.first_layer import FirstLayer, load_first_layer
from nnkit.vision.layers import LOGITS, Layer
from nnkit.vision.network import (
    Cut,
    Guess,
    OneLayer,
    VisionNetwork,
    imagenet_labels,
    load,
    untrained,
)

__all__ = [
    "LOGITS",
    "Cut",
    "FirstLayer",
    "Guess",
    "Layer",
    "OneLayer",
    "VisionNetwork",
    "imagenet_labels",
    "load",
    "load_first_layer",
    "untrained",
    "zoo",
]
