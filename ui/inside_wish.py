"""What a neuron wants to see: from the gallery that ships with nnkit, or painted on the spot."""

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ui import job_view
from ui.display import data_url

if TYPE_CHECKING:
    from nnkit.vision import VisionNetwork
    from nnkit.vision.visualisation import VisualisationFrame

JOB = "wish"
INVITATION = (
    "Only some neurons have their portrait here. This one you can have painted by the network "
    "itself, in a few seconds: it starts from grey and changes every pixel."
)
ALT = "The picture that excites this neuron most, painted by the network itself."
CAPTION = "Painted pixel by pixel until this neuron fired as strongly as it can. No photo was used."


def show(network: "VisionNetwork", layer: str, channel: int) -> None:
    """Show the unit's picture, or a button that paints it; the job's view follows the run."""
    unit = (network.name, layer, channel)
    known = _from_gallery(*unit) or _painted().get(unit)
    if known is not None:
        st.image(data_url(known), alt=ALT, caption=CAPTION, width="stretch")
        return
    from nnkit.vision import visualisation

    st.caption(INVITATION)
    settings = visualisation.VisualisationSettings(layer, channel)
    job = job_view.run_job(
        JOB,
        (network.name, settings),
        lambda: visualisation.visualise(network, settings),
        encode,
        settings.steps,
        partial(job_view.show_picture, alt=ALT, caption=CAPTION),
        start_label="Paint it",
    )
    if job is not None and job.state == "done" and job.latest is not None:
        _painted()[unit] = job.latest
        st.rerun()  # the picture stands alone now, without the job's buttons


def encode(frame: "VisualisationFrame") -> bytes:
    """Return the picture so far as a JPEG."""
    from nnkit import images

    return images.to_jpeg(frame.picture)


def portraits(name: str, layer: str) -> tuple[int, ...]:
    """Return the channels of a layer whose pictures ship with nnkit: of one network only."""
    from nnkit.vision import gallery, zoo

    shelf = gallery.load_gallery()
    return shelf.channels(layer) if name == zoo.DEFAULT and layer in shelf.layers else ()


def _from_gallery(name: str, layer: str, channel: int) -> bytes | None:
    """Return the shipped picture of a unit, if there is one."""
    from nnkit import images
    from nnkit.vision import gallery

    if channel not in portraits(name, layer):
        return None
    return images.to_jpeg(gallery.load_gallery().picture(layer, channel)[None] / 255)


def _painted() -> dict[tuple[str, str, int], bytes]:
    """What this visit has painted so far: another run's job would forget it."""
    painted: dict[tuple[str, str, int], bytes] = st.session_state.setdefault("_wishes", {})
    return painted
