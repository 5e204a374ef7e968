"""The filters with which a real network begins, as a gallery to touch."""

import streamlit as st

from nnkit import convolution, vision
from ui import code_panel, display, gallery, kernel_pictures, permalinks, picture
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show the 32 filters and what the chosen one sees."""
    st.markdown(
        "#### Filters that nobody designed\n"
        "EfficientNet-Lite0 looked at 1.3 million photos and taught itself these 32 first filters. "
        "Some are edges like yours, some compare colours. Touch one to see what it sees."
    )
    layer = vision.load_first_layer()
    items = [
        gallery.Item(f"Filter {n}", f"{n}", kernel_pictures.colour(kernel), f"Learned filter {n}")
        for n, kernel in enumerate(layer.kernels, start=1)
    ]
    names = [item.id for item in items]
    chosen = permalinks.selectbox("Learned filter", names, key="learned")
    gallery.gallery(
        items,
        selected=chosen,
        key="learned_gallery",
        on_chosen_change=lambda: _choose(gallery.chosen("learned_gallery", items)),
    )
    index = names.index(chosen)
    seen = convolution.convolve(picture.tensor(), layer.kernels[index : index + 1], stride=2,
        bias=layer.biases[index].item(), activation="relu6")  # fmt: skip
    result = convolution.display(seen, "stretch")
    a, b = st.columns([1, 2])
    with a:
        st.markdown(f"**{chosen}**, 3 × 3 pixels in red, green and blue.")
        display.show_array(
            kernel_pictures.colour_array(layer.kernels[index]), alt=f"{chosen}, enlarged"
        )
    with b:
        display.photo(
            result,
            alt=f"Where {chosen} answers: bright is strong.",
            caption="What it sees: bright where it answers",
        )
    code = code_panel.snippet(
        "convolution, images, samples, vision",
        picture.code(),
        "layer = vision.load_first_layer()",
        f"kernel, bias = layer.kernels[{index}:{index + 1}], layer.biases[{index}].item()",
        'seen = convolution.convolve(picture, kernel, stride=2, bias=bias, activation="relu6")',
        'result = convolution.display(seen, "stretch")',
    )
    code_panel.show(code_panel.Result(result, chosen, code), key="learned_result")


def _choose(chosen: str | None) -> None:
    if chosen is not None:
        st.session_state["learned"] = chosen
