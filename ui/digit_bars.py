"""Bars for what several networks think, side by side; they follow a moving pen."""

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real

from nnkit.errors import SettingsError
from ui import components

_BARS = components.register("digit_bars", "figures")


@dataclass(frozen=True)
class Reading:
    """What one network says: `answer` in large letters, over a bar for each of `labels`.

    `probabilities` are 0..1, one for each label; None greys the group out. `note` is the small
    print. Raises SettingsError.
    """

    title: str
    note: str
    probabilities: Sequence[float] | None
    labels: Sequence[str]
    answer: str

    def __post_init__(self) -> None:
        """Check labels and probabilities."""
        if len(self.labels) == 0:
            raise SettingsError("A reading needs at least one label.")
        if self.probabilities is None:
            return
        if len(self.probabilities) != len(self.labels):
            raise SettingsError("A reading needs as many probabilities as labels.")
        if not all(_is_share(value) for value in self.probabilities):
            raise SettingsError("Probabilities must be numbers from 0 to 1.")


def bars(rows: Sequence[Reading], *, key: str, mark: str = "") -> None:
    """Show a group of bars for each reading; they move in place when they change.

    `mark` comes back as the attribute data-mark: it tells which state of a page the bars show.
    """
    header = {"mark": mark, "rows": [_row(reading) for reading in rows]}
    _BARS(key=key, data=components.pack(header))


def _row(reading: Reading) -> dict[str, object]:
    shares = reading.probabilities
    return {
        "title": reading.title,
        "note": reading.note,
        "labels": list(reading.labels),
        "answer": reading.answer,
        "shares": None if shares is None else [float(share) for share in shares],
    }


def _is_share(value: object) -> bool:
    return isinstance(value, Real) and 0.0 <= float(value) <= 1.0  # false for nan too
