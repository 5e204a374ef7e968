"""The dream's settings as controls that live in the URL."""

from itertools import cycle
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import dream_layers, permalinks
from ui import picture as tray_picture

if TYPE_CHECKING:
    from nnkit.vision import VisionNetwork

LAYER, UNIT, CLASS, GUIDE = "Layer", "Neuron", "Class", "Picture"
SIDES = (256, 384, 512, 768, 1024)
NONE = "none"
FAVOURITE_CLASS = "ostrich"
# Each number: its label, range, step, whether it is folded away, and what it does.
NUMBERS: dict[str, tuple[str, float, float, float, str]] = {
    "octaves": ("Octaves", 1, 7, 1, "Sizes that are dreamt in turn: more octaves, larger things."),
    "strength": ("Strength", 0.1, 1.0, 0.05, "How much of the dream is mixed into the photo."),
    "steps": ("Steps per octave", 1, 60, 1, "More steps drift further from the photo."),
    "step_size": ("Step size", 0.002, 0.06, 0.001, "How far each step moves a pixel on average."),
    "scale": ("Octave scale", 1.2, 2.0, 0.05, "How much larger each octave is."),
    "smoothing": ("Smoothing", 0.0, 1.0, 0.01, "Favours coarse shapes over fine grain."),
    "jitter": ("Jitter", 0, 64, 4, "Shifts the picture at random, so that no grid shows."),
    "seed": ("Seed", 0, 50, 1, "Another number, another dream."),
}
OTHERS = (("second", "weight"), ("third", "third_weight"))
WEIGHTS = 0.1, 3.0
UP_FRONT = ("octaves", "strength")
FOLDED = ("steps", "step_size", "scale", "smoothing", "jitter", "seed")
OF_A_FILM = ("step_size", "smoothing", "seed")


def goal(network: "VisionNetwork", with_guide: bool = True) -> dict[str, Any]:
    """Show what to dream of; return the part of DreamSettings that says so."""
    goals = [LAYER, UNIT, CLASS, GUIDE] if with_guide else [LAYER, UNIT, CLASS]
    if st.session_state.get("goal", LAYER) not in goals:
        st.session_state["goal"] = LAYER
    kind = permalinks.choice("What to dream of", goals, key="goal")
    if kind == CLASS:
        labels = list(network.labels)
        label = permalinks.selectbox("Class", labels, key="class", default=FAVOURITE_CLASS)
        return {"layers": (("logits", 1.0),), "label": labels.index(label)}
    if kind == GUIDE:
        permalinks.selectbox(
            "The picture to borrow from", tray_picture.visit().titles, key="guide", default="Flower"
        )
    layer = dream_layers.choose(network)
    if kind == UNIT:
        return {"layers": ((layer, 1.0),), "channel": dream_layers.choose_unit(network, layer)}
    return {"layers": ((layer, 1.0),)}


def mixed(network: "VisionNetwork", goal: dict[str, Any]) -> dict[str, Any]:
    """Show menus for more layers beside the goal's own, each with its weight; add those chosen."""
    ((first, _),) = goal["layers"]
    if "label" in goal or "channel" in goal:
        return goal
    chosen: list[tuple[str, float]] = []
    for layer_key, weight_key in OTHERS:
        taken = {first, *(name for name, _ in chosen)}
        names = [NONE, *(layer.name for layer in network.layers if layer.name not in taken)]
        if st.session_state.get(layer_key, NONE) not in names:
            st.session_state[layer_key] = NONE
        left, right = st.columns(2)
        with left:
            name = permalinks.selectbox("Mixed with another layer", names, key=layer_key)
        if name == NONE:
            break
        with right:
            weight = permalinks.slider("Its weight", *WEIGHTS, 1.0, key=weight_key, step=0.1)
        chosen.append((name, float(weight)))
    return {"layers": ((first, 1.0), *chosen)}


def numbers(names: tuple[str, ...]) -> dict[str, Any]:
    """Show sliders; return their part of DreamSettings."""
    from nnkit.dream import DreamSettings

    usual, chosen = DreamSettings(), {}
    for place, name in zip(cycle(st.columns(2)), names, strict=False):
        label, low, high, step, words = NUMBERS[name]
        with place:
            chosen[name] = permalinks.slider(
                label,
                low,
                high,
                getattr(usual, name),
                key=name,
                step=step,
                help=words,
                format="%.3f" if step == 0.001 else None,
            )
    return chosen


def guide() -> "Any":
    """Return the picture to borrow from, or None where the dream follows none."""
    if st.session_state.get("goal") != GUIDE:
        return None
    return tray_picture.visit().find(st.session_state["guide"])
