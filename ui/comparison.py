"""Two pictures and what differs between them, magnified; all of it happens in the browser."""

from nnkit.errors import SettingsError
from ui import components

LARGEST_GAIN = 50  # the end of the range in comparison.html; a change of 3 is black or white there

_COMPARISON = components.register("comparison")


def comparison(
    before: bytes,
    after: bytes,
    *,
    key: str,
    labels: tuple[str, str, str],
    alts: tuple[str, str, str],
    gain: float = 10.0,
) -> None:
    """Show two PNG files of the same size with their difference between them.

    The difference is grey where nothing changed, 128 + gain * (after - before) for each channel;
    the visitor chooses the whole number `gain`, 1..50, from the given one on. `labels` and `alts`
    are captions and descriptions of the first picture, the difference and the second picture.
    Raises SettingsError.
    """
    if not all(text.strip() for text in (*labels, *alts)):
        raise SettingsError("Each picture of a comparison needs a label and an alt text.")
    if not 1 <= gain <= LARGEST_GAIN:
        raise SettingsError(f"A difference can be magnified 1 to {LARGEST_GAIN} times, not {gain}.")
    header = {"labels": labels, "alts": alts, "gain": round(gain)}
    _COMPARISON(key=key, data=components.pack(header, [before, after]))
