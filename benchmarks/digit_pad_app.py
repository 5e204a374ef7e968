"""The app that `digit_pad.py` loads: pad, networks and bars in one fragment, or an empty one."""

import streamlit as st

from ui import digit_bars, digit_pad, digit_reading, warmup

KEY = "pad"


@st.cache_resource(show_spinner=False)
def warm_up() -> None:
    """Read once with every network, on one thread, and hide all that from the collector."""
    import torch

    from nnkit.strokes import Stroke

    torch.set_num_threads(1)
    digit_reading.look((Stroke(((140.0, 40.0), (140.0, 240.0)), 18.0),))
    warmup.freeze()


@st.fragment
def follow() -> None:
    """Show what the networks read; the bars carry the number of the message that they answer."""
    drawing = digit_pad.pad(key=KEY)
    seen = digit_reading.look(drawing.strokes)
    digit_bars.bars(digit_reading.readings(seen), key="bars", mark=str(drawing.number))


@st.fragment
def idle() -> None:
    """Do as little as a fragment can."""
    st.text(f"Value {st.slider('Value', 0, 100, 50)}")


st.set_page_config(layout="wide")
warm_up()
if "empty" in st.query_params:
    idle()
else:
    follow()
