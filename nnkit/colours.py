"""Colours for numbers, safe for colour-blind eyes: signed ones and plain ones."""

from typing import Any

import numpy as np
import numpy.typing as npt

POSITIVE = (213, 94, 0)  # Okabe and Ito's vermillion
NEGATIVE = (0, 114, 178)  # and their blue
ZERO = (250, 249, 246)
# Five stops of cividis (Nunez, Anderton and Renslow 2018), dark to light.
CIVIDIS = ((0, 34, 78), (66, 78, 108), (125, 124, 120), (188, 175, 111), (254, 232, 56))

Pixels = npt.NDArray[np.uint8]


def signed(values: Any, limit: float | None = None) -> Pixels:
    """Paint numbers [H, W] as [H, W, 3]: orange above zero, blue below, full at ``limit``."""
    numbers = np.asarray(values, dtype=np.float64)
    limit = limit or float(np.abs(numbers).max()) or 1.0
    share = np.clip(np.abs(numbers) / limit, 0, 1)[..., None]
    colour = np.where(numbers[..., None] >= 0, POSITIVE, NEGATIVE)
    return _bytes(share * colour + (1 - share) * np.asarray(ZERO))


def heat(values: Any, low: float | None = None, high: float | None = None) -> Pixels:
    """Paint numbers [H, W] as [H, W, 3] from dark blue (low) to yellow (high)."""
    numbers = np.asarray(values, dtype=np.float64)
    low = float(numbers.min()) if low is None else low
    high = float(numbers.max()) if high is None else high
    share = np.clip((numbers - low) / ((high - low) or 1.0), 0, 1)
    stops = np.linspace(0, 1, len(CIVIDIS))
    table = np.asarray(CIVIDIS, dtype=np.float64)
    return _bytes(np.stack([np.interp(share, stops, table[:, i]) for i in range(3)], axis=-1))


def enlarge(pixels: Pixels, factor: int) -> Pixels:
    """Repeat every pixel ``factor`` times down and across."""
    return pixels.repeat(factor, axis=0).repeat(factor, axis=1)


def _bytes(colours: npt.NDArray[np.float64]) -> Pixels:
    return np.rint(colours).astype(np.uint8)
