"""Networks that look at photos."""

from nnkit.vision.first_layer import FirstLayer, load_first_layer
from nnkit.vision.network import Guess, VisionNetwork, imagenet_labels, load

__all__ = ["FirstLayer", "Guess", "VisionNetwork", "imagenet_labels", "load", "load_first_layer"]
