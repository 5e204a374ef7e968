"""The second tab: two runs from the same first weights, with one thing changed between them."""

import streamlit as st

from nnkit import playground
from ui import code_panel, job_view, playground_compare, playground_pairs, playground_verdict
from ui.guard import guard

JOB = "compare"


@guard()
def show() -> None:
    """Show two networks learn on one time line, and what came of their difference."""
    st.markdown(
        "To see what **one** setting does, change nothing else. Two networks learn side by side: "
        "**A**, and **B** with one thing changed."
    )
    pair = playground_pairs.choose()
    first, second = pair.titles()
    st.markdown(f"**A**: {first}. **B**: {second}. {playground_verdict.beginning(pair)}")
    sides = (playground_compare.paced(pair.first), playground_compare.paced(pair.second))
    job = job_view.run_job(
        JOB,
        sides,
        lambda: playground.compare(*(side.candidate for side in sides)),
        lambda frame: frame,
        pair.first.training.epochs,
        playground_compare.preview,
        start_label="Train both",
        keep_picture=False,
    )
    frames = job.history if job is not None and job.over else None
    if not frames:
        return
    st.markdown(f"{playground_verdict.verdict(pair, frames)} {playground_verdict.pace(frames)}")
    playground_compare.play(sides, frames, playground_verdict.NAMES, pair.titles(), "network_pair")
    st.caption(
        "Solid lines: A; dashed ones: B. One pair is one throw of the dice: whether the difference "
        "is more than luck, another seed tells, or sixteen of them under **Was it luck?**"
    )
    code_panel.show_code(code_panel.snippet("playground", *playground_compare.code(pair)))
