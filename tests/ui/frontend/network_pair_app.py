"""The page that the tests beside it drive; ?part= chooses the pair that it shows."""

import functools
from dataclasses import replace

import streamlit as st

from nnkit.playground import (
    Candidate,
    DataSettings,
    NetworkSettings,
    PairFrame,
    TrainingSettings,
    compare,
    make,
    watch_dropout,
)
from ui.network_graph import Bundle
from ui.network_pair import Contender, show

NETWORK = NetworkSettings(hidden=(4, 2))
TRAINING = TrainingSettings(optimiser="adam", epochs=12, learning_rate=0.02)
USUAL = Candidate(make(DataSettings("circle", 120, seed=1)), NETWORK, TRAINING)
DEEP = NetworkSettings(hidden=(12,) * 6, activations=("relu",) * 6)
HOLES = replace(USUAL, network=replace(NETWORK, dropout=0.5))
PAIRS = {
    "rates": (USUAL, replace(USUAL, training=replace(TRAINING, learning_rate=0.3))),
    "ended": (USUAL, replace(USUAL, training=replace(TRAINING, epochs=5))),
    "shapes": (USUAL, replace(USUAL, network=NetworkSettings(hidden=(6,), activations=("relu",)))),
    "deep": (replace(USUAL, network=DEEP), USUAL),
    "dropout": (HOLES, HOLES),
}


@functools.cache
def frames(part: str) -> tuple[PairFrame, ...]:
    first, second = PAIRS[part]
    if part == "dropout":
        return tuple(watch_dropout(first.points, first.network, first.training))
    return tuple(compare(first, second))


def main() -> None:
    part = "shapes" if st.toggle("Another pair") else st.query_params["part"]
    pairs = frames(part)
    runs = [[pair.first for pair in pairs], [pair.second for pair in pairs]]
    if part == "ended":
        runs[1] = runs[1][:6]
    first, second = (
        Contender(name, title, Bundle.of(run, one.points, one.network, run=name))
        for name, title, run, one in zip(
            "AB", ("as it was", "changed"), runs, PAIRS[part], strict=True
        )
    )
    show(first, second, key="pair", autoplay=st.query_params.get("autoplay") == "1")


if __name__ == "__main__":
    st.set_page_config(layout="wide")
    main()
