"""How a picture is painted anew, checked when it is written down."""

import itertools
from dataclasses import dataclass

from nnkit.errors import SettingsError
from nnkit.ranges import check_number, check_whole

MAX_SCALES = 6


@dataclass(frozen=True)
class StyleSettings:
    """What counts, and how long to paint; SettingsError for a value out of range.

    strength, 0..1: style against content; 0 leaves the photo as it is, 1 asks for style alone.
    style_scale, 0.25..3: size of the brush: how much larger than the photo the style picture is
    looked at. keep_colours: paint in the photo's own colours. mix, 0..1: share of the second style,
    where there is one. scales, up to 6, each larger than the one before and the last one 1: sizes
    of the picture, coarse to fine. steps, each 1..1000: at each of these sizes. step_size,
    0.0001..0.2: of Adam, where 1 is from black to white. smoothing, 0..10: how much fine ripple
    costs. jitter, 0..32: how many pixels the network sees the picture moved at most.
    """

    strength: float = 0.5
    style_scale: float = 1.0
    keep_colours: bool = False
    mix: float = 0.5
    scales: tuple[float, ...] = (0.34, 0.67, 1.0)
    steps: tuple[int, ...] = (60, 50, 30)
    step_size: float = 0.015
    smoothing: float = 0.4
    jitter: int = 8
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        check_number("strength", self.strength, 0, 1)
        check_number("style_scale", self.style_scale, 0.25, 3)
        check_number("mix", self.mix, 0, 1)
        check_number("step_size", self.step_size, 1e-4, 0.2)
        check_number("smoothing", self.smoothing, 0, 10)
        check_whole("jitter", self.jitter, 0, 32)
        check_whole("seed", self.seed, 0, 2**31)
        if type(self.keep_colours) is not bool:
            raise SettingsError("keep_colours must be True or False.")
        _check_scales(self.scales)
        if not isinstance(self.steps, tuple) or len(self.steps) != len(self.scales):
            raise SettingsError("steps must be a tuple with one number for each of the scales.")
        for count in self.steps:
            check_whole("Each of the steps", count, 1, 1000)


def _check_scales(scales: object) -> None:
    if not isinstance(scales, tuple) or not 1 <= len(scales) <= MAX_SCALES:
        raise SettingsError(f"scales must be a tuple of 1 to {MAX_SCALES} numbers.")
    for scale in scales:
        check_number("Each of the scales", scale, 0.05, 1)
    if scales[-1] != 1 or any(one >= two for one, two in itertools.pairwise(scales)):
        raise SettingsError("scales must grow, and the last one must be 1.")
