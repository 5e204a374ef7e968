"""Networks that look at photos."""

from nnkit.vision import imagenet, neurons, saliency, zoo
from nnkit.vision.first_layer import FirstLayer, load_first_layer
from nnkit.vision.gallery import Gallery, load_gallery
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
from nnkit.vision.visualisation import VisualisationFrame, VisualisationSettings, visualise

__all__ = [
    "LOGITS",
    "Cut",
    "FirstLayer",
    "Gallery",
    "Guess",
    "Layer",
    "OneLayer",
    "VisionNetwork",
    "VisualisationFrame",
    "VisualisationSettings",
    "imagenet",
    "imagenet_labels",
    "load",
    "load_first_layer",
    "load_gallery",
    "neurons",
    "saliency",
    "untrained",
    "visualise",
    "zoo",
]
