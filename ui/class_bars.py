"""Bars for how likely a network finds some classes, before and after a change if there is one."""

from collections.abc import Sequence
from dataclasses import dataclass

from nnkit.errors import SettingsError
from ui import components
from ui.digit_reading import percent

_BARS = components.register("class_bars")


@dataclass(frozen=True)
class Bar:
    """One class: `share` is 0..1, `after` what became of it; `is_marked` prints it bold.

    `text` stands at the bar's end, by default the share as a percentage. Raises SettingsError.
    """

    label: str
    share: float
    after: float | None = None
    is_marked: bool = False
    text: str = ""

    def __post_init__(self) -> None:
        """Check that both ends of the bar are on the scale."""
        for share in (self.share, self.after):
            if share is not None and not 0 <= share <= 1:
                raise SettingsError(f'The bar of "{self.label}" needs 0 to 1, not {share}.')


def bars(shown: Sequence[Bar], *, title: str, key: str, is_full: bool = False) -> None:
    """Show the bars under one another; they move in place when they change.

    The longest fills the width, unless `is_full`: then the width stands for 100 %.
    """
    ends = [share for bar in shown for share in (bar.share, bar.after or 0.0)]
    header = {
        "title": title,
        "scale": 1.0 if is_full else max(ends, default=0.0) or 1.0,
        "rows": [
            {
                "label": bar.label,
                "share": bar.share,
                "after": bar.after,
                "marked": bar.is_marked,
                "text": bar.text or _text(bar),
            }
            for bar in shown
        ],
    }
    _BARS(key=key, data=components.pack(header))


def _text(bar: Bar) -> str:
    if bar.after is None:
        return percent(bar.share)
    return f"{percent(bar.share)} → {percent(bar.after)}".replace("under ", "<")
