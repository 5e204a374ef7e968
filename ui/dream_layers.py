"""Choosing a layer, or one neuron of it, by what it wants to see."""

from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from nnkit import vision
from nnkit.vision.gallery import load_gallery
from ui import encoding, gallery, permalinks

if TYPE_CHECKING:
    from nnkit.vision import VisionNetwork

DEFAULT_LAYER = "block 9"
_TILE = 96


def choose(network: "VisionNetwork") -> str:
    """Show the layers as pictures and as a menu; return the chosen one's name."""
    names = [layer.name for layer in network.layers]
    titles = {layer.name: layer.title for layer in network.layers}
    usual, pictures = default(network), st.container()
    layer = permalinks.selectbox("Layer", names, key="layer", default=usual, help=titles.get(usual))
    if network.name == vision.zoo.DEFAULT:
        items = _layer_items()
        with pictures:
            gallery.gallery(
                items,
                selected=layer,
                columns_min_px=88,
                key="layer_pictures",
                on_chosen_change=lambda: _take_layer(items),
            )
    return layer


def default(network: "VisionNetwork") -> str:
    """Return the layer to begin with."""
    names = [layer.name for layer in network.layers]
    return DEFAULT_LAYER if DEFAULT_LAYER in names else names[len(names) // 2]


def choose_unit(network: "VisionNetwork", layer: str) -> int:
    """Show the neurons of a layer as pictures, as far as there are any, and as a number."""
    pictures = st.container()
    most = network.layer(layer).channels - 1
    if st.session_state.get("unit", 0) > most:
        st.session_state["unit"] = most
    unit = int(permalinks.slider("Neuron", 0, most, 0, key="unit"))
    if network.name == vision.zoo.DEFAULT and layer in load_gallery().layers:
        items = _unit_items(layer)
        with pictures:
            gallery.gallery(
                items,
                selected=str(unit),
                key=f"unit_pictures_{layer}",
                on_chosen_change=lambda: _take_unit(layer, items),
            )
    return unit


def _take_layer(items: list[gallery.Item]) -> None:
    chosen = gallery.chosen("layer_pictures", items)
    if chosen is not None:
        st.session_state["layer"] = chosen


def _take_unit(layer: str, items: list[gallery.Item]) -> None:
    chosen = gallery.chosen(f"unit_pictures_{layer}", items)
    if chosen is not None:
        st.session_state["unit"] = int(chosen)


@lru_cache(maxsize=1)
def _layer_items() -> list[gallery.Item]:
    """Paint each layer of the gallery as four of its neurons side by side."""
    shelf = load_gallery()
    return [
        gallery.Item(layer, layer, _four(layer), f"What four neurons of {layer} want to see.")
        for layer in shelf.layers
    ]


@lru_cache(maxsize=32)
def _unit_items(layer: str) -> list[gallery.Item]:
    return [
        gallery.Item(
            str(channel),
            str(channel),
            _picture(layer, channel),
            f"What neuron {channel} wants to see.",
        )
        for channel in load_gallery().channels(layer)
    ]


def _picture(layer: str, channel: int) -> bytes:
    from nnkit import images

    return encoding.jpeg(images.to_pil(load_gallery().picture(layer, channel)[None] / 255))


def _four(layer: str) -> bytes:
    from PIL import Image

    from nnkit import images

    shelf, sheet = load_gallery(), Image.new("RGB", (2 * _TILE, 2 * _TILE))
    for place, channel in enumerate(shelf.channels(layer)[:4]):
        tile = images.to_pil(shelf.picture(layer, channel)[None] / 255).resize((_TILE, _TILE))
        sheet.paste(tile, (place % 2 * _TILE, place // 2 * _TILE))
    return encoding.jpeg(sheet)
