"""The second tab: a filter as tracing paper that finds where it fits."""

import streamlit as st

from nnkit import colours, convolution, images, noise
from ui import code_panel, display, permalinks, picture, pointer
from ui.guard import guard

MARGIN = 3


def show() -> None:
    """Show the tab."""
    st.markdown(
        "Copy a patch of the picture onto tracing paper. Now slide the paper over the whole "
        "picture and, at every place, add up the **squared errors**: how far each traced pixel is "
        "from the pixel beneath it. Where the sum is smallest, the pattern fits. A filter in a "
        "network works the same way: it answers loudest where the picture looks like the filter."
    )
    _search()


@st.fragment
@guard()
def _search() -> None:
    source = picture.tensor()
    height, width = source.shape[-2:]
    bench, controls = st.container(), st.container()
    with controls:
        side, smudge, stride = _controls(min(96, height - MARGIN, width - MARGIN))
        row, column = _place(height - side, width - side)

    template = noise.gaussian(source[..., row : row + side, column : column + side], smudge)
    found = convolution.match(source, template, stride=stride)
    result = images.from_uint8(colours.heat(-found.errors))

    with bench:
        left, right = st.columns(2)
    with left:
        pointer.pick_region(
            images.to_jpeg(source),
            (height, width),
            boxes=_boxes(found, row, column, side),
            region_size=side,
            region=(row, column),
            key="patch_place",
            on_region_change=lambda: _move((height, width), side),
            alt=picture.current().alt.rstrip("."),
        )
    with right:
        display.photo(
            result,
            alt="Error at every place: yellow where the patch fits, blue where not.",
            caption="The error map, one pixel for each place of the patch: yellow fits.",
        )
    _verdict(found, row, column)
    a, b = st.columns([1, 3])
    with a:
        display.pixels(template, alt="The traced patch.", caption="The tracing paper")
    with b:
        st.markdown(
            "Write the squared error out, $(p-t)^2 = p^2 - 2pt + t^2$, and the middle term is a "
            "convolution with the patch as its kernel. *Finding* and *filtering* are one operation."
        )
        code = code_panel.snippet(
            "colours, convolution, images, noise, samples",
            picture.code(),
            f"patch = picture[..., {row}:{row + side}, {column}:{column + side}]",
            f"template = {code_panel.call(noise.gaussian, 'patch', sigma=smudge)}",
            f"found = {code_panel.call(convolution.match, 'picture', 'template', stride=stride)}",
            "result = images.from_uint8(colours.heat(-found.errors))",
        )
        code_panel.show(code_panel.Result(result, "error map", code), key="match")


def _controls(longest: int) -> tuple[int, float, int]:
    with st.container(horizontal=True):
        side = permalinks.slider("Size of the patch", 4, longest, min(48, longest), key="patch",
            help="Point at the picture to move the patch; arrow keys work too.")  # fmt: skip
        smudge = permalinks.slider("Smudge the tracing paper", 0.0, 0.5, 0.0, key="smudge",
            step=0.05, help="Noise on the traced patch: does it still find its place?")  # fmt: skip
        stride = permalinks.slider("Stride", 1, 8, 1, key="match_stride",
            help="Look only at every second, third... place: faster, but coarser.")  # fmt: skip
    return side, smudge, stride


def _place(last_row: int, last_column: int) -> tuple[int, int]:
    """Let the visitor place the patch by number; the picture sets the same two numbers."""
    with st.container(horizontal=True):
        row = permalinks.slider("Patch: rows from the top", 0, last_row, last_row // 3,
                                key="patch_row")  # fmt: skip
        column = permalinks.slider("Patch: columns from the left", 0, last_column,
                                   last_column // 3, key="patch_column")  # fmt: skip
    return row, column


def _move(size: tuple[int, int], side: int) -> None:
    if place := pointer.picked("patch_place", size, side):
        st.session_state["patch_row"], st.session_state["patch_column"] = place


def _boxes(found: convolution.Match, row: int, column: int, side: int) -> list[pointer.Box]:
    if (found.best_row, found.best_column) == (row, column):
        return [pointer.Box(row, column, side, side, "your patch fits here", "#D55E00")]
    return [
        pointer.Box(row, column, side, side, "your patch", "#0072B2"),
        pointer.Box(found.best_row, found.best_column, side, side, "best fit", "#D55E00"),
    ]


def _verdict(found: convolution.Match, row: int, column: int) -> None:
    place = f"row {found.best_row}, column {found.best_column}"
    error = found.errors.min().item()
    if (found.best_row, found.best_column) == (row, column):
        st.success(
            f"Found: it fits best at {place}, exactly where you took it (error {error:.4g})."
        )
    else:
        st.warning(f"It fits best at {place}, not where you took it (error {error:.4g}).")
