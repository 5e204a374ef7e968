"""The choice of a kernel: a named one and its size, or own numbers; all of it in the link."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit.errors import SettingsError
from ui import guard, permalinks

if TYPE_CHECKING:
    from torch import Tensor

OWN = "My own numbers"
SIZES = tuple(range(1, 12))
IDENTITY = "0,0,0;0,1,0;0,0,0"


@dataclass(frozen=True)
class Choice:
    """The kernel [k, k], its name, a sentence about it, the display that suits it, its Python."""

    kernel: "Tensor"
    name: str
    sentence: str
    display: str
    code: str


def choose(
    key: str, *, numbers: DeltaGenerator, default: str = "sharpen", label: str = "Kernel"
) -> Choice:
    """Show the menu of kernels; the chosen one as text goes to the place ``numbers``."""
    from nnkit import kernels

    titles = {preset.title: name for name, preset in kernels.PRESETS.items()}
    menu, side = st.columns([3, 1])
    with menu:
        title = permalinks.selectbox(
            label,
            [*titles, OWN],
            key=key,
            default=kernels.PRESETS[default].title,
            on_change=_begin,
            args=(key,),
        )
    named = None if title == OWN else _named(key, titles[title], side)
    with numbers:
        typed = _typed(key, "" if named is None else kernels.format_kernel(named.kernel))
    choice = named or _own(key, typed, side)
    st.session_state[f"_{key}_last"] = kernels.format_kernel(choice.kernel)
    return choice


def set_own(key: str, cells: Sequence[Sequence[float]]) -> None:
    """Make the numbers of an edited grid the chosen kernel; call it from a callback."""
    st.session_state[key] = OWN
    st.session_state[f"{key}_cells"] = _text(cells)


def _named(key: str, name: str, side: DeltaGenerator) -> Choice:
    from nnkit import kernels

    preset = kernels.PRESETS[name]
    size = preset.default_size
    if len(preset.sizes) > 1:
        with side:
            size = permalinks.selectbox(
                "Size",
                preset.sizes,
                key=f"{key}_size_{name}",
                default=preset.default_size,
                format_func=_by,
            )
    code = f'kernel = kernels.PRESETS["{name}"].make({size})'
    return Choice(preset.make(size), preset.title, preset.sentence, preset.display, code)


def _typed(key: str, shown: str) -> str:
    """Show the numbers as text; it is always there, so that the link can carry them."""
    with st.expander("The kernel as text: copy, paste or type one", icon=":material/keyboard:"):
        return permalinks.text(
            "Cells apart by commas, rows by semicolons",
            key=f"{key}_cells",
            placeholder=shown,
            is_valid=_is_kernel,
            on_change=_take_typed,
            args=(key,),
        )


def _own(key: str, text: str, side: DeltaGenerator) -> Choice:
    from nnkit import kernels

    last = st.session_state.get(f"_{key}_last", IDENTITY)
    try:
        kernel = kernels.parse(text or last)
    except SettingsError as error:
        st.warning(guard.plain(str(error)), icon=":material/info:")
        kernel = kernels.parse(last)
    with side:
        st.selectbox(
            "Size",
            SIZES,
            index=len(kernel) - 1,
            key=f"_{key}_side_{len(kernel)}",
            format_func=_by,
            on_change=_resize,
            args=(key, f"_{key}_side_{len(kernel)}"),
        )
    sentence = "Your own kernel: change any number and watch what it does."
    display = "signed" if abs(float(kernel.sum())) < 1e-3 else "clip"
    code = f'kernel = kernels.parse("{kernels.format_kernel(kernel)}")'
    return Choice(kernel, OWN, sentence, display, code)


def _begin(key: str) -> None:
    """Let an own kernel start as the one seen last; a named one needs no numbers."""
    is_own = st.session_state[key] == OWN
    last = st.session_state.get(f"_{key}_last", IDENTITY)
    st.session_state[f"{key}_cells"] = last if is_own else ""


def _take_typed(key: str) -> None:
    if st.session_state[f"{key}_cells"].strip():
        st.session_state[key] = OWN


def _resize(key: str, widget: str) -> None:
    """Crop the own kernel around its middle or put zeros around it."""
    from nnkit import kernels

    old = kernels.parse(st.session_state[f"_{key}_last"]).tolist()
    size = st.session_state[widget]
    shift = (len(old) - size) // 2
    rows = range(shift, shift + size)
    cells = [[_cell(old, row, column) for column in rows] for row in rows]
    st.session_state[f"{key}_cells"] = _text(cells)


def _cell(cells: Sequence[Sequence[float]], row: int, column: int) -> float:
    inside = 0 <= row < len(cells) and 0 <= column < len(cells)
    return cells[row][column] if inside else 0.0


def _text(cells: Sequence[Sequence[float]]) -> str:
    from nnkit import kernels

    text: str = kernels.format_kernel(cells)
    return text


def _is_kernel(text: str) -> bool:
    from nnkit import kernels

    try:
        kernels.parse(text)
    except SettingsError:
        return False
    return True


def _by(size: int) -> str:
    return f"{size} \u00d7 {size}"
