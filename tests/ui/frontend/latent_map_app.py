"""The page that test_latent_map_in_browser.py drives.

A map of 5 x 5 digits that are noise, and 60 codes; ?beneath= and ?own=1 as the component takes
them, ?delay= makes every answer that late (seconds).
"""

import io
import time

import numpy as np
import streamlit as st
import torch
from PIL import Image

from nnkit.autoencoder import LatentMap
from ui import latent_map, lens

POINTS, CELL = 5, 28
ACROSS, UP = (-2.0, 2.0), (-1.0, 3.0)


def sheet() -> np.ndarray:
    """The digits [5, 5, 28, 28] as bytes."""
    return np.random.default_rng(0).integers(0, 256, (POINTS, POINTS, CELL, CELL), dtype=np.uint8)


def codes() -> tuple[np.ndarray, np.ndarray]:
    """Codes [60, 2] and labels [60]."""
    chance = np.random.default_rng(1)
    points = np.stack([chance.uniform(*ACROSS, 60), chance.uniform(*UP, 60)], axis=1)
    return points.astype(np.float32), np.arange(60) % 10


def plane() -> LatentMap:
    whole = sheet().transpose(0, 2, 1, 3).reshape(POINTS * CELL, POINTS * CELL)
    file = io.BytesIO()
    Image.fromarray(whole).save(file, "PNG")
    points, labels = codes()
    return LatentMap("test", file.getvalue(), POINTS, CELL, ACROSS, UP,
                     torch.from_numpy(points), torch.from_numpy(labels))  # fmt: skip


def take_over() -> None:
    time.sleep(float(st.query_params.get("delay", 0)))
    st.session_state["at"] = latent_map.moved("map", plane())


@st.fragment
def show(source: str) -> None:
    st.session_state.setdefault("at", (0.0, 1.0))
    own = (1.5, -0.5) if st.query_params.get("own") else None
    latent_map.show(
        plane(), source, st.session_state["at"], key="map", alt="A map", own=own,
        beneath=st.query_params.get("beneath", "codes"), on_point_change=take_over,
    )  # fmt: skip
    st.text(f"AT {[round(value, 3) for value in st.session_state['at']]}")
    if st.button("Set"):
        st.session_state["at"] = (-1.0, 2.0)
        st.rerun(scope="fragment")


if __name__ == "__main__":
    st.set_page_config(layout="wide" if st.query_params.get("wide") else "centered")
    show(lens.picture_source(plane().sheet, key="sheet"))
