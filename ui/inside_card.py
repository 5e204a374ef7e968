"""The neuron card: what a map wants to see, where it fires, what the network says without it."""

from typing import TYPE_CHECKING

import streamlit as st

from ui import (
    class_bars,
    code_panel,
    display,
    dream_controls,
    inside_look,
    inside_maps,
    inside_wish,
)
from ui.class_bars import Bar
from ui.digit_reading import percent

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.vision import Layer, VisionNetwork
    from nnkit.vision.neurons import Ablation

SHADE = 0.25  # how much light is left where the neuron does not fire
FULL = 0.98  # the share of places below full light: one bright dot would leave the rest dark
SMALL = 0.01  # of probability; smaller changes are called none


def show(network: "VisionNetwork", layer: "Layer", channel: int) -> None:
    """Show the card of one map of a layer; what it wants to see comes last, as it may take time."""
    title = inside_maps.name(channel)
    with st.container(border=True):
        st.markdown(f"#### {title} of {layer.name}")
        wish, fires, without = st.columns(3, gap="large")
    with fires:
        lit = _where(network, layer.name, channel)
    with without:
        _without(network, layer.name, channel)
    with fires:
        _dream_link(network, layer.name, channel)
    _code(layer.name, channel, lit)
    with wish:
        st.markdown("**What it wants to see**")
        inside_wish.show(network, layer.name, channel)


def _where(network: "VisionNetwork", layer: str, channel: int) -> "Tensor":
    """Show the picture lit where the neuron fires, and return it."""
    from nnkit.vision import neurons

    st.markdown("**Where it fires on your picture**")
    fires = neurons.where(network, inside_look.source(), layer, channel)
    lit = spotlight(inside_look.seen(), fires)
    display.photo(
        lit,
        alt="Your picture, bright where this neuron fires and dark elsewhere.",
        caption="Bright where it fires" if fires.max() > 0 else "It does not fire anywhere here",
    )
    return lit


def _dream_link(network: "VisionNetwork", layer: str, channel: int) -> None:
    st.page_link(
        "pages/deep_dream.py",
        label="Let your picture dream of it",
        icon=":material/bedtime:",
        query_params={
            "network": network.source.title,
            "goal": dream_controls.UNIT,
            "layer": layer,
            "unit": str(channel),
        },
    )


def _without(network: "VisionNetwork", layer: str, channel: int) -> None:
    from nnkit.vision import neurons

    st.markdown("**What changes when it is switched off**")
    ablation = neurons.without(network, inside_look.source(), layer, channel)
    class_bars.bars(changes(ablation), title="Grey: with it. Orange: without it.", key="without")
    st.markdown(sentence(network.labels, ablation))


def _code(layer: str, channel: int, lit: "Tensor") -> None:
    code = code_panel.snippet(
        "images, samples, vision",
        "from nnkit.vision import neurons",
        "",
        *inside_look.code(),
        f'print(neurons.without(network, picture, "{layer}", {channel}).changes)',
        f'fires = neurons.where(network, picture, "{layer}", {channel}).clamp(min=0)',
        f"light = (fires / fires.quantile({FULL}).clamp(min=1e-6)).clamp(max=1)",
        f"result = seen * ({SHADE} + {1 - SHADE} * light)",
    )
    name = f"{inside_maps.name(channel)} of {layer}"
    code_panel.show(code_panel.Result(lit, name, code), key="neuron_card")


def spotlight(picture: "Tensor", fires: "Tensor") -> "Tensor":
    """Light a picture [1, 3, H, W] where a map [H, W] is above zero."""
    fires = fires.clamp(min=0)
    light = (fires / fires.quantile(FULL).clamp(min=1e-6)).clamp(max=1)
    return picture * (SHADE + (1 - SHADE) * light)


def changes(ablation: "Ablation") -> list[Bar]:
    """Return a bar before and after for each class that changes most."""
    return [Bar(change.label, change.before, change.after) for change in ablation.changes]


def sentence(labels: tuple[str, ...], ablation: "Ablation") -> str:
    """Say what switching the neuron off does to the answer."""
    first, then = int(ablation.before.argmax()), int(ablation.after.argmax())
    before, after = float(ablation.before[first]), float(ablation.after[first])
    if first != then:
        return (
            f"The answer **changes**: {labels[first]} before, **{labels[then]}** without it. One "
            "neuron was enough."
        )
    change = f"{labels[first]}: {percent(before)} with it, {percent(after)} without"
    if abs(after - before) < SMALL:
        return f"{change}. Hardly any difference: many neurons share the work, none is the boss."
    if after < before:
        return f"{change}. This neuron **speaks for** {labels[first]}."
    return f"{change}. This neuron **speaks against** {labels[first]}."
