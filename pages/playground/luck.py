"""The second tab: sixteen runs that differ in nothing but their seed."""

from dataclasses import replace

import streamlit as st

from nnkit import playground
from ui import (
    code_panel,
    job_view,
    playground_luck,
    playground_points,
    playground_recipe,
    playground_snippet,
)
from ui.guard import guard

JOB = "luck"


@guard()
def show() -> None:
    """Show sixteen maps side by side and how far their losses lie apart."""
    st.markdown(
        "A network begins with **random weights**, and meets its points in random order. How much "
        "of the result is luck? Here one network learns **sixteen times at "
        "once**, from the same points: only the seed is another."
    )
    _, origin, network, training = playground_recipe.choose()
    training = replace(training, early_stop=None, every=max(1, training.epochs // 30))
    points = playground_points.make(origin)
    painter = playground_luck.Painter(points)
    job = job_view.run_job(
        JOB,
        (origin, network, training),
        lambda: playground.train_many(points, network, training, playground_luck.SEEDS),
        painter.encode,
        training.epochs,
        playground_luck.show,
        start_label="Train sixteen",
    )
    shot = job.latest if job is not None and job.over else None
    if shot is None:
        return
    st.markdown(playground_luck.sentence(shot))
    playground_luck.spread(job.history)
    code_panel.show_code(
        code_panel.snippet(
            "playground",
            *playground_snippet.settings(origin, network, training),
            f"runs = playground.train_many(points, network, training, {playground_luck.SEEDS})",
            "for frame in runs:",
            "    print(frame.epoch, sorted(frame.test_losses))",
        )
    )
