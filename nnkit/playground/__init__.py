"""Small networks on points of the plane: data, training as frames, and what to ask of a run."""

from nnkit.playground.backpropagation import Backpropagation, explain
from nnkit.playground.challenges import CHALLENGES, PlaygroundChallenge
from nnkit.playground.comparing import Candidate, Kinship, PairFrame, compare, kinship
from nnkit.playground.confusion import confusion
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
from nnkit.playground.thinning import thin, watch_dropout
from nnkit.playground.training import ManyFrame, train, train_many
from nnkit.playground.vanishing import gradient_sizes

__all__ = [
    "CHALLENGES",
    "KINDS",
    "PRESETS",
    "Backpropagation",
    "Candidate",
    "DataSettings",
    "Finding",
    "Kinship",
    "Landscape",
    "ManyFrame",
    "NetworkSettings",
    "PairFrame",
    "PlaygroundChallenge",
    "PlaygroundFrame",
    "Points",
    "Preset",
    "Scale",
    "TableError",
    "TrainingSettings",
    "compare",
    "confusion",
    "diagnose",
    "drawn",
    "explain",
    "export",
    "from_csv",
    "gradient_sizes",
    "kinship",
    "landscape",
    "make",
    "step_errors",
    "thin",
    "train",
    "train_many",
    "watch_dropout",
    "weights_json",
]
