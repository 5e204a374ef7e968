"""Pictures that look the same and that a network takes for something else."""

from nnkit.attacks.carlini_wagner import carlini_wagner
from nnkit.attacks.changes import CHANGES, Change, through_jpeg
from nnkit.attacks.curve import CurveFrame, epsilon_curve
from nnkit.attacks.deepfool import deepfool
from nnkit.attacks.frames import AttackFrame
from nnkit.attacks.goal import Goal, away, towards
from nnkit.attacks.grid import to_grid
from nnkit.attacks.noise import from_noise, noise_pictures
from nnkit.attacks.patch import PatchFrame, patch
from nnkit.attacks.pgd import fgsm, pgd
from nnkit.attacks.report import Report, follow, report
from nnkit.attacks.settings import (
    CarliniWagnerSettings,
    DeepFoolSettings,
    FGSMSettings,
    NoiseSettings,
    PatchSettings,
    PGDSettings,
)
from nnkit.attacks.smoothing import SmoothingFrame, SmoothingSettings, smoothed
from nnkit.attacks.squeezing import Detector
from nnkit.attacks.survival import SurvivalFrame, survival
from nnkit.attacks.transfer import TransferCell, transfer
from nnkit.attacks.walk import Walk, walk

__all__ = [
    "CHANGES",
    "AttackFrame",
    "CarliniWagnerSettings",
    "Change",
    "CurveFrame",
    "DeepFoolSettings",
    "Detector",
    "FGSMSettings",
    "Goal",
    "NoiseSettings",
    "PGDSettings",
    "PatchFrame",
    "PatchSettings",
    "Report",
    "SmoothingFrame",
    "SmoothingSettings",
    "SurvivalFrame",
    "TransferCell",
    "Walk",
    "away",
    "carlini_wagner",
    "deepfool",
    "epsilon_curve",
    "fgsm",
    "follow",
    "from_noise",
    "noise_pictures",
    "patch",
    "pgd",
    "report",
    "smoothed",
    "survival",
    "through_jpeg",
    "to_grid",
    "towards",
    "transfer",
    "walk",
]
