"""The page that test_point_pad_in_browser.py drives.

?count= begins with so many points instead of two, ?names= tells how many classes there are.
"""

import streamlit as st

from ui import point_pad

REACH = 6.0
TWO: point_pad.Drawing = ((-3.0, 3.0, 0), (3.0, -3.0, 1))
OTHER: point_pad.Drawing = ((0.0, 0.0, 2),)
NAMES = ("class 1", "<b>class 2</b>", "class 3", "class 4")


@st.fragment
def show() -> None:
    query, state = st.query_params, st.session_state
    count = int(query.get("count", 0))
    begin = tuple((x * 0.05 - 5.0, 5.0, 0) for x in range(count)) or TWO
    if st.button("Other"):
        state["begin"] = OTHER
    names = NAMES[: int(query.get("names", 4))]
    points = point_pad.draw(
        state.get("begin", begin), names, reach=REACH, key="pad", alt="A plane to draw on"
    )
    st.text(f"POINTS {[list(point) for point in points]}")


if __name__ == "__main__":
    show()
