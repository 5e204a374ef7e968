"""The page that the tests beside it drive; ?part= chooses what it shows."""

import io
import math
import time

import numpy as np
import streamlit as st
from PIL import Image

from ui.gallery import Item, gallery
from ui.lens import edited_kernel, lens, picture_source
from ui.player import Bundle, player
from ui.pointer import Box, pick_region
from ui.share import copy_link

HEIGHT, WIDTH = 36, 48
SOBEL = [[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)


def encode(pixels: np.ndarray, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind)
    return file.getvalue()


def show_lens() -> None:
    query = st.query_params
    settings = {name: int(query.get(name, 1)) for name in ("stride", "dilation")}
    source = picture_source(encode(noise(0)), key="source")
    st.session_state.setdefault("kernel", SOBEL)
    if st.button("Preset"):
        st.session_state["kernel"] = np.eye(5).tolist()
    if not st.toggle("Mounted", value=True):
        return

    def take_over() -> None:
        time.sleep(float(query.get("delay", 0)))
        st.session_state["kernel"] = edited_kernel("bench")

    kernel = st.session_state["kernel"]
    span = settings["dilation"] * (len(kernel) - 1)
    lost = span if query.get("padding") == "valid" else 0
    size = tuple(math.ceil((side - lost) / settings["stride"]) for side in (HEIGHT, WIDTH))
    shade = round(100 * abs(kernel[0][0])) % 256
    state = lens(
        source_id=source,
        result=encode(np.full((*size, 3), (shade, 70, 200), np.uint8)),
        result_size=size,
        kernel=kernel,
        padding=query.get("padding", "zeros"),
        bias=float(query.get("bias", 0)),
        activation=query.get("activation", "identity"),
        flip=query.get("flip") == "1",
        display=query.get("display", "clip"),
        grey=query.get("grey") == "1",
        alt_input="Noise",
        alt_output="Filtered noise",
        key="bench",
        on_kernel_change=take_over,
        **settings,
    )
    st.text(f"KERNEL {state.kernel}")


def show_player() -> None:
    frames = [np.full((8, 10), 20 * index, np.uint8) for index in range(12)]
    figures = {
        "step": [10 * index for index in range(12)],
        "loss": [1.0, math.nan, math.inf, *(0.5**index for index in range(9))],
    }
    player(
        Bundle("gray8", 10, 8, [frame.tobytes() for frame in frames], figures, alt="A grey field"),
        key="raw",
        fps=60,
        pixelated=True,
        autoplay=st.query_params.get("autoplay") == "1",
    )


def show_pointer() -> None:
    boxes = [Box(2, 2, 10, 10, "<b>best</b>", "#E69F00")]
    region = pick_region(
        encode(noise(1), "JPEG"), (HEIGHT, WIDTH), boxes=boxes, region_size=8, key="pick", alt="Fur"
    )
    st.text(f"REGION {region}")


def show_gallery() -> None:
    labels = ["Cat", "<img src=x onerror=alert(1)>", "Dog", "Cup"]
    items = [
        Item(str(at), label, encode(noise(at), "JPEG"), f"picture {at}")
        for at, label in enumerate(labels)
    ]
    chosen = gallery(items, selected=st.session_state.get("chosen", "0"), key="grid")
    if chosen is not None:
        st.session_state["chosen"] = chosen
        st.rerun()
    st.text(f"CHOSEN {st.session_state.get('chosen')}")


def show_share() -> None:
    copy_link("share")


PARTS = {
    "lens": show_lens,
    "player": show_player,
    "pointer": show_pointer,
    "gallery": show_gallery,
    "share": show_share,
}

if __name__ == "__main__":
    st.set_page_config(layout="wide")
    PARTS[st.query_params["part"]]()
