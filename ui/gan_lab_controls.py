"""The GAN lab's settings as controls that live in the URL: a preset, and what differs from it."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import gan_lab_cloud, permalinks
from ui.lesson import place

if TYPE_CHECKING:
    from nnkit.gan.lab import LabSettings, Preset
    from ui.gan_lab_cloud import Origin

PRESET, REAL, FORGER, CRITIC, GAME = "Preset", "Real points", "Forger", "Critic", "Game"
HIDEABLE = (PRESET, REAL, FORGER, CRITIC, GAME)  # what a teacher's link may leave out
NOISES = {"gaussian": "bell curve (Gaussian)", "uniform": "even (uniform)"}
OPTIMISERS = {"adam": "Adam", "sgd": "SGD"}
ACTIVATIONS = {"leaky_relu": "Leaky ReLU", "relu": "ReLU", "tanh": "Tanh"}
RATES = (0.0001, 0.0003, 0.001, 0.002, 0.003, 0.005, 0.01, 0.015, 0.03, 0.1, 0.3, 1.0)
ROUNDS = (200, 5000)
_FRAMES = 300  # of a whole run
_FEWEST, _MEMORY = 60, 60_000_000  # large networks: so few frames, so many weights in all of them


def choose() -> "tuple[Origin, LabSettings]":
    """Show all controls, and the pad if points are to be drawn."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    with row, place(PRESET):
        begin = _preset()
    sentence = st.container()
    with row, place(REAL, st.popover, icon=":material/scatter_plot:"):
        origin = gan_lab_cloud.choose(begin)
    with row, place(FORGER, st.popover, icon=":material/brush:"):
        forger = _forger(begin)
    with row, place(CRITIC, st.popover, icon=":material/search:"):
        critic = _critic(begin)
    with row, place(GAME, st.popover, icon=":material/sports:"):
        game = _game(begin)
    if gan_lab_cloud.is_like(origin, begin.cloud):
        sentence.caption(begin.sentence)
    settings = _settings({**forger, **critic, **game, "seed": origin.seed})
    return gan_lab_cloud.draw(origin, begin.cloud), settings


def _preset() -> "Preset":
    titles = {each.title: each for each in _presets()}
    return titles[
        permalinks.selectbox("Begin with", list(titles), key="lab_begin", on_change=_take_preset)
    ]


def _forger(begin: "Preset") -> dict[str, Any]:
    usual = _values(begin)
    st.caption("It makes one point of the plane out of random numbers.")
    return {
        "noise": _chosen("Noise", NOISES, "lab_noise", usual),
        "noise_size": int(
            permalinks.slider("Random numbers for a point", 1, 2, usual["lab_numbers"],
                              key="lab_numbers")
        ),
        **_player("generator", "lab_forger", usual),
    }  # fmt: skip


def _critic(begin: "Preset") -> dict[str, Any]:
    usual = _values(begin)
    st.caption("It looks at a point and says how real it seems.")
    penalty = float(permalinks.slider(
        "Gradient penalty", 0.0, 10.0, usual["lab_penalty"], step=0.1, key="lab_penalty",
        help="How strictly the critic is kept from being too steep. In the Wasserstein game only.",
    ))  # fmt: skip
    return {**_player("critic", "lab_critic", usual), "penalty": penalty}


