"""Handwritten digits: preparing a drawing, four networks that read it, and how they learned."""

from nnkit.digits import correction, explanation
from nnkit.digits.dataset import DatasetError, DigitSet, mnist, small_digits
from nnkit.digits.erasing import Erasing, smallest_erasing
from nnkit.digits.preparation import Box, EmptyDrawing, Prepared, prepare
from nnkit.digits.recognition import (
    NETWORKS,
    DigitNetwork,
    Recognition,
    is_digit,
    load,
    recognise,
)
from nnkit.digits.training import TrainingFrame, TrainingSettings, train

__all__ = [
    "NETWORKS",
    "Box",
    "DatasetError",
    "DigitNetwork",
    "DigitSet",
    "EmptyDrawing",
    "Erasing",
    "Prepared",
    "Recognition",
    "TrainingFrame",
    "TrainingSettings",
    "correction",
    "explanation",
    "is_digit",
    "load",
    "mnist",
    "prepare",
    "recognise",
    "small_digits",
    "smallest_erasing",
    "train",
]
