"""The second tab: the filters with which the network begins, and what each makes of the picture."""

import streamlit as st

from nnkit import convolution, vision
from ui import (
    code_panel,
    display,
    gallery,
    inside_filters,
    inside_look,
    kernel_pictures,
    permalinks,
)
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show 32 kernels, each on its map of the picture, and the chosen one large."""
    st.markdown(
        "This is all that EfficientNet-Lite0, the network that ships here, does with your pixels "
        "at first: 32 kernels of 3 × 3 pixels slide over the picture. **Nobody designed them.** "
        "They began as noise and came out of 1.3 million photos as edges, spots and pairs of "
        "colours."
    )
    kernels = vision.load_first_layer().kernels
    network = vision.load()
    maps = network.activations(network.middle(inside_look.source()), "stem")
    items = inside_filters.items(kernels, maps[0])
    names = [item.id for item in items]
    chosen = permalinks.selectbox("Filter", names, key="filter")
    gallery.gallery(
        items,
        selected=chosen,
        columns_min_px=88,
        key="filters",
        on_chosen_change=lambda: _choose(gallery.chosen("filters", items)),
    )
    st.caption(inside_filters.LEGEND)
    index = names.index(chosen)
    result = convolution.display(maps[:, index : index + 1], "stretch")
    left, right = st.columns([1, 2], gap="large")
    with left:
        display.show_array(
            kernel_pictures.colour_array(kernels[index]),
            alt=f"{chosen}, enlarged: nine coloured squares.",
            caption=f"{chosen}: the patch of 3 × 3 pixels that it answers to most.",
        )
    with right:
        display.photo(
            result,
            alt=f"Your picture through {chosen}: bright where it answers.",
            caption=f"What {chosen} makes of your picture",
        )
    code = code_panel.snippet(
        "convolution, images, samples, vision",
        *inside_look.code(network),
        'maps = network.activations(seen, "stem")',
        f'result = convolution.display(maps[:, {index}:{index + 1}], "stretch")',
    )
    code_panel.show(code_panel.Result(result, chosen, code), key="first_filter")


def _choose(chosen: str | None) -> None:
    if chosen is not None:
        st.session_state["filter"] = chosen