def _player(name: str, key: str, usual: Mapping[str, Any]) -> dict[str, Any]:
    """Show what both networks have; `name` is nnkit's name for the one."""
    from nnkit.gan.lab.settings import MAX_LAYERS, MAX_NEURONS, MAX_STEPS

    layers = int(permalinks.slider("Hidden layers", 0, MAX_LAYERS, usual[f"{key}_layers"],
                                   key=f"{key}_layers"))  # fmt: skip
    neurons = int(permalinks.slider("Neurons in each", 1, MAX_NEURONS, usual[f"{key}_neurons"],
                                    key=f"{key}_neurons"))  # fmt: skip
    rates = {f"{rate:g}": rate for rate in RATES}
    rate = permalinks.selectbox("Learning rate", list(rates), key=f"{key}_rate",
                                default=usual[f"{key}_rate"])  # fmt: skip
    steps = int(permalinks.slider("Steps in a round", 0, MAX_STEPS, usual[f"{key}_steps"],
                                  key=f"{key}_steps", help="With 0 it stands still."))  # fmt: skip
    return {
        name: (neurons,) * layers,
        f"{name}_optimiser": _chosen("Optimiser", OPTIMISERS, f"{key}_optimiser", usual),
        f"{name}_rate": rates[rate],
        f"{name}_steps": steps,
    }


def _game(begin: "Preset") -> dict[str, Any]:
    from nnkit.gan.lab import LOSSES

    usual = _values(begin)
    loss = _chosen("Loss", {key: LOSSES[key].title for key in LOSSES}, "lab_loss", usual)
    st.caption(LOSSES[loss].sentence)
    return {
        "loss": loss,
        "activation": _chosen("Activation", ACTIVATIONS, "lab_activation", usual),
        "batch": int(permalinks.slider("Batch", 10, 500, usual["lab_batch"], key="lab_batch",
                                       help="Real points, and forgeries, of one step.")),
        "rounds": int(permalinks.slider("Rounds", *ROUNDS, usual["lab_rounds"], step=100,
                                        key="lab_rounds")),
    }  # fmt: skip


def _settings(chosen: Mapping[str, Any]) -> "LabSettings":
    from nnkit.gan.lab import LabSettings

    settings = LabSettings(**chosen)
    shapes = settings.generator_architecture(), settings.critic_architecture()
    weights = sum(
        (into + 1) * out
        for shape in shapes
        for into, out in zip(shape.sizes, shape.sizes[1:], strict=False)
    )
    frames = max(_FEWEST, min(_FRAMES, _MEMORY // (12 * weights)))  # weights, and Adam's two means
    return LabSettings(**chosen, every=math.ceil(settings.rounds / frames))


def _chosen(label: str, titles: Mapping[str, str], key: str, usual: Mapping[str, Any]) -> str:
    named = {title: name for name, title in titles.items()}
    return named[permalinks.selectbox(label, list(named), key=key, default=usual[key])]


def _presets() -> "tuple[Preset, ...]":
    from nnkit.gan.lab import PRESETS

    return PRESETS


def _take_preset() -> None:
    """Put the newly chosen preset into every control that is on the page."""
    chosen = next(each for each in _presets() if each.title == st.session_state["lab_begin"])
    for key, value in _values(chosen).items():
        if key in st.session_state:  # the others begin with it anyway
            st.session_state[key] = value


def _values(preset: "Preset") -> dict[str, Any]:
    """Return what each control shows for a preset."""
    from nnkit.gan.lab import KINDS, LOSSES

    own = preset.settings
    values: dict[str, Any] = {
        gan_lab_cloud.POINTS: KINDS[preset.cloud.kind].title, gan_lab_cloud.SEED: own.seed,
        "lab_noise": NOISES[own.noise], "lab_numbers": own.noise_size,
        "lab_penalty": float(own.penalty), "lab_loss": LOSSES[own.loss].title,
        "lab_activation": ACTIVATIONS[own.activation], "lab_batch": own.batch,
        "lab_rounds": own.rounds,
    }  # fmt: skip
    for key, name in (("lab_forger", "generator"), ("lab_critic", "critic")):
        hidden = getattr(own, name)
        values[f"{key}_layers"] = len(hidden)
        values[f"{key}_neurons"] = hidden[0] if hidden else 8
        values[f"{key}_rate"] = f"{getattr(own, f'{name}_rate'):g}"
        values[f"{key}_optimiser"] = OPTIMISERS[getattr(own, f"{name}_optimiser")]
        values[f"{key}_steps"] = getattr(own, f"{name}_steps")
    return values
