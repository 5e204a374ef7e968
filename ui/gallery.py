"""A grid of small pictures to choose one from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from nnkit.errors import SettingsError
from ui import components

_GALLERY = components.register("gallery")


@dataclass(frozen=True)
class Item:
    """A choice: `picture` is a JPEG's bytes or a data URL, `alt` says what it shows."""

    id: str
    label: str
    picture: bytes | str
    alt: str

    def __post_init__(self) -> None:
        """Check that the picture travels with the item instead of being fetched from elsewhere."""
        if isinstance(self.picture, str) and not self.picture.startswith("data:image/"):
            raise SettingsError("A gallery's picture must be bytes or a data:image/ URL.")


def gallery(
    items: Sequence[Item],
    *,
    selected: str | None,
    columns_min_px: int = 72,
    key: str,
    on_chosen_change: Callable[[], None] | None = None,
) -> str | None:
    """Show picture buttons, the `selected` one pressed; columns are at least `columns_min_px` wide.

    Returns the id of the item clicked just now, None in every other run; inside
    `on_chosen_change` read it with `chosen`. Raises SettingsError.
    """
    ids = [item.id for item in items]
    if len(set(ids)) != len(ids):
        raise SettingsError("Two items of a gallery have the same id: give each its own.")
    header = {
        "items": [
            {"id": item.id, "label": item.label, "alt": item.alt}
            | ({"url": item.picture} if isinstance(item.picture, str) else {})
            for item in items
        ],
        "selected": selected,
        "columnWidth": columns_min_px,
    }
    pictures = [b"" if isinstance(item.picture, str) else item.picture for item in items]
    result = _GALLERY(
        key=key,
        data=components.pack(header, pictures),
        on_chosen_change=on_chosen_change or components.ignore,
    )
    return _known(result.get("chosen"), ids)


def chosen(key: str, items: Sequence[Item]) -> str | None:
    """The id clicked just now, for use inside `on_chosen_change`."""
    return _known((st.session_state.get(key) or {}).get("chosen"), [item.id for item in items])


def _known(value: object, ids: Sequence[str]) -> str | None:
    return value if isinstance(value, str) and value in ids else None
