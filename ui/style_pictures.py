"""The pictures whose brush can be borrowed: those that nnkit paints itself, and the tray's.

``python -m ui.style_pictures`` paints the small ones for the menu anew.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image

from nnkit.errors import SettingsError
from nnkit.patterns.catalogue import names, pattern
from ui import encoding, gallery, permalinks
from ui import picture as tray_picture
from ui.tray import TrayPicture

if TYPE_CHECKING:
    from torch import Tensor

FOLDER = Path(__file__).parent / "assets" / "patterns"
WIDTH, HEIGHT = 768, 576
SMALL, TINY = 400, 144  # widths in pixels: beside the photo, and in the gallery
SMALLEST = 64  # pixels; nnkit.vision takes no smaller pictures
NONE = "none"


@dataclass(frozen=True)
class Brush:
    """A style picture: what it is called and shows, and the Python expression that loads it."""

    title: str
    alt: str
    terms: str
    code: str
    small: bytes
    source: "str | TrayPicture"  # a pattern's name, or one of the tray

    def tensor(self) -> "Tensor":
        """Return the picture [1, 3, H, W] in 0..1; the pages leave it to a job to wait for it."""
        if isinstance(self.source, str):
            return _painted(self.source)
        from nnkit import images, resizing

        return resizing.at_least(images.load(self.source.source, max_side=WIDTH), SMALLEST)


def photo(side: int) -> "Tensor":
    """Return the current picture [1, 3, H, W] in the size asked for, larger or smaller than it is.

    The longest side has `side` pixels; more where the shortest would be too short for a network.
    """
    from nnkit import resizing

    return resizing.at_least(resizing.fitted(tray_picture.tensor(side), side), SMALLEST)


def photo_code(side: int) -> str:
    """Return the line of Python that makes the same `picture`."""
    loaded = tray_picture.current().code.format(max_side=side)
    return f"picture = resizing.at_least(resizing.fitted({loaded}, {side}), {SMALLEST})"


def choose(label: str, *, key: str, default: str) -> Brush:
    """Show a menu of all pictures."""
    return find(_menu(label, [*_by_title(), *tray_picture.visit().titles], key, default))


def offer(label: str, *, key: str) -> Brush | None:
    """Show a menu of all pictures, and of none to begin with."""
    title = _menu(label, [NONE, *_by_title(), *tray_picture.visit().titles], key, NONE)
    return None if title == NONE else find(title)


def _menu(label: str, titles: list[str], key: str, default: str) -> str:
    if st.session_state.get(key, default) not in titles:
        st.session_state[key] = default  # a picture that was just forgotten
    return permalinks.selectbox(label, titles, key=key, default=default)


def find(title: str) -> Brush:
    """Return the style picture of that title. Raises SettingsError where there is none."""
    if title in _by_title():
        made = pattern(_by_title()[title])
        code = f'patterns.paint("{made.name}", {WIDTH}, {HEIGHT})'
        return Brush(title, made.alt, made.licence, code, _small(made.name), made.name)
    own = tray_picture.visit().find(title)
    if own is None:
        raise SettingsError(f"There is no picture '{title}': choose another one.")
    code = own.code.format(max_side=WIDTH)
    if own.file is None:  # the samples are large enough
        code = f"resizing.at_least({code}, {SMALLEST})"
    return Brush(title, own.alt, own.origin, code, own.thumbnail(SMALL), own)


def shelf(*, key: str, menu: str, default: str) -> None:
    """Show the painted ones as a gallery; a click sets the menu with the key `menu`."""
    items = [
        gallery.Item(title, title, _tiny(name), pattern(name).alt)
        for title, name in _by_title().items()
    ]

    def take() -> None:
        title = gallery.chosen(key, items)
        if title is not None:
            st.session_state[menu] = title

    # The menu stands below: in the first run it is not there yet, but the link may say.
    selected = st.session_state.get(menu) or st.query_params.get(menu, default)
    gallery.gallery(items, selected=selected, key=key, on_chosen_change=take)


@lru_cache(maxsize=1)
def _by_title() -> dict[str, str]:
    return {pattern(name).title: name for name in names()}


@st.cache_resource(max_entries=32, show_spinner=False)
def _painted(name: str) -> "Tensor":
    from nnkit import patterns

    return patterns.paint(name, WIDTH, HEIGHT)


@lru_cache(maxsize=64)
def _small(name: str) -> bytes:
    return (FOLDER / f"{name}.jpg").read_bytes()


@lru_cache(maxsize=64)
def _tiny(name: str) -> bytes:
    with Image.open(FOLDER / f"{name}.jpg") as image:
        image.thumbnail((TINY, TINY))
        return encoding.jpeg(image)


def main() -> None:
    """Write the small pictures."""
    from nnkit import images

    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names():
        image = images.to_pil(_painted(name))
        image.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
        (FOLDER / f"{name}.jpg").write_bytes(encoding.jpeg(image))


if __name__ == "__main__":
    main()
