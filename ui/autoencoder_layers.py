"""What each layer of an autoencoder makes of a digit: down to a few numbers and up again."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import streamlit as st
from PIL import Image

from nnkit import colours
from ui import display, encoding, gan_sheet, number_grids

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.autoencoder import Autoencoder, LayerMaps

WIDTH = 120  # pixels of a layer on the page
_TITLES = {
    "encoder": "**The encoder squeezes.** Each layer's maps, bright where they found something:",
    "decoder": "**The decoder unfolds.** The same way back, from a few numbers to 784 pixels:",
}
_ROW = 8  # numbers of the code in a row


def show(model: "Autoencoder", image: "Tensor") -> None:
    """Show every layer for a digit [1, 1, 28, 28], with the code between both halves."""
    layers = model.activations(image)
    _half(layers, "encoder")
    code(model.encode(image)[0])
    _half(layers, "decoder")


def code(numbers: "Tensor") -> None:
    """Show a code [k] as a grid of numbers to be read."""
    values = numbers.numpy()
    columns = min(_ROW, len(values))
    grid = number_grids.Grid(
        f"The code: these {len(values)} numbers are all that gets through",
        values.reshape(-1, columns),
        "signed",
        f"The {len(values)} numbers of the code: orange above zero, blue below.",
        name="number",
        column_labels=[f"Y{index}" for index in range(columns)] if len(values) == columns else (),
        row_title="",
        column_title="",
    )
    number_grids.grids([grid], key=f"code_{len(values)}")


def picture(values: "Tensor") -> npt.NDArray[np.uint8]:
    """Return one layer's values [C, H, W] or [C] as pixels: maps, or a square for each neuron."""
    if values.ndim == 1:
        count = len(values)
        columns = 1 << -(-(count - 1).bit_length() // 2)
        return colours.heat(values.reshape(-1, columns).numpy())
    shares = (values - values.min()) / (values.max() - values.min()).clamp(min=1e-9)
    columns = 1 << -(-(len(values) - 1).bit_length() // 2)
    grey = gan_sheet.sheet(shares[:, None], columns)
    return colours.heat(grey, 0, 255)


def _half(layers: "tuple[LayerMaps, ...]", part: str) -> None:
    st.markdown(_TITLES[part])
    with st.container(horizontal=True):
        for layer in layers:
            if layer.part != part:
                continue
            values = layer.values[0]
            with st.container(width=WIDTH):
                if layer.title == "the picture":
                    display.pixels(layer.values, alt="The digit drawn again.", caption="28 x 28")
                    continue
                _layer(picture(values), layer.title)


def _layer(pixels: npt.NDArray[np.uint8], title: str) -> None:
    factor = max(1, 2 * WIDTH // max(pixels.shape[:2]))
    content = encoding.png(Image.fromarray(colours.enlarge(pixels, factor)))
    st.image(display.data_url(content), caption=title, alt=f"{title}, bright where they answer.")
