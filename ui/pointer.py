"""Lets the visitor place a square on a picture, to cut a patch out of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from nnkit.errors import SettingsError
from ui import components

_POINTER = components.register("pointer", "pane")


@dataclass(frozen=True)
class Box:
    """A labelled rectangle on the picture, in its pixels; `colour` is written #rrggbb."""

    row: int
    column: int
    height: int
    width: int
    label: str
    colour: str

    def __post_init__(self) -> None:
        """Check size and colour."""
        if self.height < 1 or self.width < 1:
            raise SettingsError("A box must be at least 1 pixel high and wide.")
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", self.colour):
            raise SettingsError(f'"{self.colour}" is no colour: write it as #rrggbb.')


def pick_region(
    picture: bytes,
    size: tuple[int, int],
    *,
    boxes: Sequence[Box] = (),
    region_size: int,
    region: tuple[int, int] | None = None,
    key: str,
    alt: str,
    on_region_change: Callable[[], None] | None = None,
) -> tuple[int, int] | None:
    """Show a JPEG or PNG of `size` (height, width) on which a square can be placed.

    Returns (row, column) of the square's upper left pixel, always within the picture, or None
    before the visitor placed it. `region_size` is the square's side in pixels. A page that keeps
    the place itself gives it as `region` and takes moves over in `on_region_change`, where
    `picked` reads them. Raises SettingsError.
    """
    if not 1 <= region_size <= min(size):
        raise SettingsError(
            f"A square of {region_size} pixels does not fit a picture of {size[1]} x {size[0]}."
        )
    header = {
        "height": size[0],
        "width": size[1],
        "boxes": [asdict(box) for box in boxes],
        "side": region_size,
        "region": region or picked(key, size, region_size),
        "alt": alt,
    }
    _POINTER(
        key=key,
        data=components.pack(header, [picture]),
        on_region_change=on_region_change or components.ignore,
    )
    return picked(key, size, region_size)


def picked(key: str, size: tuple[int, int], side: int) -> tuple[int, int] | None:
    """The square's place, moved into the picture; None if there is none or it is nonsense."""
    region = (st.session_state.get(key) or {}).get("region")
    if not isinstance(region, list | tuple) or len(region) != 2:
        return None
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in region):
        return None
    row, column = (min(max(0, at), most - side) for at, most in zip(region, size, strict=True))
    return row, column
