"""The visitor's training run: slices of it are computed as the browser plays towards its end."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

import streamlit as st

from ui import network_graph, playground_points
from ui.slices import FIRST_SLICE, SLICE, GrowsBySlices

if TYPE_CHECKING:
    from nnkit.playground import NetworkSettings, PlaygroundFrame, Points, TrainingSettings
    from ui.playground_points import Origin

_KEY = "_playground_run"


@dataclass(frozen=True)
class Leg:
    """A part of a run's way that a later branch left: its settings, and what was edited then.

    training: its epochs end where the branch begins. edit: a call on the frame, or "".
    """

    training: "TrainingSettings"
    edit: str = ""


@dataclass
class Run(GrowsBySlices):
    """Points, settings and the frames so far; `shown` is the frame of the last one."""

    name: str
    points: "Points"
    network: "NetworkSettings"
    training: "TrainingSettings"
    frames: "list[PlaygroundFrame]" = field(default_factory=list)
    iterator: "Iterator[PlaygroundFrame]" = field(default_factory=lambda: iter(()))
    origin: object = None  # what the points were made from
    is_over: bool = False
    start: "PlaygroundFrame | None" = None  # what a branch goes on from
    way: tuple[Leg, ...] = ()  # that leads to `start`

    @property
    def shown(self) -> "PlaygroundFrame":
        """The last frame."""
        return self.frames[-1]

    @property
    def own(self) -> "list[PlaygroundFrame]":
        """The frames since the branch, if it is one."""
        begin = 0 if self.start is None else self.start.epoch
        return [frame for frame in self.frames if frame.epoch >= begin]


def ongoing() -> Run | None:
    """Return the visitor's run, if she has one."""
    return cast("Run | None", st.session_state.get(_KEY))


def of(origin: "Origin", network: "NetworkSettings", training: "TrainingSettings") -> Run:
    """Return the visitor's run of these points and this network, begun if there is none."""
    run = ongoing()
    if run is None or (run.origin, run.network) != (origin, network):
        run = begin(playground_points.make(origin), network, training, origin)
    return run


def begin(
    points: "Points", network: "NetworkSettings", training: "TrainingSettings", origin: object
) -> Run:
    """Start a new run from the first weights."""
    from nnkit.playground import train

    run = Run(_name(), points, network, training, [], train(points, network, training), origin)
    run.more(FIRST_SLICE)
    st.session_state[_KEY] = run
    return run


def forget() -> None:
    """Drop the visitor's run, so that the next look at it begins a new one; for callbacks."""
    st.session_state.pop(_KEY, None)


def branch(run: Run, start: "PlaygroundFrame", training: "TrainingSettings", edit: str = "") -> Run:
    """Go on from a frame with these settings; what came before stays on the time line.

    edit: the call that made `start` of the run's own frame of that epoch, "" if it is that frame.
    """
    from nnkit.playground import train

    before = [frame for frame in run.frames if frame.epoch < start.epoch]
    branched = Run(_name(), run.points, run.network, training, before,
                   train(run.points, run.network, training, start), run.origin,
                   start=start, way=_way(run, start.epoch, edit))  # fmt: skip
    branched.more(FIRST_SLICE)
    st.session_state[_KEY] = branched
    return branched


def _way(run: Run, epoch: int, edit: str) -> tuple[Leg, ...]:
    """Return the way to an epoch of a run, which may lie before the run's own beginning."""
    kept = [leg for leg in run.way if leg.training.epochs <= epoch]
    last = run.training if len(kept) == len(run.way) else run.way[len(kept)].training
    return (*kept, Leg(replace(last, epochs=epoch), edit))


def obey(run: Run, event: network_graph.Event, training: "TrainingSettings") -> Run:
    """Do what the visitor asked for at the graph; return the run to be shown."""
    if event.kind == "more":
        run.more(SLICE)
        return run
    frame, edit = min(run.frames, key=lambda each: abs(each.epoch - event.epoch)), ""
    if event.kind == "edit_weight":
        frame = frame.with_weight(event.layer, event.to, event.source, event.value)
        edit = f"with_weight({event.layer}, {event.to}, {event.source}, {event.value})"
    elif event.kind == "edit_bias":
        frame = frame.with_bias(event.layer, event.to, event.value)
        edit = f"with_bias({event.layer}, {event.to}, {event.value})"
    return branch(run, frame, training, edit)


def _name() -> str:
    number = st.session_state.get("_playground_runs", 0) + 1
    st.session_state["_playground_runs"] = number
    return f"run {number}"
