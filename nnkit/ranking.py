"""How well a score tells two kinds of things apart."""

import torch
from torch import Tensor

from nnkit.errors import SettingsError


def auroc(normal: Tensor, strange: Tensor) -> float:
    """Return how often a strange thing's score [M] beats a normal one's [N]; a tie counts half.

    The area under the ROC curve (Mann and Whitney 1947): 0.5 for a guess, 1 without fault. Raises
    SettingsError where either is empty.
    """
    if normal.numel() == 0 or strange.numel() == 0:
        raise SettingsError("Compare the scores of at least one normal and one strange thing.")
    ordered, scores = normal.double().sort().values, strange.double()
    below = torch.searchsorted(ordered, scores)
    not_above = torch.searchsorted(ordered, scores, right=True)
    return ((below + not_above).double().mean() / (2 * len(ordered))).item()
