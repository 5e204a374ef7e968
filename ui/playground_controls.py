"""The playground's settings as controls that live in the URL, a recipe's or the visitor's own."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import permalinks, playground_points
from ui.playground_points import DRAWN, TABLE

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from nnkit.playground import NetworkSettings, Preset, TrainingSettings
    from ui.playground_points import Origin

LOSSES = {"cross_entropy": "cross-entropy", "squared": "squared error", "hinge": "hinge"}
OPTIMISERS = {"sgd": "SGD", "momentum": "momentum", "nesterov": "Nesterov", "rmsprop": "RMSprop",
              "adam": "Adam"}  # fmt: skip
STARTS = {"xavier": "Xavier", "he": "He", "zero": "all zero", "large": "large"}
RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
PENALTIES = (0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
EPOCHS = (10, 1000)
PATIENCE = 20  # epochs without help, after which a run that stops early ends


def preset() -> "Preset":
    """Ask for a recipe or a challenge to begin with; taking one sets all controls anew."""
    titles = {each.title: each for each in _recipes()}
    return titles[
        permalinks.selectbox("Begin with", list(titles), key="recipe", on_change=_take_recipe)
    ]


def data(begin: "Preset", own: "DeltaGenerator") -> "Origin":
    """Show what the points are like; in `own` the visitor draws or uploads hers."""
    from nnkit.playground import KINDS, DataSettings

    usual = _values(begin)
    kinds = {KINDS[key].title: key for key in KINDS}
    title = permalinks.selectbox("Points", [*kinds, DRAWN, TABLE], key="points",
                                 default=usual["points"])  # fmt: skip
    kind = KINDS.get(kinds.get(title, ""))
    classes, noise = begin.data.classes, begin.data.noise
    if kind is not None:
        st.caption(kind.sentence)
        if kind.takes_classes:
            classes = int(permalinks.slider("Classes", 2, 4, usual["classes"], key="classes"))
        noise = float(permalinks.slider("Noise", 0.0, 0.5, usual["noise"], step=0.05, key="noise"))
    share = float(permalinks.slider("Share to learn from", 0.1, 0.9, usual["learned"], step=0.1,
                                    key="learned", help="The others test it."))  # fmt: skip
    seed = int(permalinks.slider("Seed", 0, 50, usual["seed"], key="seed",
                                 help="Another number: other points, other weights."))  # fmt: skip
    with own:
        if title == DRAWN:
            return playground_points.draw(share, seed, begin.data)
        if title == TABLE:
            return playground_points.upload(share, seed, begin.data)
    return DataSettings(kinds[title], begin.data.points, noise, share, classes, seed)


def network(begin: "Preset", seed: int) -> "NetworkSettings":
    """Show what goes in, the layers and how the weights begin."""
    from nnkit.activations import ACTIVATIONS
    from nnkit.playground import NetworkSettings
    from nnkit.playground.features import FEATURES
    from nnkit.playground.network import HIDDEN_ACTIVATIONS, MAX_LAYERS, MAX_NEURONS

    usual = _values(begin)
    features = permalinks.several("What goes in", list(FEATURES), key="inputs",
                                  default=usual["inputs"])  # fmt: skip
    count = int(permalinks.slider("Hidden layers", 0, MAX_LAYERS, usual["layers"], key="layers"))
    hidden, kinds = [], []
    titles = {ACTIVATIONS[key].title: key for key in HIDDEN_ACTIVATIONS}
    for place in range(count):
        neurons, activation = f"neurons_{place}", f"activation_{place}"
        left, right = st.columns(2)
        with left:
            hidden.append(int(permalinks.slider(f"Neurons in layer {place + 1}", 1, MAX_NEURONS,
                                                usual.get(neurons, 4), key=neurons)))  # fmt: skip
        with right:
            title = permalinks.selectbox("Activation", list(titles), key=activation,
                                         default=usual.get(activation, "Tanh"))  # fmt: skip
            kinds.append(titles[title])
    start = _chosen("First weights", STARTS, "start", usual["start"])
    residual = permalinks.toggle("Residual connections", key="residual", default=usual["residual"])
    dropout = permalinks.slider("Dropout", 0.0, 0.9, usual["dropout"], step=0.1, key="dropout")
    return NetworkSettings(tuple(features) or ("x", "y"), tuple(hidden), tuple(kinds), start,
                           residual, float(dropout), seed)  # fmt: skip


def training(begin: "Preset", seed: int, is_regression: bool) -> "TrainingSettings":
    """Show how it learns."""
    from nnkit.playground import TrainingSettings

    usual = _values(begin)
    rates = _numbers({*RATES, begin.training.learning_rate})
    rate = permalinks.selectbox("Learning rate", list(rates), key="rate", default=usual["rate"])
    optimiser = _chosen("Optimiser", OPTIMISERS, "optimiser", usual["optimiser"])
    losses = {"squared": LOSSES["squared"]} if is_regression else LOSSES
    loss = usual["loss"] if usual["loss"] in losses.values() else next(iter(losses.values()))
    loss = _chosen("Loss", losses, "loss", loss)
    batch = int(permalinks.slider("Batch", 1, 100, usual["batch"], key="batch"))
    penalties = _numbers(PENALTIES)
    l1, l2 = (
        penalties[
            permalinks.selectbox(name.upper(), list(penalties), key=name, default=usual[name])
        ]
        for name in ("l1", "l2")
    )
    early = permalinks.toggle("Stop early", key="early", default=usual["early"],
                              help=f"End when {PATIENCE} epochs have not helped.")  # fmt: skip
    epochs = int(permalinks.slider("Epochs", *EPOCHS, usual["epochs"], step=10, key="epochs"))
    return TrainingSettings(loss, optimiser, rates[rate], batch, l1, l2, epochs,
                            PATIENCE if early else None, seed=seed)  # fmt: skip


def cure(setting: str, value: Any) -> dict[str, object]:
    """Return what the doctor's value is in each of its controls.

    Empty where no control has the setting, or where all of them say so already.
    """
    found: dict[str, object] = {}
    if setting in _SINGLE:
        key, write = _SINGLE[setting]
        found = {key: write(value)}
    elif setting == "activations":
        found = _activations(value)
    elif setting == "hidden":
        found = {"layers": len(value), **_activations(("tanh",) * len(value))}
        found |= {f"neurons_{place}": neurons for place, neurons in enumerate(value)}
    is_so = all(st.session_state.get(key) == value for key, value in found.items())
    return {} if is_so else found


def mend(values: Mapping[str, object]) -> None:
    """Put these values into their controls; for callbacks."""
    for key, value in values.items():
        st.session_state[key] = value


def _activations(names: Sequence[str]) -> dict[str, object]:
    from nnkit.activations import ACTIVATIONS

    return {f"activation_{place}": ACTIVATIONS[name].title for place, name in enumerate(names)}


def _chosen(label: str, titles: Mapping[str, str], key: str, default: str) -> str:
    named = {title: name for name, title in titles.items()}
    return named[permalinks.selectbox(label, list(named), key=key, default=default)]


def _numbers(known: "tuple[float, ...] | set[float]") -> dict[str, float]:
    return {f"{number:g}": number for number in sorted(known)}


def _nearest(known: tuple[float, ...]) -> Callable[[Any], str]:
    return lambda value: f"{min(known, key=lambda each: abs(each - value)):g}"


def _recipes() -> "tuple[Preset, ...]":
    from nnkit.playground import CHALLENGES, PRESETS

    return (*PRESETS, *(challenge.begin for challenge in CHALLENGES))


def _take_recipe() -> None:
    """Put the newly chosen recipe into every control that is on the page."""
    chosen = next(each for each in _recipes() if each.title == st.session_state["recipe"])
    for key, value in _values(chosen).items():
        if key in st.session_state:  # the others begin with it anyway
            st.session_state[key] = value


def _values(recipe: "Preset") -> dict[str, Any]:
    """Return what each control shows for a recipe."""
    from nnkit.activations import ACTIVATIONS
    from nnkit.playground import KINDS

    data, network, training = recipe.data, recipe.network, recipe.training
    layers = enumerate(zip(network.hidden, network.activations, strict=True))
    values: dict[str, Any] = {
        "points": KINDS[data.kind].title, "classes": data.classes, "noise": data.noise,
        "learned": data.train_share, "seed": data.seed, "inputs": list(network.features),
        "layers": len(network.hidden), "start": STARTS[network.initialisation],
        "residual": network.residual, "dropout": network.dropout,
        "rate": f"{training.learning_rate:g}", "optimiser": OPTIMISERS[training.optimiser],
        "loss": LOSSES[training.loss], "batch": training.batch, "l1": f"{training.l1:g}",
        "l2": f"{training.l2:g}", "early": training.early_stop is not None,
        "epochs": training.epochs,
    }  # fmt: skip
    for place, (neurons, activation) in layers:
        values[f"neurons_{place}"] = neurons
        values[f"activation_{place}"] = ACTIVATIONS[activation].title
    return values


# The doctor's settings that have one control each, and how their values are written there.
_SINGLE: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    "learning_rate": ("rate", _nearest(RATES)),
    "initialisation": ("start", STARTS.__getitem__),
    "loss": ("loss", LOSSES.__getitem__),
    "l2": ("l2", _nearest(PENALTIES)),
    "residual": ("residual", bool),
}
