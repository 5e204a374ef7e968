"""How long a dream will take, measured on this machine just before."""

from typing import TYPE_CHECKING

import streamlit as st

from ui import cores
from ui.job_view import duration, quickest_step

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.dream import DreamSettings, ZoomSettings
    from nnkit.vision import VisionNetwork

_PROBE = 192  # side in pixels of the picture on which a step is timed


def sentence(network: "VisionNetwork", picture: "Tensor", settings: "DreamSettings") -> str:
    """Return what the visitor should expect."""
    work = settings.steps * _pixels(picture, settings.octaves, settings.scale)
    return _sentence(network, settings, work)


def zoom_sentence(
    network: "VisionNetwork", picture: "Tensor", settings: "DreamSettings", travel: "ZoomSettings"
) -> str:
    """Return what the visitor should expect of a film."""
    pixels = _pixels(picture, travel.octaves, settings.scale)
    return _sentence(network, settings, travel.frames * travel.steps * pixels)


def _sentence(network: "VisionNetwork", settings: "DreamSettings", work: float) -> str:
    seconds = work * _seconds_per_pixel(network.name, tuple(name for name, _ in settings.layers))
    return f"About {duration(seconds)} on this machine when nobody else is dreaming."


def _pixels(picture: "Tensor", octaves: int, scale: float) -> float:
    from nnkit.dream import pyramid

    return sum(height * width for height, width in pyramid.sizes(picture, octaves, scale))


@st.cache_data(max_entries=64, show_spinner=False)
def _seconds_per_pixel(network_name: str, layers: tuple[str, ...]) -> float:
    """Time the quickest of a few small steps behind these layers."""
    import torch

    from nnkit import dream, vision

    label = 0 if layers == ("logits",) else None
    settings = dream.DreamSettings(
        layers=tuple((name, 1.0) for name in layers), label=label, octaves=1, steps=8
    )
    noise = torch.rand(1, 3, _PROBE, _PROBE)
    frames = dream.dream(vision.load(network_name), noise, settings)
    return quickest_step(cores.on_all_cores(frames)) / _PROBE**2
