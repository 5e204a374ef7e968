"""Recipes for a dream, chosen by their pictures."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from nnkit import vision
from ui import dream_controls, gallery

if TYPE_CHECKING:
    from nnkit.vision import VisionNetwork

FOLDER = Path(__file__).parent / "assets" / "dream_presets"
_KEY = "dream_presets"


def choose(network: "VisionNetwork") -> None:
    """Show the recipes of the embedded network; a click sets all controls."""
    from nnkit.dream.presets import PRESETS

    if network.name != vision.zoo.DEFAULT:
        return
    items = _items()
    gallery.gallery(
        items,
        selected=st.session_state.get("_dream_preset"),
        columns_min_px=84,
        key=_KEY,
        on_chosen_change=lambda: _take(network, gallery.chosen(_KEY, items)),
    )
    chosen = next((p for p in PRESETS if p.key == st.session_state.get("_dream_preset")), None)
    st.caption("Recipes: click one, then press Dream." if chosen is None else chosen.sentence)


def _take(network: "VisionNetwork", key: str | None) -> None:
    from nnkit.dream.presets import PRESETS

    for preset in PRESETS:
        if preset.key == key:
            st.session_state["_dream_preset"] = key
            dream_controls.restore(preset.settings, network.labels)


@lru_cache(maxsize=1)
def _items() -> list[gallery.Item]:
    from nnkit.dream.presets import PRESETS

    return [
        gallery.Item(
            preset.key,
            preset.title,
            (FOLDER / f"{preset.key}.jpg").read_bytes(),
            f"What the recipe {preset.title} makes of the photo of a cat.",
        )
        for preset in PRESETS
    ]
