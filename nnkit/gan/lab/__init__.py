"""Forger against critic in the plane: clouds to imitate, games, training as frames, slow motion."""

from nnkit.gan.lab.clouds import KINDS, Cloud, CloudSettings, drawn, make
from nnkit.gan.lab.frames import LabFrame, crowding, noise_grid
from nnkit.gan.lab.losses import LOSSES, Loss
from nnkit.gan.lab.measuring import Figures
from nnkit.gan.lab.presets import PRESETS, Preset
from nnkit.gan.lab.settings import LabSettings
from nnkit.gan.lab.slow_motion import STAGES, Stage, slow_motion
from nnkit.gan.lab.state import State
from nnkit.gan.lab.training import train, train_many

__all__ = [
    "KINDS",
    "LOSSES",
    "PRESETS",
    "STAGES",
    "Cloud",
    "CloudSettings",
    "Figures",
    "LabFrame",
    "LabSettings",
    "Loss",
    "Preset",
    "Stage",
    "State",
    "crowding",
    "drawn",
    "make",
    "noise_grid",
    "slow_motion",
    "train",
    "train_many",
]
