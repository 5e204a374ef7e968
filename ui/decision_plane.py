"""The plane of a neuron's two inputs, with the line that the visitor drags."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from nnkit.errors import SettingsError
from ui import components

if TYPE_CHECKING:
    from nnkit.box import Box
    from nnkit.neuron import Neuron, Point

MAX_POINTS = 1000
_FARTHEST = 1e6  # as large as a neuron's weights may be

_PLANE = components.register(
    "decision_plane", "courier", "figures", "neuron", "plane_picture", "plane_words"
)


@dataclass(frozen=True)
class Dragged:
    """The weights and the bias of the line that the visitor made.

    number: counts the messages of one mounted plane from 1; a message never tells less than the
    ones before it.
    """

    weights: tuple[float, float]
    bias: float
    number: int


class Told(NamedTuple):
    """What a plane told last: the line that was dragged, the point that was picked."""

    dragged: Dragged | None
    picked: "Point | None"


def plane(
    neuron: "Neuron",
    points: "Sequence[Point]" = (),
    targets: Sequence[bool] = (),
    *,
    box: "Box",
    key: str,
    names: tuple[str, str] = ("x", "y"),
    answers: tuple[str, str] = ("no", "yes"),
    alt: str,
    picked: "Point | None" = None,
    on_drag: Callable[[], None] | None = None,
    on_pick: Callable[[], None] | None = None,
) -> Told:
    """Show the box of the plane, shaded by the neuron's output, with its line and the points.

    targets: for each point whether the neuron shall fire there; those at which it does otherwise
    are ringed. names: of the two inputs. answers: what not to fire and to fire mean, in the
    legend. Dragging turns or pushes the line at once and keeps |w|; meanwhile Python hears of it
    by at most one message at a time and at the end. A page takes the weights over in `on_drag`,
    where `dragged` reads them, and gives them back in `neuron`: once nothing is held, that is what
    the plane shows, rounded or limited as the page likes. `picked` is a point that the page itself
    keeps; `on_pick` hears of a new one, which `picked_point` reads. Raises SettingsError.
    """
    from nnkit.activations import activation

    if len(neuron.weights) != 2:
        raise SettingsError("Only a neuron of two inputs has a plane.")
    if len(points) != len(targets) or len(points) > MAX_POINTS:
        raise SettingsError(f"Give one target for each of at most {MAX_POINTS} points.")
    if not all(text.strip() for text in (*names, *answers, alt)):
        raise SettingsError("A plane needs names for its inputs and answers, and an alt text.")
    for point in (*points, *([] if picked is None else [picked])):
        if _point(point, box) is None:
            raise SettingsError(f"The point {tuple(point)} is not in the box of the plane.")
    sent = _sent(key, "dragged")
    last = dragged(key)
    header = {
        "mount": sent["mount"] if isinstance(sent, Mapping) and last else "",
        "number": last.number if last else 0,
        "neuron": {"weights": neuron.weights, "bias": neuron.bias},
        "activation": neuron.activation,
        "activationTitle": activation(neuron.activation).title,
        "points": [
            {"place": point, "target": target}
            for point, target in zip(points, targets, strict=True)
        ],
        "box": {"left": box.left, "right": box.right, "bottom": box.bottom, "top": box.top},
        "names": names,
        "answers": answers,
        "alt": alt,
        "picked": picked or picked_point(key, box),
    }
    _PLANE(
        key=key,
        data=components.pack(header),
        on_dragged_change=on_drag or components.ignore,
        on_picked_change=on_pick or components.ignore,
    )
    return Told(dragged(key), picked_point(key, box))


def dragged(key: str) -> Dragged | None:
    """The line that the visitor dragged last; None if there is none or it is nonsense."""
    sent = _sent(key, "dragged")
    if not isinstance(sent, Mapping):
        return None
    mount, number, weights = sent.get("mount"), sent.get("number"), sent.get("weights")
    if not isinstance(mount, str) or len(mount) > 40:
        return None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**53:
        return None
    if not isinstance(weights, list | tuple) or len(weights) != 2:
        return None
    numbers = [_number(value) for value in (*weights, sent.get("bias"))]
    across, up, bias = numbers
    if across is None or up is None or bias is None:
        return None
    return Dragged((across, up), bias, number)


def picked_point(key: str, box: "Box") -> "Point | None":
    """The point picked last; None if there is none, it is nonsense or not in this box."""
    return _point(_sent(key, "picked"), box)


def _sent(key: str, name: str) -> object:
    state = st.session_state.get(key)
    return state.get(name) if isinstance(state, Mapping) else None


def _point(value: object, box: "Box") -> "Point | None":
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    x, y = (_number(each) for each in value)
    if x is None or y is None:
        return None
    return (x, y) if box.left <= x <= box.right and box.bottom <= y <= box.top else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and abs(value) <= _FARTHEST else None
