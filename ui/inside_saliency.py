"""Saliency maps as pictures, beside those of a network that never learned."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import streamlit as st
from PIL import Image

from nnkit import colours
from ui import encoding, inside_look, job_view
from ui import picture as tray_picture
from ui.display import data_url

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator
    from torch import Tensor

    from nnkit.vision.sanity import SanityFrame

JOB = "saliency"
SLOW = ("integrated_gradients", "occlusion")  # seconds, where the others take a blink
COARSE = ("grad_cam", "occlusion")  # soft blobs, which need the photo behind them to be placed
KEPT = 24  # results of a visit, 220 kB each
STRONGEST = 0.995  # the share of pixels below full colour: a few bright dots would hide the rest
GAP = 8
ALT = "Two maps side by side: of the network that learned, and of one with random weights."
CAPTION = "Left: the network that learned. Right: the same network with random weights."


@dataclass(frozen=True, eq=False)
class Shot:
    """Both maps side by side, so far; once they are whole, each [H, W], and their likeness."""

    sheet: bytes
    found: "Tensor | None"
    control: "Tensor | None"
    likeness: float | None


def show(label: int, method: str) -> Shot | None:
    """Show both maps, at once or by a job whose view follows it; return them once whole."""
    from nnkit import vision
    from nnkit.vision import sanity

    seen, network = inside_look.seen(), inside_look.network()
    check = partial(sanity.check, network, vision.untrained(network.name), seen, label, method)
    encode = partial(_encode, over=seen if method in COARSE else None)
    key = (network.name, tray_picture.current().title, label, method)
    known = measured()
    if key not in known and method not in SLOW:
        *_, last = check()
        _keep(key, encode(last))
    if key in known:
        _draw(known[key], st.empty())
        return known[key]
    job = job_view.run_job(JOB, key, check, encode, 1, _draw, start_label="Compute this map")
    if job is not None and job.latest is not None and job.latest.likeness is not None:
        _keep(key, job.latest)
        st.rerun()  # the map stands alone now, without the job's button
    return None


def measured() -> dict[tuple[str, str, int, str], Shot]:
    """Return this visit's results by network, picture, class and method."""
    known: dict[tuple[str, str, int, str], Shot] = st.session_state.setdefault("_saliency", {})
    return known


def limit(found: "Tensor") -> float:
    """Return the strength of a map [H, W] that gets the full colour, to three digits."""
    strengths = np.abs(found.numpy())
    highest = float(np.quantile(strengths, STRONGEST)) or float(strengths.max()) or 1.0
    return float(f"{highest:.3g}")


def paint(found: "Tensor") -> npt.NDArray[np.uint8]:
    """Paint a map [H, W]: orange speaks for the class, blue against it."""
    return colours.signed(found.numpy(), limit(found))


def _keep(key: tuple[str, str, int, str], shot: Shot) -> None:
    known = measured()
    known[key] = shot
    while len(known) > KEPT:
        del known[next(iter(known))]


def _encode(frame: "SanityFrame", over: "Tensor | None") -> Shot:
    """Paint both maps of a frame, `over` the photo where one is given."""
    left, right = (_over(paint(each), over) for each in (frame.trained, frame.control))
    sheet = Image.new("RGB", (left.width + GAP + right.width, left.height), (128, 128, 128))
    sheet.paste(left, (0, 0))
    sheet.paste(right, (left.width + GAP, 0))
    if frame.likeness is None:
        return Shot(encoding.jpeg(sheet), None, None, None)
    return Shot(encoding.jpeg(sheet), frame.trained, frame.control, frame.likeness)


def _over(painted: npt.NDArray[np.uint8], photo: "Tensor | None") -> Image.Image:
    """Tint a grey photo [1, 3, H, W] in the colours of a map."""
    if photo is None:
        return Image.fromarray(painted)
    from nnkit import images

    grey = images.to_uint8(images.to_grey(photo))[..., None].astype(np.float64) / 255
    return Image.fromarray(np.rint((0.25 + 0.75 * grey) * painted).astype(np.uint8))


def _draw(shot: Shot, place: "DeltaGenerator") -> None:
    place.image(data_url(shot.sheet), alt=ALT, caption=CAPTION, width="stretch")
