"""Colours: ramps from one to the next, small deviations, light on a relief."""

import numpy as np
import numpy.typing as npt

from nnkit.patterns import fields
from nnkit.patterns.sheet import Field, Sheet


def colours(*codes: str) -> Field:
    """Return colours [N, 3], 0..1, from codes such as "#1b2a5e"."""
    return np.asarray([list(bytes.fromhex(code[1:])) for code in codes], np.float32) / 255


def ramp(values: npt.NDArray[np.floating], stops: Field) -> Field:
    """Return colours [..., 3] for values 0..1: evenly spaced stops, straight lines between."""
    places = np.linspace(0, 1, len(stops))
    mixed = [np.interp(values, places, stops[:, channel]) for channel in range(3)]
    return np.stack(mixed, axis=-1).astype(np.float32)


def varied(colour: Field, rng: np.random.Generator, light: float, hue: float) -> Field:
    """Return colours [N, 3], each a little lighter or darker and of another hue, within 0..1."""
    brighter = light * rng.standard_normal((len(colour), 1))
    shifted = hue * rng.standard_normal((len(colour), 3))
    return np.clip(colour * (1 + brighter) + shifted, 0, 1).astype(np.float32)


def blended(under: Field, over: Field, share: Field) -> Field:
    """Return a picture [H, W, 3] with another (or one colour [3]) over it by a share [H, W]."""
    return under + (over - under) * share[..., None]


def lit(sheet: Sheet, picture: Field, relief: Field, strength: float) -> Field:
    """Return a picture [H, W, 3] as if its relief [H, W] were lit from the upper left."""
    right, down = fields.slope(sheet, relief)
    light = np.tanh((right + down) * np.float32(strength))
    bright = blended(picture, np.ones(3, np.float32), 0.55 * np.clip(light, 0, 1))
    return bright * (1 + 0.6 * np.clip(light, -1, 0))[..., None]
