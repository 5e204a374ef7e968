"""Filters: a kernel slides over a picture, and what that shows about convolutional networks."""

from nnkit.convolution.activation import ACTIVATIONS
from nnkit.convolution.contrast import DisplayMode, display
from nnkit.convolution.filtering import convolve, flip_difference
from nnkit.convolution.frequency import frequency_response, is_separable, separate
from nnkit.convolution.layers import Layer, Stage, stack
from nnkit.convolution.learning import KernelFrame, learn_kernel
from nnkit.convolution.matching import Match, match
from nnkit.convolution.pooling import PoolKind, pool
from nnkit.convolution.sliding import PADDINGS, Padding, Sliding
from nnkit.convolution.spectrum import spectrum
from nnkit.convolution.window import Patch, patch

__all__ = [
    "ACTIVATIONS",
    "PADDINGS",
    "DisplayMode",
    "KernelFrame",
    "Layer",
    "Match",
    "Padding",
    "Patch",
    "PoolKind",
    "Sliding",
    "Stage",
    "convolve",
    "display",
    "flip_difference",
    "frequency_response",
    "is_separable",
    "learn_kernel",
    "match",
    "patch",
    "pool",
    "separate",
    "spectrum",
    "stack",
]
