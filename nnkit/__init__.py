"""nnkit: small pure PyTorch parts that show what neural networks do.

Submodules are imported on first use, so that ``import nnkit`` itself costs no torch import:
``nnkit.convolution.convolve(...)`` works without a further import statement.
"""

import importlib
from types import ModuleType
from typing import TYPE_CHECKING

from nnkit.errors import ImageError, NnkitError, SettingsError, WeightsError

if TYPE_CHECKING:
    from . import activations as activations
    from . import adam as adam
    from . import attacks as attacks
    from . import autoencoder as autoencoder
    from . import box as box
    from . import challenges as challenges
    from . import colours as colours
    from . import convolution as convolution
    from . import decoding as decoding
    from . import descent as descent
    from . import devices as devices
    from . import digits as digits
    from . import downloads as downloads
    from . import dream as dream
    from . import films as films
    from . import folding as folding
    from . import gan as gan
    from . import heap as heap
    from . import images as images
    from . import kernels as kernels
    from . import neuron as neuron
    from . import noise as noise
    from . import patterns as patterns
    from . import playground as playground
    from . import ranking as ranking
    from . import resizing as resizing
    from . import samples as samples
    from . import strokes as strokes
    from . import style as style
    from . import vision as vision
    from . import warping as warping
    from . import weights as weights

_SUBMODULES = frozenset(
    {
        "activations",
        "adam",
        "attacks",
        "autoencoder",
        "box",
        "challenges",
        "colours",
        "convolution",
        "decoding",
        "descent",
        "devices",
        "digits",
        "downloads",
        "dream",
        "films",
        "folding",
        "gan",
        "heap",
        "images",
        "kernels",
        "neuron",
        "noise",
        "patterns",
        "playground",
        "ranking",
        "resizing",
        "samples",
        "strokes",
        "style",
        "vision",
        "warping",
        "weights",
    }
)

__all__ = ["ImageError", "NnkitError", "SettingsError", "WeightsError"]


def __getattr__(name: str) -> ModuleType:
    if name in _SUBMODULES:
        return importlib.import_module(f"nnkit.{name}")
    raise AttributeError(f"module 'nnkit' has no attribute '{name}'")
