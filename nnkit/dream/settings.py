"""What a dream is made of, checked when it is written down."""

import re
from dataclasses import dataclass

from nnkit.errors import SettingsError
from nnkit.ranges import check_number, check_whole
from nnkit.vision.layers import LOGITS

MAX_LAYERS = 8
_MAX_CHANNEL = 65535


@dataclass(frozen=True)
class DreamSettings:
    """What the network shall see more of, and how it goes about it; SettingsError out of range.

    layers: 1 to 8 names with weights (0.001..100): all that excites these layers already grows.
    With `channel`, from 0, it is that one map of each layer that grows, and with `label`, the
    number of a class, the layer "logits" stands for its logit. octaves, 1..10: sizes of the
    picture, each `scale` (1.1..3) times the one before; the largest is the picture's own and the
    smallest at least 64 px. steps, 1..1000: of each octave. step_size, 0.00001..1: how far a step
    moves a pixel on average, where 1 is from black to white. jitter, 0..512: how many pixels the
    picture is shifted at most, another way in each step. smoothing, 0..1: how much coarse structure
    is favoured over fine. strength, 0..1: share of the dream in the result, the rest is the
    original.
    """

    layers: tuple[tuple[str, float], ...] = (("block 9", 1.0),)
    channel: int | None = None
    label: int | None = None
    octaves: int = 4
    scale: float = 1.4
    steps: int = 12
    step_size: float = 0.012
    jitter: int = 32
    smoothing: float = 0.75
    strength: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        _check_layers(self.layers)
        check_whole("octaves", self.octaves, 1, 10)
        check_whole("steps", self.steps, 1, 1000)
        check_whole("jitter", self.jitter, 0, 512)
        check_whole("seed", self.seed, 0, 2**31)
        check_number("scale", self.scale, 1.1, 3)
        check_number("step_size", self.step_size, 1e-5, 1)
        check_number("smoothing", self.smoothing, 0, 1)
        check_number("strength", self.strength, 0, 1)
        if self.channel is not None:
            check_whole("channel", self.channel, 0, _MAX_CHANNEL)
        if self.label is not None:
            check_whole("label", self.label, 0, _MAX_CHANNEL)
        if (self.label is not None) != (LOGITS in dict(self.layers)):
            raise SettingsError(f"A dream of a class needs both: a label and the layer '{LOGITS}'.")
        if self.channel is not None and all(name == LOGITS for name, _ in self.layers):
            raise SettingsError("The class scores have no channels: name a layer, or no channel.")


@dataclass(frozen=True)
class ZoomSettings:
    """How an endless dream moves; SettingsError out of range.

    frames, 1..10000: after the first. zoom, 0.8..1.25: from one frame to the next, over 1 inwards.
    rotation, -45..45: degrees from one frame to the next, anticlockwise. octaves, 1..4, and steps,
    1..50: of the little dream in each frame, in the place of those of DreamSettings.
    """

    frames: int = 60
    zoom: float = 1.03
    rotation: float = 0.0
    octaves: int = 2
    steps: int = 2

    def __post_init__(self) -> None:
        """Check the ranges."""
        check_whole("frames", self.frames, 1, 10_000)
        check_whole("octaves", self.octaves, 1, 4)
        check_whole("steps", self.steps, 1, 50)
        check_number("zoom", self.zoom, 0.8, 1.25)
        check_number("rotation", self.rotation, -45, 45)


def _check_layers(layers: object) -> None:
    if not isinstance(layers, tuple) or not 1 <= len(layers) <= MAX_LAYERS:
        raise SettingsError(f"layers must be a tuple of 1 to {MAX_LAYERS} names with weights.")
    for pair in layers:
        if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[0], str):
            raise SettingsError('Each of the layers must be a name and a weight: ("block 9", 1.0).')
        if not re.fullmatch(r"[\w ]{1,40}", pair[0]):
            raise SettingsError("The name of a layer is 1 to 40 letters, digits and spaces.")
        check_number("The weight of a layer", pair[1], 1e-3, 100)
    if len(dict(layers)) < len(layers):
        raise SettingsError("Each layer may be named only once.")
