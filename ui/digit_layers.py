"""The ConvNet's layers for a drawing: every map, and the kernels behind the chosen one."""

from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt
import streamlit as st
from PIL import Image

from nnkit import colours
from ui import digit_pictures, display, encoding, gallery, number_grids, permalinks

if TYPE_CHECKING:
    from nnkit.digits import Prepared
    from nnkit.digits.explanation import LayerMaps
    from nnkit.digits.models import ConvNet

_SIDE = 96


def show(prepared: "Prepared") -> None:
    """Show a layer's maps as a gallery, and below it the chosen map, its numbers and kernels."""
    from nnkit import digits
    from nnkit.digits import explanation

    network = cast("ConvNet", digits.load("cnn").module)
    layers = explanation.layers(network, prepared.image)
    titles = {f"Layer {number}": layer for number, layer in enumerate(layers, start=1)}
    layer = titles[
        permalinks.choice("Layer", list(titles), key="layer", label_visibility="collapsed")
    ]
    st.caption(f"{layer.title[0].upper()}{layer.title[1:]}. Touch a map to see its kernel.")
    names = [f"Map {number}" for number in range(1, len(layer.maps) + 1)]
    strongest = names[int(layer.maps.mean((1, 2)).argmax())]
    key = f"map_{layer.name}"
    chosen = st.session_state.get(key, strongest)
    items = _items(layer, names)
    gallery.gallery(
        items,
        selected=chosen,
        key=f"maps_{layer.name}",
        on_chosen_change=lambda: _choose(key, f"maps_{layer.name}", items),
    )
    _details(layer, names.index(chosen))


def _items(layer: "LayerMaps", names: list[str]) -> list[gallery.Item]:
    brightest = float(layer.maps.max()) or 1.0
    return [
        gallery.Item(
            name,
            name.removeprefix("Map "),
            encoding.jpeg(_enlarged(colours.heat(maps, 0.0, brightest))),
            f"{name}: bright where it answers.",
        )
        for name, maps in zip(names, layer.maps.numpy(), strict=True)
    ]


def _details(layer: "LayerMaps", index: int) -> None:
    kernels = layer.kernels[index].numpy()  # [in, k, k]
    left, right = st.columns(2, gap="large")
    with left:
        grid = number_grids.Grid(
            f"Map {index + 1} for your digit", layer.maps[index].numpy(), "heat",
            "The chosen map: bright where its neuron answers.", name="answer",
            limit=float(layer.maps.max()) or 1.0,
        )  # fmt: skip
        number_grids.grids([grid], key=f"map_numbers_{layer.name}")
    with right:
        if len(kernels) == 1:
            side = kernels.shape[-1]
            number_grids.grids(
                [number_grids.Grid("Its kernel", kernels[0], "signed",
                                   f"The {side} × {side} weights that slide over your digit.",
                                   name="weight")],
                key=f"kernel_{layer.name}",
            )  # fmt: skip
            st.caption(
                f"Bias {layer.biases[index].item():+.2f}. These {side} × {side} weights slide over "
                "your digit; where ink meets orange, the map lights up."
            )
            return
        display.show_array(
            _kernel_sheet(kernels),
            alt=f"{len(kernels)} kernels, one for each map of the layer before.",
            caption=f"Its {len(kernels)} kernels of {kernels.shape[-1]} × {kernels.shape[-1]}, one "
            "for each map of the layer before. It adds up what they all find, adds the bias "
            f"{layer.biases[index].item():+.2f}, and shows what is above zero.",
        )
        st.caption(_helpers(layer, index))


def _helpers(layer: "LayerMaps", index: int) -> str:
    """Say which maps of the layer before lit this one up most."""
    from nnkit.digits import explanation

    strongest = explanation.strongest_inputs(layer, index)
    helped = [str(number + 1) for number, given in strongest[:3] if given > 0]
    if not helped:
        return "For your digit it stays dark: no map of the layer before lights it up."
    return f"For your digit it is lit up most by map {', '.join(helped)} of the layer before."


def _kernel_sheet(
    kernels: npt.NDArray[np.float32],
) -> digit_pictures.Pixels:
    count, side = kernels.shape[0], kernels.shape[-1]
    columns = 8
    rows = -(-count // columns)
    sheet = np.full((rows * (side + 1) - 1, columns * (side + 1) - 1, 3), 128, np.uint8)
    limit = float(np.abs(kernels).max()) or 1.0
    for place, kernel in enumerate(kernels):
        top, left = place // columns * (side + 1), place % columns * (side + 1)
        sheet[top : top + side, left : left + side] = colours.signed(kernel, limit)
    return sheet


def _enlarged(pixels: digit_pictures.Pixels) -> Image.Image:
    return Image.fromarray(pixels).resize((_SIDE, _SIDE), Image.Resampling.NEAREST)


def _choose(key: str, widget: str, items: list[gallery.Item]) -> None:
    chosen = gallery.chosen(widget, items)
    if chosen is not None:
        st.session_state[key] = chosen
