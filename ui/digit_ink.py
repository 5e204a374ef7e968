"""Which ink mattered to the ConvNet: hide it, ask the gradient, erase the least that flips it."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import streamlit as st

from nnkit import colours
from nnkit.strokes import Stroke
from ui import code_panel, digit_control, display, permalinks
from ui.digit_pad import Drawing
from ui.digit_reading import DIGITS, percent

if TYPE_CHECKING:
    from nnkit.digits import Prepared

_ERASED = np.array(colours.POSITIVE, np.uint8)
_READ = "what it read"


def show(prepared: "Prepared", drawing: Drawing) -> None:
    """Show occlusion, gradient and, once the pen is lifted, the smallest erasing for a drawing."""
    from nnkit import digits

    read = str(digits.recognise(prepared, "cnn").digit)
    asked = permalinks.selectbox("What speaks for …", (_READ, *DIGITS), key="speaks")
    digit = int(read if asked == _READ else asked)
    left, right = st.columns(2, gap="large")
    with left:
        _occlusion(prepared, digit)
    with right:
        _gradient(prepared, digit)
    if drawing.is_final:  # half a second of search, too slow to follow the pen
        _erasing(prepared, drawing.strokes)


def _occlusion(prepared: "Prepared", digit: int) -> None:
    from nnkit import digits
    from nnkit.digits import explanation

    found = explanation.occlusion(digits.load("cnn").module, prepared.image, digit)
    words = f"Hide a little ink, ask again. Orange ink speaks for a {digit}, blue against it."
    display.show_array(colours.signed(found.drop), alt=words, caption=words)


def _gradient(prepared: "Prepared", digit: int) -> None:
    from nnkit import digits
    from nnkit.digits import explanation

    slopes = explanation.gradient_times_ink(digits.load("cnn").module, prepared.image, digit)
    words = (
        f"The gradient times your ink: a little more of the orange ink makes it more of a {digit}, "
        "blue ink pulls the other way."
    )
    display.show_array(colours.signed(slopes), alt=words, caption=words)


def _erasing(prepared: "Prepared", strokes: tuple[Stroke, ...]) -> None:
    from nnkit import digits

    st.markdown("#### The smallest erasing that changes its mind")
    network = digits.load("cnn")
    erasing = digits.smallest_erasing(network.module, prepared.image, network.temperature)
    if erasing is None:
        st.markdown("Whatever is erased, it keeps to its answer: try another digit.")
        return
    left, right = st.columns(2, gap="large")
    with left:
        words = f"Erase the {erasing.pixels} orange squares …"
        display.show_array(_marked(prepared, erasing.erased.numpy()), alt=words, caption=words)
    with right:
        words = (
            f"… and the {erasing.before} becomes a {erasing.after} for the ConvNet "
            f"({percent(erasing.confidence_after)}). And for you?"
        )
        display.pixels(erasing.image, alt=words, caption=words)
    code = code_panel.snippet(
        "digits, strokes",
        digit_control.code(strokes),
        "image = digits.prepare(drawing).image",
        'network = digits.load("cnn")',
        "erasing = digits.smallest_erasing(network.module, image, network.temperature)",
        "print(erasing.before, erasing.after, erasing.pixels)",
        "result = erasing.image",
    )
    result = code_panel.Result(erasing.image, "smallest erasing", code)
    code_panel.show(result, key="erasing", origin="My drawing")


def _marked(prepared: "Prepared", erased: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    grey = (prepared.image[0, 0].numpy() * 255).round().astype(np.uint8)
    marked = grey[..., None].repeat(3, axis=2)
    marked[erased] = _ERASED
    return marked
