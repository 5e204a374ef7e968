"""How long a painting will take and whether this machine has the memory, said before the start."""

from typing import TYPE_CHECKING

import streamlit as st

from ui import cores
from ui.job_view import duration, quickest_step

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.style import StyleSettings
    from nnkit.vision import VisionNetwork

_PROBE = 192  # side in pixels of the picture on which a step is timed
_GIGA = 1e9


def say(network: "VisionNetwork", picture: "Tensor", settings: "StyleSettings") -> bool:
    """Tell what the visitor should expect; return whether there is memory enough to begin."""
    from nnkit import heap
    from nnkit.style import memory

    height, width = picture.shape[-2:]
    needed = memory.needed(network.name, height, width, settings.style_scale)
    free = memory.available()
    if free is not None and needed > free + heap.kept():
        st.warning(
            f"A picture of {width} × {height} pixels needs about {needed / _GIGA:.1f} GB of "
            f"memory, and this machine has {free / _GIGA:.1f} GB free. Choose a smaller size "
            "under “Expert settings”.",
            icon=":material/memory:",
        )
        return False
    pairs = zip(settings.scales, settings.steps, strict=True)
    work = height * width * sum(scale**2 * count for scale, count in pairs)
    st.caption(
        f"About {duration(work * _seconds_per_pixel(network.name))} and {needed / _GIGA:.1f} GB "
        "of memory on this machine when nobody else is painting."
    )
    return True


@st.cache_data(max_entries=16, show_spinner=False)
def _seconds_per_pixel(network_name: str) -> float:
    """Time the quickest of a few small steps."""
    import torch

    from nnkit import style, vision

    settings = style.StyleSettings(scales=(1.0,), steps=(6,))
    noise = torch.rand(1, 3, _PROBE, _PROBE, generator=torch.Generator().manual_seed(0))
    frames = cores.on_all_cores(style.transfer(vision.load(network_name), noise, noise, settings))
    return quickest_step(frames) / _PROBE**2
