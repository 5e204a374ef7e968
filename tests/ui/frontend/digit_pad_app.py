"""The page that test_digit_pad_in_browser.py drives: ink is measured instead of read.

?example= chooses the first example, ?delay= makes every answer that late (seconds).
"""

import time

import streamlit as st

from nnkit.strokes import SHEET, Stroke, paint
from ui import digit_bars, digit_pad

KEY = "pad"
EXAMPLES = {
    "none": (),
    "one": (Stroke(((140.0, 40.0), (140.0, 240.0)), 20.0),),
    "seven": (Stroke(((80, 60), (200, 60)), 18.0), Stroke(((200, 60), (130, 240)), 18.0)),
}
THIRDS = ("left", "middle", "right")


def readings(drawing: digit_pad.Drawing) -> list[digit_bars.Reading]:
    """How the ink is spread over the sheet; a second group that has nothing to say."""
    ink = paint(drawing.strokes).astype(float)
    third = SHEET // 3
    sums = [ink[:, at * third : (at + 1) * third].sum() for at in range(3)]
    total = sum(sums)
    shares = [part / total for part in sums] if total else None
    answer = THIRDS[sums.index(max(sums))] if total else ""
    return [
        digit_bars.Reading("Where the ink is", "by thirds", shares, THIRDS, answer),
        digit_bars.Reading("<b>Silent</b>", "<i>asleep</i>", None, ("a", "b"), ""),
    ]


def words(drawing: digit_pad.Drawing) -> str:
    lengths = [len(stroke.points) for stroke in drawing.strokes]
    widths = [stroke.width for stroke in drawing.strokes]
    ends = [(stroke.points[0], stroke.points[-1]) for stroke in drawing.strokes]
    sent = (st.session_state.get(KEY) or {}).get("drawing") or {}
    return (
        f"STROKES {len(lengths)} POINTS {lengths} WIDTHS {widths} FINAL {drawing.is_final} "
        f"MESSAGE {sent.get('number', 0)} ENDS {ends}"
    )


@st.fragment
def draw() -> None:
    example = st.radio("Example", list(EXAMPLES), key="example", horizontal=True)
    time.sleep(float(st.query_params.get("delay", 0)))
    drawing = digit_pad.pad(key=KEY, example=EXAMPLES[example])
    st.text(words(drawing))
    digit_bars.bars(readings(drawing), key="bars", mark=str(len(drawing.strokes)))


@st.fragment
def again() -> None:
    """The same pad at another place of another fragment."""
    st.text("Another tab")
    st.text(words(digit_pad.pad(key=KEY, example=EXAMPLES[st.session_state["kept"]])))


def away() -> None:
    st.text(f"AWAY {words(digit_pad.current(KEY))}")


TABS = {"Draw": draw, "Again": again, "Away": away}

if __name__ == "__main__":
    st.set_page_config(layout="wide")
    st.session_state.setdefault("example", st.query_params.get("example", "none"))
    st.session_state["example"] = st.session_state["example"]  # keeps it while it is not shown
    st.session_state["kept"] = st.session_state["example"]
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    tab = st.radio("Tab", list(TABS), key="tab", horizontal=True)
    TABS[tab]()
    st.text(f"RUNS {st.session_state['runs']}")
