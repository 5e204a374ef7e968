"""The third tab: kernel, bias, activation and pooling, stacked as in a network."""

import streamlit as st

from nnkit import convolution, images, kernels, vision
from ui import code_panel, display, gallery, kernel_pictures, permalinks, picture
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
    _learned()


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


@st.fragment
@guard()
def _learned() -> None:
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
    gallery.gallery(items, selected=chosen, key="learned_gallery", on_chosen_change=_choose)
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


def _choose() -> None:
    chosen = st.session_state["learned_gallery"].get("chosen")
    if chosen:
        st.session_state["learned"] = chosen
