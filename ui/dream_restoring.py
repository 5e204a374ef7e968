"""Settings put back into the controls, as near as these come to them."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import streamlit as st

from nnkit import vision
from ui import dream_layers
from ui.dream_controls import CLASS, GUIDE, LAYER, NONE, NUMBERS, OTHERS, UNIT, WEIGHTS

if TYPE_CHECKING:
    from nnkit.dream import DreamSettings
    from nnkit.vision import VisionNetwork

Layers = tuple[tuple[str, float], ...]


def restore(
    settings: "DreamSettings", network: "VisionNetwork | None", guide: str | None = None
) -> bool:
    """Set the controls, in a callback, to these settings; say whether they all fit exactly.

    network: which they are for; without one, its layers are not looked up. guide: the title of the
    picture to borrow from.
    """
    near = nearest(settings, network)
    values: dict[str, Any] = {name: getattr(near, name) for name in NUMBERS}
    if near.label is not None:
        values |= {"goal": CLASS, "class": vision.imagenet_labels()[near.label]}
    elif near.channel is not None:
        values |= {"goal": UNIT, "layer": near.layers[0][0], "unit": near.channel}
    elif guide is not None:
        values |= {"goal": GUIDE, "layer": near.layers[0][0], "guide": guide}
    else:
        values |= {"goal": LAYER, "layer": near.layers[0][0]}
    for (layer_key, weight_key), (name, weight) in zip(OTHERS, near.layers[1:], strict=False):
        values |= {layer_key: name, weight_key: weight}
    if len(near.layers) <= len(OTHERS):
        values[OTHERS[len(near.layers) - 1][0]] = NONE
    for key, value in values.items():
        if key not in st.session_state:  # a control that is yet to come tells the link nothing
            st.query_params[key] = str(value)
        st.session_state[key] = value
    wanted = {**asdict(settings), "layers": _relative(settings.layers)}
    return asdict(near) == wanted and guide == values.get("guide")


def nearest(settings: "DreamSettings", network: "VisionNetwork | None") -> "DreamSettings":
    """Return the nearest settings that the controls can show; the first layer's weight is 1."""
    from nnkit.dream import DreamSettings

    numbers: dict[str, Any] = {
        name: type(low)(_between(getattr(settings, name), low, high))
        for name, (_, low, high, _, _) in NUMBERS.items()
    }
    if settings.label is not None:
        label = min(settings.label, len(vision.imagenet_labels()) - 1)
        return DreamSettings(((vision.LOGITS, 1.0),), label=label, **numbers)
    (first, _), *others = _relative(_known(settings.layers, network))
    if settings.channel is not None:
        most = settings.channel if network is None else network.layer(first).channels - 1
        channel = min(settings.channel, most)
        return DreamSettings(((first, 1.0),), channel=channel, **numbers)
    mixed = ((name, _between(weight, *WEIGHTS)) for name, weight in others[: len(OTHERS)])
    return DreamSettings(((first, 1.0), *mixed), **numbers)


def _known(layers: Layers, network: "VisionNetwork | None") -> Layers:
    if network is None:
        return layers
    names = {layer.name for layer in network.layers}
    found = tuple(pair for pair in layers if pair[0] in names)
    return found or ((dream_layers.default(network), 1.0),)


def _relative(layers: Layers) -> Layers:
    (_, first), *_ = layers
    return tuple((name, round(weight / first, 6)) for name, weight in layers)


def _between(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))
