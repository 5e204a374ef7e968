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
        "**latent space**. Between any two points lie others, and each is a digit too. Walk from "
        "favourite to favourite, and watch one digit become another."
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
        st.info("A walk needs two favourites: take another under **Sample**.")
        return
    path = gan_walk.path(chosen, steps, not straight)
    film = gan_sheet.film(path)
    captions = [f"{place % steps} of {steps} steps from {titles[place // steps]}"
                for place in range(len(film) - 1)]  # fmt: skip
    player.player(
        gan_sheet.bundle(
            film,
            "A digit turning into another, step by step",
            [*captions, f"There: {titles[-1]}"],
            {"how real, in the critic's eyes": gan_forgery.verdict(path, chosen[0].label)},
        ),
        key="walk", fps=12, loop=True, pixelated=True, autoplay=True,
    )  # fmt: skip
    films.downloads([gan_sheet.png(each[None], zoom=8) for each in path], "walk", key="gan_walk")
    asked = "" if chosen[0].label is None else f", label={chosen[0].label}"
    straight_on = ", spherical=False" if straight else ""
    code_panel.show_code(
        code_panel.snippet(
            "gan",
            f"stops = [{', '.join(each.code() for each in chosen)}]",
            f'forger = gan.load("{"digits" if chosen[0].label is None else "conditional"}")',
            "for here, there in zip(stops, stops[1:]):",
            f"    path = gan.interpolate(here, there, {steps + 1}{straight_on})",
            f"    pictures = forger.generate(path{asked})",
        )
    )
