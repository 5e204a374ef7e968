"""Which two runs to compare: one that is ready-made, or the visitor's with one thing changed."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from nnkit.playground import DataSettings, NetworkSettings, TrainingSettings, make
from ui import permalinks, playground_points, playground_recipe
from ui.playground_changes import CHANGES, Pair, Side

OWN = "My network, one thing changed"


@dataclass(frozen=True)
class ReadyMade:
    """A pair that shows something, with a sentence on what to watch."""

    title: str
    sentence: str
    data: DataSettings
    network: NetworkSettings
    training: TrainingSettings
    setting: str  # a key of CHANGES
    value: Any  # of the second run

    def pair(self) -> Pair:
        """Return the pair."""
        first = Side(make(self.data), self.data, self.network, self.training)
        return Pair(first, CHANGES[self.setting].put(first, self.value), self.setting)


_SLOW_ADAM = TrainingSettings(optimiser="adam", learning_rate=0.01, epochs=200)

READY = (
    ReadyMade(
        "ReLU against sigmoid, four layers deep",
        "The sigmoid's slope is at most ¼: four layers back, little is left of it.",
        DataSettings("circle", noise=0.05),
        NetworkSettings(hidden=(8,) * 4, activations=("relu",) * 4, initialisation="he"),
        TrainingSettings(learning_rate=0.1, epochs=60),
        "activation",
        ("sigmoid",) * 4,
    ),
    ReadyMade(
        "Learning rate 0.03 against 3",
        "A hundred times as far with every step. Is it there a hundred times as soon?",
        DataSettings("circle", noise=0.05),
        NetworkSettings(hidden=(6, 4)),
        TrainingSettings(epochs=60),
        "rate",
        3.0,
    ),
    ReadyMade(
        "Without dropout against with it",
        "Sixty noisy points and far too many neurons: one of the two learns them by heart.",
        DataSettings("circle", points=300, noise=0.3, train_share=0.2),
        NetworkSettings(hidden=(12, 12)),
        _SLOW_ADAM,
        "dropout",
        0.3,
    ),
    ReadyMade(
        "Without L2 against with it, on noisy moons",
        "Large weights make sharp corners. See whose map has them, and what the test says.",
        DataSettings("moons", points=300, noise=0.5, train_share=0.4),
        NetworkSettings(hidden=(8, 8)),
        _SLOW_ADAM,
        "l2",
        0.03,
    ),
    ReadyMade(
        "He weights against zeros",
        "Neurons that begin alike stay alike: whoever starts at zero has nobody to differ from.",
        DataSettings("circle", noise=0.05),
        NetworkSettings(hidden=(6, 4), activations=("relu", "relu"), initialisation="he"),
        TrainingSettings(optimiser="adam", epochs=60),
        "start",
        "zero",
    ),
)


def choose() -> Pair:
    """Ask for two runs."""
    ready = {each.title: each for each in READY}
    title = permalinks.selectbox("Compare", [OWN, *ready], key="pair")
    if title in ready:
        st.caption(ready[title].sentence)
        return ready[title].pair()
    _, origin, network, training = playground_recipe.choose()
    first = Side(playground_points.make(origin), origin, network, training)
    # A change that cannot be made, as another activation without hidden layers, is not offered.
    keys = {CHANGES[key].title: key for key in CHANGES if CHANGES[key].options(first)}
    changed, to = st.columns(2)
    with changed:
        setting = keys[permalinks.selectbox("Change for B", list(keys), key="changed")]
    change = CHANGES[setting]
    options = change.options(first)
    with to:
        words = permalinks.selectbox(
            f"to, instead of {change.said(first)}", list(options), key=f"b_{setting}",
            default=change.usual if change.usual in options else next(iter(options)),
        )  # fmt: skip
    return Pair(first, change.put(first, options[words]), setting)
