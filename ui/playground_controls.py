"""The playground's settings as controls that live in the URL, a recipe's or the visitor's own."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import permalinks

if TYPE_CHECKING:
    from nnkit.playground import DataSettings, NetworkSettings, Preset, TrainingSettings

LOSSES = {"cross_entropy": "cross-entropy", "squared": "squared error", "hinge": "hinge"}
OPTIMISERS = {"sgd": "SGD", "momentum": "momentum", "nesterov": "Nesterov", "rmsprop": "RMSprop",
              "adam": "Adam"}  # fmt: skip
STARTS = {"xavier": "Xavier", "he": "He", "zero": "all zero", "large": "large"}
RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
PENALTIES = (0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
MOST_LAYERS, MOST_NEURONS = 6, 12


def preset() -> "Preset":
    """Ask for a recipe to begin with; taking one sets all controls anew."""
    from nnkit.playground import PRESETS

    titles = {each.title: each for each in PRESETS}
    return titles[
        permalinks.selectbox("Begin with", list(titles), key="recipe", on_change=_take_recipe)
    ]


def data(begin: "Preset") -> "DataSettings":
    """Show what the points are like."""
    from nnkit.playground import KINDS, DataSettings

    usual = begin.data
    kinds = {KINDS[key].title: key for key in KINDS}
    title = permalinks.selectbox(
        "Points", list(kinds), key="points", default=KINDS[usual.kind].title
    )
    kind = KINDS[kinds[title]]
    st.caption(kind.sentence)
    classes = usual.classes
    if kind.takes_classes:
        classes = int(permalinks.slider("Classes", 2, 4, usual.classes, key="classes"))
    noise = float(permalinks.slider("Noise", 0.0, 0.5, usual.noise, step=0.05, key="noise"))
    share = float(permalinks.slider("Share to learn from", 0.1, 0.9, usual.train_share, step=0.1,
                                    key="learned", help="The others test it."))  # fmt: skip
    seed = permalinks.slider(
        "Seed", 0, 50, usual.seed, key="seed", help="Another number: other points, other weights."
    )
    return DataSettings(kinds[title], usual.points, noise, share, classes, int(seed))


def network(begin: "Preset", seed: int) -> "NetworkSettings":
    """Show what goes in, the layers and how the weights begin."""
    from nnkit.activations import ACTIVATIONS
    from nnkit.playground import NetworkSettings
    from nnkit.playground.features import FEATURES
    from nnkit.playground.network import HIDDEN_ACTIVATIONS

    usual = begin.network
    features = permalinks.several("What goes in", list(FEATURES), key="inputs",
                                  default=list(usual.features))  # fmt: skip
    count = int(permalinks.slider("Hidden layers", 0, MOST_LAYERS, len(usual.hidden), key="layers"))
    hidden, kinds = [], []
    titles = {ACTIVATIONS[key].title: key for key in HIDDEN_ACTIVATIONS}
    for place in range(count):
        given = place < len(usual.hidden)
        neurons, activation = st.columns(2)
        with neurons:
            size = usual.hidden[place] if given else 4
            hidden.append(int(permalinks.slider(f"Neurons in layer {place + 1}", 1, MOST_NEURONS,
                                                size, key=f"neurons_{place}")))  # fmt: skip
        with activation:
            key = usual.activations[place] if given else "tanh"
            title = permalinks.selectbox("Activation", list(titles), key=f"activation_{place}",
                                         default=ACTIVATIONS[key].title)  # fmt: skip
            kinds.append(titles[title])
    start = _chosen("First weights", STARTS, "start", usual.initialisation)
    residual = permalinks.toggle("Residual connections", key="residual", default=usual.residual)
    dropout = float(permalinks.slider("Dropout", 0.0, 0.9, usual.dropout, step=0.1, key="dropout"))
    return NetworkSettings(tuple(features) or ("x", "y"), tuple(hidden), tuple(kinds), start,
                           residual, dropout, seed)  # fmt: skip


def training(begin: "Preset", seed: int, is_regression: bool) -> "TrainingSettings":
    """Show how it learns."""
    from nnkit.playground import TrainingSettings

    usual = begin.training
    values: dict[str, Any] = {"seed": seed, "every": 1}
    rates = {f"{rate:g}": rate for rate in sorted({*RATES, usual.learning_rate})}
    values["learning_rate"] = rates[
        permalinks.selectbox("Learning rate", list(rates), key="rate",
                             default=f"{usual.learning_rate:g}")
    ]  # fmt: skip
    values["optimiser"] = _chosen("Optimiser", OPTIMISERS, "optimiser", usual.optimiser)
    losses = {"squared": LOSSES["squared"]} if is_regression else LOSSES
    loss = usual.loss if usual.loss in losses else next(iter(losses))
    values["loss"] = _chosen("Loss", losses, "loss", loss)
    values["batch"] = int(permalinks.slider("Batch", 1, 100, usual.batch, key="batch"))
    penalties = {f"{size:g}": size for size in PENALTIES}
    for name in ("l1", "l2"):
        chosen = permalinks.selectbox(name.upper(), list(penalties), key=name, default="0")
        values[name] = penalties[chosen]
    if permalinks.toggle("Stop early", key="early", help="End when 20 epochs have not helped."):
        values["early_stop"] = 20
    epochs = permalinks.slider("Epochs", 10, 1000, usual.epochs, step=10, key="epochs")
    return TrainingSettings(**values, epochs=int(epochs))


def mend(setting: str, value: object) -> None:
    """Put the doctor's value into its control; for callbacks."""
    writers = {
        "learning_rate": ("rate", lambda rate: _nearest(RATES, rate)),
        "initialisation": ("start", STARTS.get),
        "dropout": ("dropout", float),
        "l2": ("l2", lambda size: _nearest(PENALTIES, size)),
        "epochs": ("epochs", lambda epochs: min(1000, max(10, round(epochs / 10) * 10))),
        "optimiser": ("optimiser", OPTIMISERS.get),
        "residual": ("residual", bool),
    }  # fmt: skip
    if setting in writers:
        key, write = writers[setting]
        st.session_state[key] = write(value)  # type: ignore[operator]


def can_mend(setting: str) -> bool:
    """Whether `mend` knows a control for the setting."""
    return setting in ("learning_rate", "initialisation", "dropout", "l2", "epochs", "optimiser",
                       "residual")  # fmt: skip


def _chosen(label: str, titles: dict[str, str], key: str, default: str) -> str:
    named = {title: name for name, title in titles.items()}
    return named[permalinks.selectbox(label, list(named), key=key, default=titles[default])]


def _nearest(known: tuple[float, ...], value: float) -> str:
    return f"{min(known, key=lambda each: abs(each - value)):g}"


def _take_recipe() -> None:
    """Put the newly chosen recipe into every control that is on the page."""
    from nnkit.playground import PRESETS

    chosen = next(each for each in PRESETS if each.title == st.session_state["recipe"])
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
