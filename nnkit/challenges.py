"""Two tasks for a kernel drawn by hand, judged by what the kernel does, not by how it looks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Tensor

from nnkit.convolution import convolve, frequency_response

_SIDE = 64


@dataclass(frozen=True)
class Verdict:
    """solved or not, one sentence on what was measured, and the figures behind it."""

    solved: bool
    sentence: str
    figures: Mapping[str, float]


@dataclass(frozen=True)
class Challenge:
    """A task and the measurement that judges a kernel [kh,kw], 1..63 cells a side."""

    key: str
    title: str
    task: str
    measure: Callable[[Tensor], Verdict]

    def check(self, kernel: Tensor) -> Verdict:
        """Measure what the kernel does; `SettingsError` for what is no kernel."""
        return self.measure(kernel.detach().cpu().double())


def _vertical_edges(kernel: Tensor) -> Verdict:
    """The loudest answers to an upright edge, a level edge and an even area of brightness 1."""
    dark_left = torch.zeros(2 * _SIDE, 2 * _SIDE, dtype=torch.float64)
    dark_left[:, _SIDE:] = 1
    upright = _loudest(dark_left, kernel)
    level = _loudest(dark_left.T, kernel)
    even = _loudest(torch.ones_like(dark_left), kernel)
    figures = {"upright edge": upright, "level edge": level, "even area": even}

    measured = (
        f"At an upright edge your kernel answers {upright:.2f}, at a level edge {level:.2f} "
        f"and on an even area {even:.2f}"
    )
    small = 0.1 * upright
    if upright < 1e-6 and level < 1e-6 and even < 1e-6:
        hint = "that is silence: try positive cells on the right and negative ones on the left."
    elif even > small:
        hint = "it should be silent on even areas: let the cells add up to zero."
    elif upright < 1e-6:
        hint = "it is deaf to upright edges: let the left column differ from the right one."
    elif level > small:
        hint = "it also hears level edges: let the cells of every column have the same sign."
    else:
        return Verdict(True, f"{measured}: it finds upright edges only. Well done!", figures)
    return Verdict(False, f"{measured}; {hint}", figures)


def _blur_sideways(kernel: Tensor) -> Verdict:
    """How much of even brightness, of fine sideways and of fine up-and-down detail gets through."""
    gains = frequency_response(kernel, _SIDE)
    middle, fine = _SIDE // 2, _SIDE // 4
    brightness = float(kernel.sum())
    sideways = float(gains[middle, middle + fine :].mean())
    along = gains[middle + 1 :, middle]
    figures = {
        "brightness": brightness,
        "sideways detail": sideways,
        "up-and-down detail": float(along.mean()),
    }

    measured = (
        f"Your kernel keeps {brightness:.0%} of the brightness, {sideways:.0%} of the fine "
        f"left-right detail and {along.mean():.0%} of the up-down detail"
    )
    if abs(brightness - 1) > 0.1:
        hint = "the brightness should stay at 100 %: let the cells add up to 1."
    elif float((along - 1).abs().max()) > 0.1:
        hint = "up-down detail should stay at 100 %: use the cells of one row only."
    elif sideways > 0.5:
        hint = (
            "left-right detail should fall below 50 %: share the weight among neighbours in a row."
        )
    else:
        return Verdict(True, f"{measured}: it blurs sideways only. Well done!", figures)
    return Verdict(False, f"{measured}; {hint}", figures)


def _loudest(picture: Tensor, kernel: Tensor) -> float:
    return float(convolve(picture[None, None], kernel, padding="valid").abs().max())


CHALLENGES: Mapping[str, Challenge] = MappingProxyType(
    {
        challenge.key: challenge
        for challenge in (
            Challenge(
                "vertical_edges",
                "Find vertical edges only",
                "Make a kernel that answers at upright edges, such as the sides of a house, and "
                "stays silent at level edges and on even areas.",
                _vertical_edges,
            ),
            Challenge(
                "blur_sideways",
                "Blur left-right, not up-down",
                "Make a kernel that blurs the picture from left to right only, keeps the detail "
                "from top to bottom and neither brightens nor darkens it.",
                _blur_sideways,
            ),
        )
    }
)
