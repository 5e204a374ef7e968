"""The nnkit Python that made exactly this picture with exactly these settings."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import picture as tray_picture

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Result:
    """A picture [1, C, H, W] in 0..1 with its name and the code whose ``result`` it is."""

    picture: "Tensor"
    name: str
    code: str


def call(function: Callable[..., object], *arguments: str, **settings: object) -> str:
    """Return a call of an nnkit function; settings that equal the default are left out."""
    known = inspect.signature(function).parameters
    changed = [
        f"{name}={value!r}"
        for name, value in settings.items()
        if name not in known or known[name].default != value
    ]
    module = function.__module__.removeprefix("nnkit.").split(".")[0]
    return f"{module}.{function.__name__}({', '.join([*arguments, *changed])})"


def snippet(modules: str, *lines: str) -> str:
    """Return a whole script: the import of nnkit modules, a blank line, then the lines."""
    return f"from nnkit import {modules}\n\n" + "\n".join(lines)


def show(
    result: Result,
    *,
    key: str,
    origin: str | None = None,
    png: Callable[[], bytes] | None = None,
) -> None:
    """Show what can be done with a result: keep it, download it, read its code.

    `origin` says what it was made of, by default the tray's picture; `png` makes a file of its own.
    """
    shown: dict[str, Result] = st.session_state.setdefault("_results", {})
    shown[key] = result
    made_of = f"{origin or _origin_of_picture()} → {result.name}"
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Keep in the tray", key=f"{key}_keep", icon=":material/inventory_2:"):
            from nnkit import images

            tray_picture.keep(images.to_pil(result.picture).convert("RGB"), made_of)
            st.rerun()
        st.download_button(
            "Download PNG",
            png or (lambda: _png(result.picture)),
            f"nnkit-{re.sub('[^a-z0-9]+', '-', result.name.lower())}.png",
            "image/png",
            key=f"{key}_png",
            on_click="ignore",
            icon=":material/download:",
        )
    show_code(result.code)


def _origin_of_picture() -> str:
    source = tray_picture.current()
    return source.origin if "→" in source.origin else source.title


def show_code(code: str) -> None:
    """Show the code alone, folded away."""
    with st.expander("The Python that made this picture", icon=":material/code:"):
        st.code(code, language="python", wrap_lines=True)
        if 'images.load("' in code:
            st.caption(
                "Your own picture: download it from the tray into the folder of this script."
            )


def _png(picture: Any) -> bytes:
    from nnkit import images

    return images.to_png(picture)
