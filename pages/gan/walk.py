"""The second tab: from one forgery to the next, through forgeries that nobody has seen yet."""

import streamlit as st

from ui import (
    code_panel,
    films,
    gallery,
    gan_forgery,
    gan_sheet,
    gan_walk,
    permalinks,
    player,
)
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show the favourites and play the walk between them."""
    st.markdown(
        "The forger makes a picture of 100 numbers: a point in a space of 100 dimensions, its "
        "**latent space**. Between any two points lie others: most of them are digits too, some "
        "are nothing that anyone would write. Walk from favourite to favourite, and watch one "
        "digit become another."
    )
    chosen = gan_walk.company(gan_forgery.favourites())
    pictures = gan_walk.pictures(chosen)
    titles = [each.title for each in chosen]
    gallery.gallery(gan_sheet.items(pictures, titles, titles), selected=None, key="stops")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        steps = permalinks.slider("Steps between two", 4, 48, 16, key="walk_steps", step=4)
        straight = permalinks.toggle(
            "Straight on, through the middle", key="straight",
            help="Points far from the middle are what the forger has practised on. A straight "
            "line cuts through the empty middle; a walk along the sphere stays outside.",
        )  # fmt: skip
        st.button("Back to the examples", icon=":material/undo:", on_click=gan_forgery.forget)
    if len(chosen) < 2:
        st.info("A walk needs two favourites of one forger: take another under **Sample**.")
        return
    walk = gan_walk.walk(chosen, steps, not straight)
    film = gan_sheet.film(walk.pictures)
    captions = [f"{place % steps} of {steps} steps from {titles[place // steps]}"
                for place in range(len(film) - 1)]  # fmt: skip
    player.player(
        gan_sheet.bundle(
            film,
            "A digit turning into another, step by step",
            [*captions, f"There: {titles[-1]}"],
            {"how real, in the critic's eyes": walk.verdicts},
        ),
        key="walk", fps=12, loop=True, pixelated=True, autoplay=True,
    )  # fmt: skip
    if len({each.label for each in chosen}) > 1:
        st.caption(
            "On the way from one digit to another the forger is asked for something in between: "
            "in the middle for half of the one and half of the other, which it has never been."
        )
    frames = [gan_sheet.png(each[None], zoom=8) for each in walk.pictures]
    films.downloads(frames, "walk", key="gan_walk")
    code_panel.show_code(code_panel.snippet("gan", *gan_walk.code(chosen, steps, not straight)))
