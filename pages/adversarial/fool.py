"""The first tab: a photo, a wish, and a picture that looks the same."""

from functools import partial

import streamlit as st

from nnkit import attacks
from ui import (
    attack_goal,
    attack_methods,
    attack_run,
    attack_view,
    code_panel,
    display,
    inside_look,
    job_view,
)
from ui.digit_reading import percent
from ui.guard import guard

JOB = "attack"


@guard()
def show() -> None:
    """Show the tab; the job's view comes before its result because it follows the run."""
    st.markdown(
        "Choose anything that your photo is **not**. A few seconds later you hold a picture that "
        "looks the same to you, and the network swears that it is what you chose."
    )
    again = partial(job_view.ask_to_start, JOB)
    network, seen = inside_look.network(), attacks.to_grid(inside_look.seen())
    method, explanation = attack_methods.choose(again), st.container()
    left, right = st.columns([2, 3], gap="large")
    with left:
        wish = attack_goal.choose(network, key="target", on_change=again)
        choice = attack_methods.spend(method, again)
    with explanation:
        attack_methods.explain(method, wish)
    with right:
        painter = attack_run.Painter(network.labels)
        job = job_view.run_job(
            JOB,
            (network.name, inside_look.picture.current(), wish, choice),
            lambda: choice.frames(network, seen, wish.goal()),
            painter.encode,
            1,
            attack_run.show,
            start_label="Fool it",
            keep_picture=False,
        )
        shot = job.latest if job is not None and job.over else None
        after = seen if shot is None or shot.painter.picture is None else shot.painter.picture
        report = attacks.report(network, seen, after, wish.goal())
        if shot is None:
            display.photo(seen, alt=inside_look.picture.current().alt)
            first = report.before[0]
            st.markdown(f"### “{first.label}” {percent(first.probability)}")
            return
        st.markdown(attack_view.headline(report))
        st.markdown(attack_view.verdict(report, wish, choice.is_idle))
    attack_view.pictures(seen, after, key="attack_pictures")
    st.caption(attack_view.figures(report))
    attack_view.top_five(report, key="attack_top")
    attack_view.film(job.history, wish)
    attack_view.why(network, seen, after, report)
    code = code_panel.snippet(
        "attacks, images, samples, vision",
        *inside_look.code(),
        wish.code,
        f"for frame in {choice.code}:",
        f"    if frame.step == {shot.step}:",
        "        result = frame.pictures",
    )
    code_panel.show(
        code_panel.Result(after, f"taken for {report.after[0].label}", code), key="attack_result"
    )
