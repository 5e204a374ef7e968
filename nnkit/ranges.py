"""Checks of settings: a number outside its range is refused in one clear sentence."""

from nnkit.errors import SettingsError


def check_whole(name: str, value: object, lowest: int, highest: int) -> None:
    """Raise SettingsError unless the value is a whole number within its range."""
    if type(value) is not int or not lowest <= value <= highest:
        raise SettingsError(f"{name} must be a whole number {lowest}..{highest}.")


def check_number(name: str, value: object, lowest: float, highest: float) -> None:
    """Raise SettingsError unless the value is a number within its range."""
    if type(value) not in (int, float) or not lowest <= value <= highest:  # type: ignore[operator]
        raise SettingsError(f"{name} must be {lowest:g}..{highest:g}.")
