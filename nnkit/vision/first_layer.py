"""The 32 filters that EfficientNet-Lite0 taught itself first, as a small file of their own.

``python -m nnkit.vision.extract_first_layer`` made the file: batch norm and normalisation are
folded in, so the kernels apply to a plain picture in 0..1.
"""

from dataclasses import dataclass
from functools import lru_cache

from torch import Tensor

from nnkit import weights

NAME = "imagenet_first_layer"


@dataclass(frozen=True)
class FirstLayer:
    """Kernels [32, 3, 3, 3] and biases [32]; the network uses them with stride 2 and ReLU6."""

    kernels: Tensor
    biases: Tensor


@lru_cache(maxsize=1)
def load_first_layer() -> FirstLayer:
    """Return the shipped kernels. Raises WeightsError when the file is damaged."""
    tensors = weights.load(NAME)
    return FirstLayer(tensors["kernels"], tensors["biases"])
