"""The second tab: rubbish that the network is sure of."""

from functools import partial

import streamlit as st

from nnkit import attacks
from ui import attack_goal, attack_noise, attack_run, attack_view, code_panel, inside_look, job_view
from ui.digit_reading import percent
from ui.guard import guard

JOB = "attack_noise"


@guard()
def show() -> None:
    """Show the tab."""
    st.markdown(
        "Begin with a television's snow. Ask which way every dot must change so that the network "
        "sees a little more of a goldfish in it, and follow. After a dozen steps the snow still "
        "looks like **nothing at all**, and the network is surer of its goldfish than of most "
        "photos: it has no word for “I don't know”."
    )
    again = partial(job_view.ask_to_start, JOB)
    network = inside_look.network()
    left, right = st.columns([2, 3], gap="large")
    with left:
        wish = attack_goal.choose(
            network, key="noise_target", on_change=again, default="goldfish", can_be_anything=False
        )
        settings = attack_noise.settings(network.side, on_change=again)
        start = attacks.noise_pictures(settings)
    with right:
        painter = attack_run.Painter(network.labels)
        job = job_view.run_job(
            JOB,
            (network.name, wish, settings),
            lambda: attacks.from_noise(network, wish.goal(), settings),
            painter.encode,
            settings.steps,
            attack_run.show,
            start_label=f"Find the {wish.label}",
            keep_picture=False,
        )
        shot = job.latest if job is not None and job.over else None
        if shot is None or shot.painter.picture is None:
            attack_noise.show_start(start)
            return
        result = shot.painter.picture
        st.markdown(f"### Noise → “{shot.label}” {percent(shot.share)}")
        st.markdown(
            f"It took {shot.step} steps. Find the difference yourself: enlarge it with the slider."
        )
    attack_view.pictures(
        shot.painter.original, result, key="noise_pictures",
        labels=("The noise", "What was changed, enlarged", f"“{shot.label}”"),
    )  # fmt: skip
    attack_view.film(job.history, wish, key="noise_player")
    code = code_panel.snippet(
        "attacks, vision",
        *inside_look.code()[1:2],
        wish.code,
        f"*_, frame = attacks.from_noise(network, goal, attacks.{settings})",
        "result = frame.pictures",
    )
    code_panel.show(
        code_panel.Result(result, f"{wish.label} from noise", code), key="noise_result",
        origin="Noise",
    )  # fmt: skip
