"""The app that `sessions.py` loads: a page with a heavy job and a light page with a slider."""

import gc
import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st
import torch
from PIL import Image

from ui.job_view import data_url, run_job, show_picture

STEPS = 60
SIDE = 224  # pixels; one step takes 60-100 ms on two cores

logging.basicConfig(level=logging.INFO)


@dataclass(frozen=True)
class Step:
    """One step of gradient ascent: a picture [1,3,H,W] in 0..1."""

    step: int
    total: int
    picture: torch.Tensor


@st.cache_resource(show_spinner=False)
def network() -> torch.nn.Sequential:
    """A small convolutional network with fixed random weights; the collector forgets it all."""
    generator = torch.Generator().manual_seed(0)
    layers: list[torch.nn.Module] = []
    for inputs, outputs in [(3, 32), (32, 48), (48, 64)]:
        layers += [torch.nn.Conv2d(inputs, outputs, 3, padding=1), torch.nn.ReLU()]
    net = torch.nn.Sequential(*layers).requires_grad_(False)
    for weights in net.parameters():
        weights.copy_(torch.randn(weights.shape, generator=generator) * 0.1)
    gc.collect()
    gc.freeze()
    return net


def ascend(net: torch.nn.Sequential, seed: int) -> Iterator[Step]:
    """Make the last layer's answers larger, one step of the picture at a time."""
    picture = torch.rand(1, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(seed))
    for step in range(1, STEPS + 1):
        picture.requires_grad_(True)
        (slope,) = torch.autograd.grad(net(picture).square().mean(), picture)
        picture = (picture.detach() + 0.02 * slope.sign()).clamp(0, 1)
        yield Step(step, STEPS, picture)


def to_jpeg(picture: torch.Tensor) -> bytes:
    """JPEG bytes of a picture [1,3,H,W] in 0..1."""
    array = (picture[0].permute(1, 2, 0) * 255).byte().numpy()
    buffer = io.BytesIO()
    Image.fromarray(array).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def heavy() -> None:
    """A job: gradient ascent that anyone may pause."""
    st.title("Heavy")
    seed = st.slider("Seed", 0, 9, key="seed")

    job = run_job(
        "ascent",
        (seed,),
        partial(ascend, network(), seed),
        lambda frame: to_jpeg(frame.picture),
        STEPS,
        partial(show_picture, alt="The picture so far"),
        can_pause=True,
    )
    st.text("No run" if job is None else f"Rest: {job.state}, {len(job.history)} frames")


def light() -> None:
    """A slider and the small picture that follows it."""
    network()
    st.title("Light")

    @st.fragment
    def follow() -> None:
        level = st.slider("Level", 0, 100, 50, key="level")
        ramp = np.linspace(0, level / 100, 256, dtype=np.float32)
        picture = torch.from_numpy(np.broadcast_to(ramp, (3, 256, 256)).copy())[None]
        st.image(data_url(to_jpeg(picture)), alt=f"A ramp up to {level}")
        st.text(f"Level {level}")

    follow()


pages = [st.Page(heavy, title="Heavy", default=True), st.Page(light, title="Light")]
st.navigation(pages).run()
