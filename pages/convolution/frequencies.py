"""The fifth tab: which fine and coarse patterns a kernel lets through."""

import streamlit as st

from nnkit import colours, convolution, images
from ui import charts, code_panel, display, kernel_control, picture
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show the tab."""
    st.markdown(
        "Every picture is a sum of waves: slow ones for skies and cheeks, quick ones for hair and "
        "gravel. A kernel turns each wave up or down, and it cannot do anything else. The map "
        "below shows how much: the middle is *no wave at all*, plain brightness; further out the "
        "waves get finer; the direction from the middle is the direction of the wave."
    )
    menu, maps, numbers = st.container(), st.container(), st.container()
    with menu:
        chosen = kernel_control.choose("wave_kernel", numbers=numbers, default="gaussian")
        st.caption(chosen.sentence)
    response = convolution.frequency_response(chosen.kernel)
    result = images.from_uint8(colours.heat(response, low=0.0))
    source = images.to_square(images.to_grey(picture.tensor()))
    filtered = convolution.convolve(source, chosen.kernel, padding="circular")

    with maps:
        a, b, c = st.columns(3)
    with a:
        display.photo(images.from_uint8(colours.heat(convolution.spectrum(source))),
            alt="Waves in the picture.", caption="Waves in the picture (logarithmic)")  # fmt: skip
    with b:
        display.pixels(result, alt="How much of each wave the kernel lets through.",
            caption="× what the kernel lets through (yellow: most, dark: none)")  # fmt: skip
    with c:
        display.photo(images.from_uint8(colours.heat(convolution.spectrum(filtered))),
            alt="Waves in the filtered picture.", caption="= waves in the result")  # fmt: skip
    charts.response_cuts(response)
    if convolution.is_separable(chosen.kernel):
        size = len(chosen.kernel)
        st.markdown(
            f"This kernel is **separable**: one column times one row. Blurring up-down and then "
            f"left-right costs {2 * size} multiplications a pixel instead of {size * size}."
        )
    left, right = st.columns(2)
    with left:
        display.photo(source, alt=picture.current().alt, caption="Before")
    with right:
        display.photo(convolution.display(filtered, chosen.display), alt="After.", caption="After")
    code = code_panel.snippet(
        "colours, convolution, images, kernels",
        chosen.code,
        "response = convolution.frequency_response(kernel)",
        "result = images.from_uint8(colours.heat(response, low=0.0))",
    )
    code_panel.show(code_panel.Result(result, "frequency response", code), key="response")
