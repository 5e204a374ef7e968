"""The third tab: kernel, bias, activation and pooling, stacked as in a network."""

import streamlit as st

from nnkit import convolution, images, kernels
from pages.convolution import learned_filters
from ui import code_panel, display, permalinks, picture
from ui.guard import guard

ACTIVATIONS = ("relu", "identity", "leaky_relu", "sigmoid", "tanh", "abs", "step")
POOLS = {"none": (1, "max"), "max 2 × 2": (2, "max"), "max 4 × 4": (4, "max"),
         "mean 2 × 2": (2, "mean"), "mean 4 × 4": (4, "mean")}  # fmt: skip
STARTS = ("sobel_x", "box", "laplacian8", "gaussian")


def show() -> None:
    """Show the tab."""
    st.markdown(
        "Give a kernel a **bias** and an **activation** and it becomes a neuron that looks at a "
        "small window, the same neuron at every place. **Pooling** then keeps only the strongest "
        "answer of each little square. Stack a few such layers and you have built the eye of a "
        "convolutional network by hand."
    )
    _stack()
    st.divider()
    learned_filters.show()


@st.fragment
@guard()
def _stack() -> None:
    count = permalinks.slider("Layers", 1, 4, 2, key="layers")
    chosen = [_layer(number) for number in range(1, count + 1)]
    source = images.to_grey(picture.tensor())
    stages = convolution.stack(source, [layer for layer, _ in chosen])
    columns = st.columns(3)
    for index, stage in enumerate(stages):
        with columns[index % 3]:
            size = f"{stage.picture.shape[-2]} × {stage.picture.shape[-1]}"
            display.photo(convolution.display(stage.picture, "stretch"),
                alt=f"Output of {stage.name}.", caption=f"{stage.name}: {size}")  # fmt: skip
    result = convolution.display(stages[-1].picture, "stretch")
    code = code_panel.snippet(
        "convolution, images, kernels, samples",
        picture.code(),
        "layers = [",
        *(f"    {line}," for _, line in chosen),
        "]",
        "stages = convolution.stack(images.to_grey(picture), layers)",
        'result = convolution.display(stages[-1].picture, "stretch")',
    )
    code_panel.show(code_panel.Result(result, "stack of layers", code), key="stack")


def _layer(number: int) -> tuple[convolution.Layer, str]:
    titles = {preset.title: name for name, preset in kernels.PRESETS.items()}
    start = kernels.PRESETS[STARTS[number - 1]].title
    a, b, c, d = st.columns([2, 2, 1, 1], vertical_alignment="bottom")
    with a:
        name = titles[
            permalinks.selectbox(
                f"Layer {number}: kernel", list(titles), key=f"k{number}", default=start
            )
        ]
    with b:
        bias = permalinks.slider(f"Bias {number}", -1.0, 1.0, 0.0, key=f"b{number}", step=0.05)
    with c:
        activation = permalinks.selectbox(f"Activation {number}", ACTIVATIONS, key=f"a{number}")
    with d:
        pool = permalinks.selectbox(
            f"Pooling {number}", list(POOLS), key=f"p{number}", default="max 2 × 2"
        )
    size, kind = POOLS[pool]
    layer = convolution.Layer(kernels.PRESETS[name].make(), bias=bias, activation=activation,
                              pool_size=size, pool_kind=kind)  # fmt: skip
    code = code_panel.call(convolution.Layer, f'kernels.PRESETS["{name}"].make()', bias=bias,
                           activation=activation, pool_size=size, pool_kind=kind)  # fmt: skip
    return layer, code
