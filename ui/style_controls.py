"""The settings of a painting as controls that live in the URL."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import permalinks, style_pictures
from ui.style_pictures import Brush

if TYPE_CHECKING:
    from nnkit.style import StyleSettings

SIDES = (256, 384, 512, 768, 1024)
PATIENCE = {"a sketch": 0.5, "usual": 1.0, "patient": 2.0, "very patient": 4.0}
FAVOURITE = "Night of swirls"


def shelf() -> None:
    """Show the style pictures that nnkit paints; a click chooses one."""
    style_pictures.shelf(key="style_shelf", menu="style", default=FAVOURITE)


def first() -> Brush:
    """Show the menu of style pictures; return the chosen one."""
    return style_pictures.choose("Style", key="style", default=FAVOURITE)


def second() -> tuple[Brush | None, dict[str, Any]]:
    """Offer a second style, folded away; return it and its share as StyleSettings wants it."""
    box = permalinks.expander("Mix in a second style", key="mixed", icon=":material/palette:")
    if not box.open:
        return None, {}
    with box:
        chosen = style_pictures.offer("Second style", key="second_style")
        if chosen is None:
            return None, {}
        share = permalinks.slider("Its share in %", 0, 100, 50, key="style_share", step=5)
    return chosen, {"mix": share / 100}


def main() -> dict[str, Any]:
    """Show what changes a painting most; return that part of StyleSettings."""
    from nnkit.style import StyleSettings

    usual = StyleSettings()
    left, right = st.columns(2)
    with left:
        strength = permalinks.slider(
            "Strength", 0.0, 1.0, usual.strength, key="style_strength", step=0.05,
            help="How much the style counts against what is on the photo.",
        )  # fmt: skip
    with right:
        size = permalinks.slider(
            "Brush size", 0.5, 2.0, usual.style_scale, key="brush_size", step=0.1,
            help="At 1 the style picture is made as large as the photo, at 2 twice as large: its "
            "strokes grow with it.",
        )  # fmt: skip
    colours = permalinks.toggle(
        "Keep my colours", key="keep_colours",
        help="Strokes from the style, colours from the photo.",
    )  # fmt: skip
    return {"strength": float(strength), "style_scale": float(size), "keep_colours": colours}


def expert() -> dict[str, Any]:
    """Show the rest; return that part of StyleSettings."""
    from nnkit.style import StyleSettings

    usual = StyleSettings()
    left, right = st.columns(2)
    with left:
        patience = permalinks.selectbox(
            "Patience", list(PATIENCE), key="patience", default="usual",
            help="How many steps are spent at each size.",
        )  # fmt: skip
        seed = permalinks.slider("Seed", 0, 50, usual.seed, key="style_seed")
    with right:
        smoothing = permalinks.slider(
            "Smoothing", 0.0, 2.0, usual.smoothing, key="style_smoothing", step=0.1,
            help="How much fine ripple costs.",
        )  # fmt: skip
    steps = tuple(max(1, round(count * PATIENCE[patience])) for count in usual.steps)
    return {"steps": steps, "smoothing": float(smoothing), "seed": seed}


def settings(**chosen: Any) -> "StyleSettings":
    """Return the settings."""
    from nnkit.style import StyleSettings

    return StyleSettings(**chosen)
