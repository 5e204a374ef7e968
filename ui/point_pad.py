"""A plane on which the visitor draws points of one or several classes."""

import base64
import struct
from collections.abc import Mapping, Sequence

import streamlit as st

from nnkit.errors import SettingsError
from ui import components

MOST_POINTS, MOST_CLASSES = 200, 4
_STEPS = 200  # of the link's coordinates, to each side of the middle

Drawing = tuple[tuple[float, float, int], ...]

_PAD = components.register("point_pad", "network_palette")


def draw(
    points: Drawing,
    names: Sequence[str],
    *,
    reach: float,
    key: str,
    alt: str,
) -> Drawing:
    """Show the plane from -reach to reach; return the points (x, y, class) as they are now.

    points: those to begin with. names: of the classes, 1..4. Raises SettingsError.
    """
    if not 1 <= len(names) <= MOST_CLASSES or not all(name.strip() for name in names):
        raise SettingsError(f"A pad needs names for 1..{MOST_CLASSES} classes.")
    now = drawn(key, reach=reach, classes=len(names))
    now = points if now is None else now
    header = {"points": now, "names": names, "reach": reach, "most": MOST_POINTS, "alt": alt}
    _PAD(key=key, data=components.pack(header), on_points_change=components.ignore)
    return now


def drawn(key: str, *, reach: float, classes: int) -> Drawing | None:
    """Return what the visitor drew; None if she has not, or if it is nonsense."""
    state = st.session_state.get(key)
    sent = state.get("points") if isinstance(state, Mapping) else None
    if not isinstance(sent, list | tuple) or len(sent) > MOST_POINTS:
        return None
    points = [_point(each, reach, classes) for each in sent]
    return None if None in points else tuple(point for point in points if point is not None)


def written(points: Drawing, reach: float) -> str:
    """Return the points as text for a link, six letters each; `read` undoes it."""
    data = b"".join(
        struct.pack(
            "<HH", *(round((at / reach + 1) * _STEPS) * MOST_CLASSES + label for at in (x, y))
        )
        for x, y, label in points
    )
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def read(text: str, reach: float, classes: int) -> Drawing | None:
    """Return the points of a link, to a two-hundredth of the reach; None for nonsense."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        pairs = list(struct.iter_unpack("<HH", data))
    except (ValueError, struct.error):
        return None
    points = [
        _point((*(_place(part, reach) for part in pair), pair[0] % MOST_CLASSES), reach, classes)
        for pair in pairs[: MOST_POINTS + 1]
    ]
    if len(points) > MOST_POINTS or None in points:
        return None
    return tuple(point for point in points if point is not None)


def _place(number: int, reach: float) -> float:
    return round((number // MOST_CLASSES / _STEPS - 1) * reach, 4)


def _point(sent: object, reach: float, classes: int) -> tuple[float, float, int] | None:
    if not isinstance(sent, list | tuple) or len(sent) != 3:
        return None
    if any(isinstance(part, bool) or not isinstance(part, int | float) for part in sent):
        return None
    x, y, label = sent
    is_sense = abs(x) <= reach and abs(y) <= reach and label in range(classes)
    return (float(x), float(y), int(label)) if is_sense else None
