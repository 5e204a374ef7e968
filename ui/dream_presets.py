"""Recipes for a dream, chosen by their pictures."""

from collections.abc import Iterable
from functools import lru_cache
from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from nnkit import vision
from ui import dream_controls, dream_restoring, gallery

if TYPE_CHECKING:
    from nnkit.dream import DreamSettings
    from nnkit.dream.presets import Preset
    from nnkit.vision import VisionNetwork

FOLDER = Path(__file__).parent / "assets" / "dream_presets"
_KEY = "dream_presets"


def choose(
    network: "VisionNetwork", settings: "DreamSettings", numbers: Iterable[str], start_label: str
) -> None:
    """Show the recipes of the embedded network, that of these settings marked; a click sets all.

    numbers: the names of the sliders on the page. start_label: what its button says.
    """
    if network.name != vision.zoo.DEFAULT:
        return
    items, marked = _items(), _of(settings, tuple(numbers))
    gallery.gallery(
        items,
        selected=None if marked is None else marked.key,
        columns_min_px=84,
        key=_KEY,
        on_chosen_change=lambda: _take(network, gallery.chosen(_KEY, items)),
    )
    call = f"Recipes: click one, then press {start_label}."
    st.caption(call if marked is None else marked.sentence)


def _of(settings: "DreamSettings", numbers: tuple[str, ...]) -> "Preset | None":
    """Return the recipe that is what the page's controls say."""
    from nnkit.dream.presets import PRESETS

    if dream_controls.guide() is not None:
        return None
    for preset in PRESETS:
        pairs = ((getattr(preset.settings, name), getattr(settings, name)) for name in numbers)
        if _wish(preset.settings) == _wish(settings) and all(isclose(a, b) for a, b in pairs):
            return preset
    return None


def _wish(settings: "DreamSettings") -> tuple[object, ...]:
    return settings.layers, settings.channel, settings.label


def _take(network: "VisionNetwork", key: str | None) -> None:
    from nnkit.dream.presets import PRESETS

    for preset in PRESETS:
        if preset.key == key:
            dream_restoring.restore(preset.settings, network)


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
