"""Small networks on points of the plane: data, training as frames, and what to ask of a run."""

from nnkit.playground.backpropagation import Backpropagation, explain
from nnkit.playground.data import KINDS, DataSettings, make
from nnkit.playground.doctor import Finding, diagnose
from nnkit.playground.export import export, weights_json
from nnkit.playground.frames import PlaygroundFrame
from nnkit.playground.landscape import Landscape, landscape
from nnkit.playground.measuring import step_errors
from nnkit.playground.network import NetworkSettings
from nnkit.playground.points import Points, Scale, drawn
from nnkit.playground.presets import PRESETS, Preset
from nnkit.playground.settings import TrainingSettings
from nnkit.playground.tables import TableError, from_csv
from nnkit.playground.training import ManyFrame, train, train_many
from nnkit.playground.vanishing import gradient_sizes

__all__ = [
    "KINDS",
    "PRESETS",
    "Backpropagation",
    "DataSettings",
    "Finding",
    "Landscape",
    "ManyFrame",
    "NetworkSettings",
    "PlaygroundFrame",
    "Points",
    "Preset",
    "Scale",
    "TableError",
    "TrainingSettings",
    "diagnose",
    "drawn",
    "explain",
    "export",
    "from_csv",
    "gradient_sizes",
    "landscape",
    "make",
    "step_errors",
    "train",
    "train_many",
    "weights_json",
]
