"""The page that the tests beside it drive; ?part= chooses which two pictures are compared."""

import numpy as np
import streamlit as st
from PIL import Image

from ui.comparison import comparison
from ui.encoding import png

LABELS = ("Your <b>photo</b>", "What was changed", "What the network gets")
ALTS = ("A photo", "The difference", "The photo, attacked")


def photo(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Before and after [72, 96, 3]: the lower part changed by at most 4 of 255 per channel."""
    row, column = np.mgrid[:72, :96]
    waves = [128 + 60 * np.sin(row / (9 + seed + at)) * np.cos(column / 11) for at in range(3)]
    before = np.stack(waves, -1).astype(np.uint8)
    change = np.random.default_rng(seed).integers(-4, 5, before.shape)
    change[: 36 + 9 * seed] = 0
    change[60, 50] = (4, -4, 1)
    return before, (before + change).astype(np.uint8)


def digit(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Before and after [28, 28]: one black pixel of a grey picture became white."""
    before = np.zeros((28, 28), np.uint8)
    before[6:22, 12 + seed : 15 + seed] = 230
    after = before.copy()
    after[3, 5] = 255
    return before, after


def same(seed: int) -> tuple[np.ndarray, np.ndarray]:
    before, _ = photo(seed)
    return before, before


def uneven(seed: int) -> tuple[np.ndarray, np.ndarray]:
    before, after = photo(seed)
    return (before, after) if seed else (before, after[:30])


PARTS = {"photo": photo, "digit": digit, "same": same, "uneven": uneven}

if __name__ == "__main__":
    st.set_page_config(layout="wide")
    seed = st.session_state.setdefault("seed", 0)
    part = st.query_params["part"]
    pair = PARTS.get(part, photo)(seed)
    first, second = (png(Image.fromarray(pixels)) for pixels in pair)
    if part == "damaged":
        second = second[:60]
    gain = float(st.query_params.get("gain", 10))
    comparison(first, second, key="pair", labels=LABELS, alts=ALTS, gain=gain)
    if st.button("Next pictures"):
        st.session_state["seed"] = 1
        st.rerun()
