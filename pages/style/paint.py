"""The first tab: what is on your photo, in the brush of another picture."""

import streamlit as st

from nnkit import style
from ui import (
    cores,
    job_view,
    mask_brush,
    network_choice,
    permalinks,
    picture,
    style_controls,
    style_estimate,
    style_pictures,
    style_run,
    style_view,
)
from ui.guard import guard


@guard()
def show() -> None:
    """Show the tab; the job's view stands last because it follows the run."""
    st.markdown(
        "A network that learned to name things sees **what** is on a picture in which of its "
        "features stand *where*, and **how it is painted** in how strongly its features answer, "
        "and which answer together, *wherever* that may be. So: change a photo until it keeps the "
        "first and has the second of another picture. The network stays as it is; the *photo* "
        "learns."
    )
    style_controls.shelf()
    canvas, controls = st.columns([3, 2], gap="large")  # on a phone the picture comes first
    with controls:
        brush = style_controls.first()
        chosen = style_controls.main()
        second, mix = style_controls.second()
        style_view.side_by_side(brush, second)
        with permalinks.expander("Expert settings", key="expert", icon=":material/tune:"):
            painter = network_choice.menu(tuple(style.recipes.RECIPES), key="painter")
            side = permalinks.selectbox(
                "Size in pixels", style_controls.SIDES, key="style_side", default=512
            )
            chosen |= style_controls.expert()
        settings = style_controls.settings(**chosen, **mix)
        start, title = style_pictures.photo(side), picture.current().title
        mask = mask_brush.paint(start, title, "Paint only a part", box_key="partly")
    making = style_view.Making(painter, settings, brush, second, mask is not None)
    asked = (title, side, making, mask_brush.digest(mask))
    with canvas:
        network = network_choice.loaded(painter)
        # A painting that has begun holds the memory it was given.
        if not job_view.has_run(style_view.JOB, asked) and not style_estimate.say(
            network, start, settings
        ):
            style_view.show(None, start, side, making)
            return
        shots = style_run.Painter()
        job = job_view.run_job(
            style_view.JOB,
            asked,
            lambda: cores.on_all_cores(
                style.transfer(
                    network,
                    start,
                    brush.tensor(),
                    settings,
                    second=None if second is None else second.tensor(),
                    mask=mask_brush.tensor(mask),
                )
            ),
            shots.encode,
            sum(settings.steps),
            style_run.show,
            start_label="Paint",
            keep_picture=False,
        )
        style_view.show(job, start, side, making)
