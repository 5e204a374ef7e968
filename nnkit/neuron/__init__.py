"""A single neuron: its sum, its activation, its line, and the gate that it cannot solve."""

from nnkit.neuron.gates import (
    CORNERS,
    GATES,
    XOR_NETWORK,
    XOR_PROOF,
    Check,
    Claim,
    Decider,
    Diagonals,
    Gate,
    Row,
    TwoLayers,
    diagonals,
    solves,
)
from nnkit.neuron.line import Line, Point, flipped, from_line, line, through
from nnkit.neuron.neuron import Gradient, Neuron
from nnkit.neuron.points import POINT_SETS, POINTS_BOX, PointSet, Separation, separation

__all__ = [
    "CORNERS",
    "GATES",
    "POINTS_BOX",
    "POINT_SETS",
    "XOR_NETWORK",
    "XOR_PROOF",
    "Check",
    "Claim",
    "Decider",
    "Diagonals",
    "Gate",
    "Gradient",
    "Line",
    "Neuron",
    "Point",
    "PointSet",
    "Row",
    "Separation",
    "TwoLayers",
    "diagonals",
    "flipped",
    "from_line",
    "line",
    "separation",
    "solves",
    "through",
]
