"""Plays the training of a small network in the browser: graph, maps, curves, edits, branches."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import streamlit as st

from nnkit.errors import SettingsError
from nnkit.playground.frames import SIDE, PlaygroundFrame, drawn_maps, plane
from nnkit.playground.layers import Architecture
from nnkit.playground.network import NetworkSettings
from nnkit.playground.points import REACH, Points
from ui import components

Kind = Literal["branch", "edit_weight", "edit_bias", "more"]
MOST = 1000.0  # a weight or bias beyond this is refused, as PlaygroundFrame does
LOWEST, HIGHEST = 240, 900  # CSS pixels of the graph

_GRAPH = components.register(
    "network_graph",
    "figures",
    "network_recording",
    "network_words",
    "network_palette",
    "network_map",
    "network_panel",
    "network_drawing",
    "network_card",
    "network_curves",
    "network_playback",
)


@dataclass(frozen=True, eq=False)
class Bundle:
    """A run as far as it has gone, and what there is to know about it. Raises SettingsError.

    run: a name for it. Under the same name frames may only be added at the end: the browser keeps
    those it has and is sent the others. Whoever changes earlier ones (a branch, an edited weight,
    new settings) takes another name. frames: of one network, in the order of their epochs, one or
    more. points, network: what the run was made with. is_complete: False if more frames can be had
    by asking, see Event.
    """

    run: str
    frames: Sequence[PlaygroundFrame]
    points: Points
    network: NetworkSettings
    is_complete: bool = True

    def __post_init__(self) -> None:
        """Check that the frames are of this network."""
        if not self.frames:
            raise SettingsError("A bundle needs at least one frame.")
        sizes = self.frames[-1].parameters.architecture.sizes
        expected = (len(self.network.features), *self.network.hidden)
        if sizes[:-1] != expected:
            raise SettingsError(f"The frames are of a network {sizes}, not of {expected}.")

    @classmethod
    def of(
        cls,
        frames: Sequence[PlaygroundFrame],
        points: Points,
        network: NetworkSettings,
        *,
        run: str,
        is_complete: bool = True,
    ) -> "Bundle":
        """Return the bundle of a run; see the class."""
        return cls(run, frames, points, network, is_complete)

    @property
    def architecture(self) -> Architecture:
        """The shape of the network."""
        return self.frames[-1].parameters.architecture

    def describe(self) -> dict[str, object]:
        """Return what the browser is told in words: shapes, names and axes."""
        points, shape = self.points, self.architecture
        layers = range(len(shape.activations))
        return {
            "run": self.run,
            "count": len(self.frames),
            "isComplete": self.is_complete,
            "sizes": shape.sizes,
            "features": self.network.features,
            "activations": [name.replace("_", " ") for name in shape.activations],
            "skips": [shape.skips(layer) for layer in layers],
            "classes": points.classes,
            "targets": points.target_names,
            "reach": REACH,
            "axes": [
                {"name": name, "centre": centre, "spread": spread}
                for name, centre, spread in zip(
                    points.input_names, points.scale.centres, points.scale.spreads, strict=True
                )
            ],
        }

    def blobs(self, start: int) -> list[bytes]:
        """Return points, maps of the features, and the frames from `start` on, packed.

        points: float32 [N, 4] of x, y, target, is_train. Feature maps: [F, 1024] bytes. Of the
        frames: figures float64 [n, 5], parameters float32 [n, P], scales float32 [n, neurons],
        dropped [n, hidden neurons] bytes, maps [n, neurons, 1024] bytes.
        """
        points, frames = self.points, self.frames[start:]
        columns = [*points.inputs.unbind(1), points.targets, points.is_train]
        placed = np.stack([column.numpy().astype("<f4") for column in columns], 1)
        features, _ = drawn_maps(plane(self.network.features))
        hidden = sum(self.network.hidden)
        figures = [
            (one.epoch, one.train_loss, one.test_loss, one.train_accuracy, one.test_accuracy)
            for one in frames
        ]
        return [
            placed.tobytes(),
            features.numpy().tobytes(),
            np.asarray(figures, "<f8").tobytes(),
            b"".join(one.parameters.flat.numpy().astype("<f4").tobytes() for one in frames),
            b"".join(np.asarray(one.scales, "<f4").tobytes() for one in frames),
            b"".join(_dropped(one, hidden) for one in frames),
            b"".join(one.maps for one in frames),
        ]


@dataclass(frozen=True)
class Event:
    """What the visitor asks for, at the frame of `epoch`.

    "branch": go on from there with other settings. "edit_weight": set the weight of `layer` from
    neuron (or feature) `source` to neuron `to` to `value`. "edit_bias": likewise, without `source`.
    "more": train on from the last frame, which is of `epoch`; comes while the visitor plays, in
    good time before the frames run out, and only if the bundle is not complete.
    """

    kind: Kind
    epoch: int
    layer: int = 0
    to: int = 0
    source: int = 0
    value: float = 0.0
    number: int = 0


@dataclass
class _Dealings:
    """What has passed between this page and a browser."""

    run: str = ""
    sent: int = 0  # frames of the run that the browser should have
    heard_event: int = 0
    heard_wish: int = 0


def show(
    bundle: Bundle, *, key: str, height: int = 480, begin: int = 0, autoplay: bool = False
) -> Event | None:
    """Show a run; only frames that the browser lacks travel. Raises SettingsError.

    Returns what the visitor newly asked for, each time once; `next_event` tells it before
    anything is drawn. height: of the graph in CSS pixels, more where many neurons need it. A run
    that is new to the browser begins at the frame of epoch `begin`, and with `autoplay` plays by
    itself, unless the visitor prefers reduced motion.
    """
    if not LOWEST <= height <= HIGHEST:
        raise SettingsError(f"The graph may be {LOWEST}..{HIGHEST} pixels high.")
    dealings = _dealings(key)
    start = _first_missing(key, bundle)
    header = {
        **bundle.describe(),
        "start": start,
        "notes": [frame.note for frame in bundle.frames[start:]],
        "height": height,
        "begin": begin,
        "autoplay": autoplay,
        "side": SIDE,
        "heard": max(dealings.heard_event, dealings.heard_wish),
    }
    _GRAPH(
        key=key,
        data=components.pack(header, bundle.blobs(start)),
        on_event_change=components.ignore,
        on_wish_change=components.ignore,
    )
    dealings.sent = len(bundle.frames)
    return next_event(key, bundle.run)


def next_event(key: str, run: str) -> Event | None:
    """Return what the visitor newly asked for of this run; what was told once is not told again."""
    dealings = _dealings(key)
    told = _event(_state(key, "event"), run)
    if told and told.kind != "more" and told.number > dealings.heard_event:
        dealings.heard_event = told.number
        return told
    wish = _event(_state(key, "wish"), run)
    if wish and wish.kind == "more" and wish.number > dealings.heard_wish:
        dealings.heard_wish = wish.number
        return wish
    return None


def _first_missing(key: str, bundle: Bundle) -> int:
    """Return which frame the browser lacks first: it asks again for those that got lost."""
    dealings, wish = _dealings(key), _state(key, "wish")
    number = _whole(wish.get("number"))
    is_of_run = wish.get("run") == bundle.run and wish.get("kind") == "again"
    if dealings.run != bundle.run:
        dealings.run, dealings.sent = bundle.run, 0
    elif is_of_run and number > dealings.heard_wish:
        dealings.heard_wish, dealings.sent = number, _whole(wish.get("have"))
    return min(dealings.sent, len(bundle.frames))


def _dealings(key: str) -> _Dealings:
    kept: _Dealings = st.session_state.setdefault(f"{key}-dealings", _Dealings())
    return kept


def _state(key: str, name: str) -> dict[str, object]:
    value = (st.session_state.get(key) or {}).get(name)
    return dict(value) if isinstance(value, dict) else {}


def _event(told: dict[str, object], run: str) -> Event | None:
    """Return the event that a browser told, None if it is nonsense or of another run."""
    kind = next((name for name in get_args(Kind) if name == told.get("kind")), None)
    value = told.get("value", 0.0)
    if kind is None or told.get("run") != run:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not math.isfinite(value) or abs(value) > MOST:
        return None
    places = {name: _whole(told.get(name)) for name in ("epoch", "layer", "to", "source", "number")}
    return Event(kind, value=float(value), **places)


def _whole(value: object) -> int:
    """Return a whole number from 0 as it is, 0 for everything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0


def _dropped(frame: PlaygroundFrame, hidden: int) -> bytes:
    switched_off = bytes(neuron for layer in frame.dropped for neuron in layer)
    return switched_off or bytes(hidden)
