"""The page that the tests beside it drive; ?part= chooses the network that it shows."""

import functools
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from nnkit.playground import DataSettings, NetworkSettings, Points, TrainingSettings, make, train
from nnkit.playground.frames import PlaygroundFrame
from ui.network_graph import Bundle, Event, show

WIDE = ("x", "y", "x^2", "y^2", "xy", "sin x", "sin y")
PARTS = {
    "small": (DataSettings("circle", 120, seed=1), NetworkSettings(hidden=(4, 2))),
    "dropout": (DataSettings("moons", 120), NetworkSettings(hidden=(6, 4), dropout=0.5)),
    "classes": (DataSettings("gaussians", 150, classes=4), NetworkSettings(hidden=(5,) * 2)),
    "numbers": (DataSettings("multi_gaussian", 200), NetworkSettings(hidden=(8, 8))),
    "animals": (DataSettings("cats_and_dogs", 150), NetworkSettings(hidden=(4,) * 2)),
    "spiral": (
        DataSettings("spiral", 500, noise=0.05),
        NetworkSettings(WIDE, (8, 8, 8), ("tanh",) * 3),
    ),
    "deep": (
        DataSettings("xor", 200),
        NetworkSettings(WIDE, (12,) * 6, ("relu",) * 6, "he", residual=True),
    ),
}


@functools.cache
def points(part: str) -> Points:
    return make(PARTS[part][0])


def rounds(part: str, epochs: int) -> TrainingSettings:
    loss = "squared" if part == "numbers" else "cross_entropy"
    return TrainingSettings(loss, "adam", epochs=epochs, learning_rate=0.02)


@functools.cache
def first_run(part: str, epochs: int) -> tuple[PlaygroundFrame, ...]:
    return tuple(train(points(part), PARTS[part][1], rounds(part, epochs)))


def answer(part: str, frames: Sequence[PlaygroundFrame], event: Event) -> list[PlaygroundFrame]:
    """The frames as they are after what the visitor asked for."""
    if event.kind == "more":
        more = train(points(part), PARTS[part][1], rounds(part, event.epoch + 20), frames[-1])
        return [*frames, *list(more)[1:]]
    before = [frame for frame in frames if frame.epoch < event.epoch]
    start = next(frame for frame in frames if frame.epoch == event.epoch)
    if event.kind == "edit_weight":
        start = start.with_weight(event.layer, event.to, event.source, event.value)
    elif event.kind == "edit_bias":
        start = start.with_bias(event.layer, event.to, event.value)
    settings = replace(rounds(part, event.epoch + 5), learning_rate=0.05)
    return [*before, *train(points(part), PARTS[part][1], settings, start)]


def main() -> None:
    query, state = st.query_params, st.session_state
    part = query["part"]
    state.setdefault("frames", first_run(part, int(query.get("epochs", 12))))
    state.setdefault("run", "first")
    if not st.toggle("Mounted", value=True):
        return
    event = show(
        Bundle.of(
            state["frames"],
            points(part),
            PARTS[part][1],
            run=state["run"],
            is_complete=query.get("ask") != "1" or len(state["frames"]) > 80,
        ),
        key="network",
        begin=state.get("begin", 0),
        autoplay=query.get("autoplay") == "1",
    )
    if event:
        state["told"] = event
        state["frames"] = answer(part, state["frames"], event)
        if event.kind != "more":
            state["run"], state["begin"] = f"{event.kind} {event.number}", event.epoch
        st.rerun()
    st.text(f"TOLD {state.get('told')}")
    st.text(f"RUN {state['run']} FRAMES {len(state['frames'])}")


if __name__ == "__main__":
    st.set_page_config(layout="wide" if st.query_params.get("wide") else "centered")
    main()
