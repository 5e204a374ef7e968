"""The first tab: a kernel slides over the picture, and a lens shows every sum."""

from typing import Any

import streamlit as st

from nnkit import challenges, convolution, images
from ui import code_panel, display, filter_bench, kernel_control, permalinks, picture
from ui.guard import guard

PADDINGS = ("zeros", "reflect", "replicate", "circular", "valid")
ACTIVATIONS = ("identity", "relu", "leaky_relu", "sigmoid", "tanh", "abs", "step")
SHOWN_AS = {"as suits the kernel": "", "as it is": "clip", "grey is zero": "signed",
            "stretched": "stretch"}  # fmt: skip


def show() -> None:
    """Show the tab."""
    source_id = filter_bench.remember_source(picture.tensor())
    _workbench(source_id)
    with st.expander("Why some call this cross-correlation", icon=":material/flip:"):
        st.markdown(
            "Mathematicians turn the kernel by half a turn before they slide it, and only then "
            "say *convolution*. Deep learning skips the turn and keeps the name: since the "
            "network learns the numbers anyway, it may as well learn them turned. Switch on "
            "**Flip the kernel** to see the mathematician's version."
        )


@st.fragment
@guard()
def _workbench(source_id: str) -> None:
    menu, bench, numbers = st.container(), st.container(), st.container()
    with menu:
        chosen = kernel_control.choose("kernel", numbers=numbers, default="sobel_x")
        st.caption(chosen.sentence)
    settings = _sliding()
    grey, shown_as = _showing(chosen.display)

    source = images.to_grey(picture.tensor()) if grey else picture.tensor()
    raw = convolution.convolve(source, chosen.kernel, **settings)
    result = convolution.display(raw, shown_as)
    with bench:
        filter_bench.show(source_id, result, chosen.kernel, settings, display=shown_as,
                          grey=grey, name=chosen.name, control="kernel")  # fmt: skip
    if settings["flip"]:
        _flip_difference(source, chosen.kernel, settings)
    code = code_panel.snippet(
        "convolution, images, kernels, samples",
        picture.code(),
        *(["picture = images.to_grey(picture)"] if grey else []),
        chosen.code,
        f"filtered = {code_panel.call(convolution.convolve, 'picture', 'kernel', **settings)}",
        f'result = convolution.display(filtered, "{shown_as}")',
    )
    code_panel.show(code_panel.Result(result, chosen.name, code), key="filter")
    _challenges(chosen)


def _sliding() -> dict[str, Any]:
    """One row of controls: every element less is a few milliseconds less to the new picture."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        return {
            "stride": permalinks.slider("Stride", 1, 8, 1, key="stride",
                help="How many pixels the kernel moves: 2 halves the picture."),
            "dilation": permalinks.slider("Dilation", 1, 8, 1, key="dilation",
                help="Gaps between the cells: it sees wider with the same numbers."),
            "bias": permalinks.slider("Bias", -1.0, 1.0, 0.0, key="bias", step=0.05,
                help="Added to every sum: 1 is the step from black to white."),
            "padding": permalinks.selectbox("Padding", PADDINGS, key="padding",
                help="What lies beyond the border. *valid*: the kernel stays inside."),
            "activation": permalinks.selectbox("Activation", ACTIVATIONS, key="activation",
                help="What a neuron does with the sum before it passes it on."),
            "flip": permalinks.toggle("Flip the kernel", key="flip",
                help="The mathematician's convolution: the kernel turned by half a turn."),
        }  # fmt: skip


def _showing(suggested: str) -> tuple[bool, str]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown_as = permalinks.choice("Show the result", list(SHOWN_AS), key="show",
            help="Sums can be negative or above white. Choose what becomes of them.")  # fmt: skip
        grey = permalinks.toggle("In grey", key="grey", help="One number a pixel, not three.")
    return grey, SHOWN_AS[shown_as] or suggested


def _flip_difference(source: Any, kernel: Any, settings: dict[str, Any]) -> None:
    difference = convolution.flip_difference(source, kernel, **settings)
    if not difference.any():
        st.info("Turned by half a turn this kernel is the same, so nothing changes.")
        return
    display.photo(
        convolution.display(difference, "signed"),
        alt="Flipped result minus unflipped result; grey where they agree.",
        caption="Flipped minus not flipped: grey where they agree.",
    )


def _challenges(chosen: kernel_control.Choice) -> None:
    title = "Two challenges: can you build these kernels yourself?"
    box = permalinks.expander(title, key="challenges", icon=":material/trophy:")
    if not box.open:
        return
    with box:
        for challenge in challenges.CHALLENGES.values():
            verdict = challenge.check(chosen.kernel)
            st.markdown(f"**{challenge.title}.** {challenge.task}")
            if not verdict.solved:
                st.markdown(f":material/radio_button_unchecked: {verdict.sentence}")
            elif chosen.name == kernel_control.OWN:
                st.success(verdict.sentence, icon=":material/check_circle:")
            else:
                st.info("That one from the menu does it. Now build your own: edit its cells.")
