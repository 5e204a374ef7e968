"""The third tab: the directions in which the forgeries differ most, as sliders."""

import streamlit as st

from ui import code_panel, display, gan_directions, gan_forgery, gan_sheet, permalinks
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show a favourite, the sliders, and what they make of it."""
    st.markdown(
        "Moving one of the 100 numbers changes a bit of everything. But some **directions** of "
        "latent space change much more than others. They were found by principal component "
        "analysis of what the forger thinks on its way. Each is named after what it changes most "
        "surely, and after what else follows it; where measuring found nothing sure and strong, "
        "it gets no name."
    )
    # Those of one digit first: their directions change the hand and keep the digit.
    favourites = sorted(gan_forgery.favourites(), key=lambda each: each.label is None)
    titles = {each.title: each for each in favourites}
    chosen = titles[permalinks.selectbox("Begin with", list(titles), key="base")]
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.caption(gan_directions.together(chosen.label))
        moved = gan_directions.sliders(chosen.label)
        st.button("All to the middle", icon=":material/restart_alt:",
                  on_click=gan_directions.reset)  # fmt: skip
    picture = gan_directions.picture(chosen, moved)
    with right:
        before, after = st.columns(2)
        with before:
            display.show_array(gan_sheet.sheet(chosen.picture(), 1),
                               alt="The forgery as it was", caption="before")  # fmt: skip
        with after:
            display.show_array(
                gan_sheet.sheet(picture, 1), alt="The forgery, moved", caption="after"
            )
        st.markdown(gan_directions.sentence(chosen, picture))
    lines = gan_directions.along(chosen, moved)
    if lines is not None:
        name, strip = lines
        display.show_array(
            gan_sheet.sheet(strip, len(strip)),
            alt=f"The same forgery at nine places along {name}, from -4 to 4",
            caption=f"All along {name}: -4 to 4, the other sliders as they are.",
        )
    code_panel.show_code(code_panel.snippet("gan", *gan_directions.code(chosen, moved)))
