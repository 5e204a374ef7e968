"""Which network looks at the picture: the one that ships, or one fetched on request."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import job_view, permalinks, warmup

if TYPE_CHECKING:
    from nnkit.downloads import DownloadFrame
    from nnkit.vision import VisionNetwork


def choose(names: Sequence[str] = (), *, key: str = "network") -> "VisionNetwork":
    """Show the menu of networks; return the chosen one, loaded. See `menu` and `loaded`."""
    return loaded(menu(names, key=key))


def menu(names: Sequence[str] = (), *, key: str = "network") -> str:
    """Show the menu of networks, all if none is named, folded away; return the chosen one's name.

    A page that shows more than the menu before it needs the network calls `loaded` where a
    download may be offered.
    """
    from nnkit import vision

    with st.popover("Network", icon=":material/hub:"):
        return permalinks.selectbox(
            "Network",
            names or vision.zoo.NETWORKS,
            key=key,
            format_func=lambda name: vision.zoo.source(name).title,
            help="EfficientNet-Lite comes with nnkit; others are fetched from torchvision once.",
        )


def loaded(name: str) -> "VisionNetwork":
    """Return a network; where it has to be fetched first, offer that and end the page there.

    Raises WeightsError.
    """
    from nnkit import vision

    if not vision.zoo.is_on_disk(name):
        _offer(name)
    is_new = name != vision.zoo.DEFAULT and name not in st.session_state.get("_networks", ())
    network = vision.load(name)
    if is_new:
        st.session_state["_networks"] = (*st.session_state.get("_networks", ()), name)
        warmup.freeze()
    return network


def _offer(name: str) -> None:
    from nnkit import vision

    source = vision.zoo.source(name)
    st.markdown(
        f"**{source.title}** is not on this machine yet. It is {source.megabytes} MB from the "
        "internet, once, and stays on the machine that runs this app."
    )
    job = job_view.run_job(
        f"fetch_{name}",
        name,
        partial(vision.zoo.download, name),
        _megabytes,
        source.megabytes * 1_000_000,
        _show,
        start_label=f"Download {source.title}",
        keep_picture=False,
    )
    if job is not None and job.state == "done":
        st.rerun()
    st.stop()


def _megabytes(frame: "DownloadFrame") -> float:
    return frame.step / 1e6


def _show(megabytes: float, place: DeltaGenerator) -> None:
    place.caption(f"{megabytes:.0f} MB are here.")
