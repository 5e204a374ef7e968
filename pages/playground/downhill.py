"""Going downhill: optimisers race over surfaces of two weights; then your own network's surface."""

import streamlit as st

from nnkit.descent import OPTIMISERS, SURFACES
from ui import (
    code_panel,
    permalinks,
    player,
    playground_controls,
    playground_film,
    playground_hills,
    playground_landscape,
    playground_recipe,
)
from ui.guard import guard


def show() -> None:
    """Show the race, then the landscape."""
    _race()
    st.divider()
    _landscape()


@st.fragment
@guard()
def _race() -> None:
    st.markdown(
        "All learning is this: stand somewhere in a landscape, feel the slope under your feet, "
        "step downhill. Height is the **loss**, and where you stand is given by the **weights**. "
        "A real network has thousands of them; with two, we can look at the whole map."
    )
    titles = {surface.title: surface for surface in SURFACES.values()}
    surface = titles[permalinks.choice("Landscape", list(titles), key="hill")]
    st.caption(surface.sentence)
    left, right = st.columns([3, 2], gap="large")
    with right:
        race = playground_hills.choose(surface)
    if not race.rates:
        st.info("Choose at least one runner.", icon=":material/info:")
        return
    runs = race.run()
    with left:
        player.player(playground_film.film(surface, runs), key="race", fps=8, autoplay=True)
        st.caption(
            "Dark is low. The white cross is the bottom; each disc carries the first letter of its "
            f"optimiser (S: SGD). Across: {surface.axes[0]}, upwards: {surface.axes[1]}."
        )
    with right:
        playground_hills.chart(runs)
    st.markdown(playground_hills.outcome(race, runs))
    if lost := playground_hills.warning(runs):
        st.info(lost, icon=":material/trending_up:")
    with st.expander("Who is who", icon=":material/directions_run:"):
        st.markdown(
            "\n".join(f"- **{OPTIMISERS[key].title}**: {OPTIMISERS[key].sentence}" for key in runs)
        )
    code_panel.show_code(
        code_panel.snippet(
            "descent",
            f'surface = descent.SURFACES["{surface.key}"]',
            f"rates = {race.rates}",
            "for optimiser, rate in rates.items():",
            "    settings = descent.DescentSettings(optimiser, rate)",
            f"    *_, frame = descent.descend(surface, settings, start={race.start})",
            "    print(optimiser, frame.position, frame.value, frame.state)",
        )
    )


@st.fragment
@guard()
def _landscape() -> None:
    run = playground_recipe.follow()
    count = run.shown.parameters.flat.numel()
    st.markdown(
        f"#### The landscape of your own network\nYour network has **{count} weights and biases**, "
        f"so its landscape has {count} directions. Pick two and look around: that is "
        "like cutting through a mountain range with one sheet of paper."
    )
    if run.shown.has_diverged:
        st.warning("This network has diverged: there is nothing left to look at.",
                   icon=":material/info:")  # fmt: skip
        return
    left, right = st.columns([3, 2], gap="large")
    with right:
        view = playground_landscape.choose(run)
    land = view.land(run)
    with left:
        playground_landscape.show(land)
    with right:
        st.markdown(playground_landscape.in_words(land))
        if land.way is not None:
            optimiser = playground_controls.OPTIMISERS[run.training.optimiser]
            st.markdown(playground_landscape.way_in_words(land, optimiser))
        st.markdown(
            "Train a little more under **Train**, come back, and see the ground change under the "
            "cross. Networks with many neurons tend to lie in wide, smooth valleys; deep narrow "
            "ones in rough country (Li et al. 2018, whose way of drawing this is)."
        )
    code_panel.show_code(code_panel.snippet("playground", *view.code(run)))
