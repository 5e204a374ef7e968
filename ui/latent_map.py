"""A plane of two numbers with a point to drag: the browser draws the digit that they stand for."""

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import streamlit as st

from nnkit.errors import SettingsError
from ui import components

if TYPE_CHECKING:
    from nnkit.autoencoder import LatentMap

Point = tuple[float, float]
Beneath = Literal["codes", "sheet"]

_MAP = components.register("latent_map", "pane")


def show(
    plane: "LatentMap",
    source_id: str,
    point: Point,
    *,
    key: str,
    alt: str,
    own: Point | None = None,
    beneath: Beneath = "codes",
    on_point_change: Callable[[], None] | None = None,
) -> None:
    """Show the map of a plane with a point to drag and the digit that is drawn there.

    source_id: of the plane's sheet, from `lens.picture_source`. point: the code to stand on; where
    the visitor leaves it comes back through `on_point_change`, where `moved` reads it. own: a code
    to be marked as the visitor's. beneath: the codes of real digits, or the digits that are drawn.
    Raises SettingsError.
    """
    if beneath not in get_args(Beneath):
        raise SettingsError(f'"{beneath}" cannot lie beneath: use one of {get_args(Beneath)}.')
    for code in (point, *([] if own is None else [own])):
        if len(code) != 2 or not all(math.isfinite(number) for number in code):
            raise SettingsError("A point of the map is two finite numbers.")
    header = {
        "source": source_id,
        "points": plane.points,
        "cell": plane.cell,
        "across": plane.across,
        "up": plane.up,
        "point": point,
        "own": own,
        "beneath": beneath,
        "alt": alt,
    }
    codes = plane.codes.numpy().astype("<f4").tobytes()
    labels = plane.labels.numpy().astype(np.uint8).tobytes()
    _MAP(
        key=key,
        data=components.pack(header, [codes, labels]),
        on_point_change=on_point_change or components.ignore,
    )


def moved(key: str, plane: "LatentMap") -> Point | None:
    """Return where the visitor left the point, on the plane; None for nonsense or no move."""
    state = st.session_state.get(key)
    sent = state.get("point") if isinstance(state, Mapping) else None
    if not isinstance(sent, list | tuple) or len(sent) != 2:
        return None
    if not all(isinstance(at, int | float) and not isinstance(at, bool) for at in sent):
        return None
    return within(plane, (sent[0], sent[1]))


def within(plane: "LatentMap", point: Point) -> Point | None:
    """Return the point moved onto the plane; None where a number is not finite."""
    if not all(math.isfinite(number) for number in point):
        return None
    first, second = (
        min(max(float(number), low), high)
        for number, (low, high) in zip(point, (plane.across, plane.up), strict=True)
    )
    return first, second
