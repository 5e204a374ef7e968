"""The first tab: a sheet of forgeries, each with the critic's stamp."""

import streamlit as st

from ui import code_panel, gallery, gan_copying, gan_forgery, gan_sheet, permalinks, picture
from ui.digit_reading import DIGITS
from ui.gan_forgery import ALL, BOLDEST, FREE, MOST_SEEDS, SHEET, Forgery
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show the sheet, and what can be done with the forgery that is pointed out."""
    st.markdown(
        "Nobody ever wrote these digits. A **forger**, a network that makes a picture of 100 "
        "random numbers, drew them all. Beneath each stands what its **critic** says, a second "
        "network: how sure it is that a real hand wrote this."
    )
    digit = permalinks.choice("Draw me", (ALL, *DIGITS, FREE), key="forge")
    if digit == FREE:
        st.caption(
            "Another pair draws this sheet: its forger is never told which digit to draw. That is "
            "harder: more of its forgeries lie somewhere between two digits, and being less bold "
            "does not help."
        )
    left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
    with left:
        seed = permalinks.slider(
            "Seed", 0, MOST_SEEDS, 0, key="sheet",
            help="The same seed draws the same sheet, today and next year.",
        )  # fmt: skip
    with middle:
        bold = permalinks.slider(
            "How bold", 0.0, BOLDEST, 1.0, step=0.05, key="bold",
            help="Shrinks (under 1) or stretches (over 1) all 100 numbers. At 0 the forger draws "
            "its one average digit; small values are neat and all alike, large ones wild. Experts "
            "call it truncation.",
        )  # fmt: skip
    with right:
        st.button("New sheet", icon=":material/casino:", on_click=_throw)
    labels = gan_forgery.labels(digit)
    pair = gan_forgery.forger(labels)
    drawn = pair.sample(SHEET, seed, bold, labels)
    stamps = [f"{share:.0%} real" for share in pair.discriminate(drawn, labels).tolist()]
    alts = [f"Forgery {place + 1}: {stamp}, says the critic" for place, stamp in enumerate(stamps)]
    chosen = gallery.gallery(
        gan_sheet.items(drawn, stamps, alts), selected=st.session_state.get("_forgery", "0"),
        key="forgeries", on_chosen_change=_point,
    )  # fmt: skip
    place = int(chosen or st.session_state.get("_forgery", "0"))
    forgery = Forgery(seed, place, bold, labels[place] if labels else None)
    st.markdown(f"**Forgery {place + 1}**: what now?")
    with st.container(horizontal=True):
        st.button(
            "Make it a favourite", icon=":material/star:", type="primary",
            on_click=gan_forgery.like, args=(forgery,), help="For Walk and Latent sliders.",
        )  # fmt: skip
        if st.button("Keep in the tray", icon=":material/inventory_2:"):
            picture.keep(gan_sheet.image(drawn[place : place + 1], 10), f"GAN → {forgery.title}")
    gan_copying.show(drawn[place : place + 1], pair.name)
    st.caption(gan_copying.quality(pair.name))
    asked = "" if labels is None else f", label={labels if digit == ALL else digit}"
    code_panel.show_code(
        code_panel.snippet(
            "gan",
            f'pair = gan.load("{pair.name}")',
            f"pictures = pair.sample({SHEET}, seed={seed}, truncation={bold:g}{asked})",
            f"print(pair.discriminate(pictures{asked}))",
        )
    )


def _throw() -> None:
    st.session_state["sheet"] = (st.session_state["sheet"] + 1) % (MOST_SEEDS + 1)


def _point() -> None:
    told = (st.session_state.get("forgeries") or {}).get("chosen")
    if told in {str(place) for place in range(SHEET)}:
        st.session_state["_forgery"] = told
