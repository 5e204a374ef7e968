"""The third tab: how strong an attack must be, and whether noise would do as well."""

from functools import partial

import streamlit as st

from nnkit import attacks
from ui import (
    attack_curve,
    attack_goal,
    code_panel,
    cores,
    inside_look,
    job_view,
    permalinks,
    picture,
)
from ui.guard import guard

JOB = "attack_curve"
MINE, ALL = "My picture", "All 15 sample photos"


@guard()
def show() -> None:
    """Show the tab."""
    st.markdown(
        "How much must be changed before the network falls? And is it not simply disturbed by "
        "*any* change? Each point below is an attack of its own, and beside it stands **random "
        "noise of exactly the same size**: every colour value goes up or down by epsilon."
    )
    network = inside_look.network()
    left, right = st.columns([2, 3], gap="large")
    with left:
        whose = permalinks.choice("Attack", [MINE, ALL], key="whose")
        again = partial(job_view.ask_to_start, JOB)
        wish = attack_goal.choose(
            network, key="curve_target", on_change=again, default=attack_goal.ANYTHING
        )
    seen = attacks.to_grid(inside_look.seen()) if whose == MINE else None
    with right:
        job = job_view.run_job(
            JOB,
            (network.name, picture.current() if whose == MINE else ALL, wish),
            lambda: cores.on_all_cores(attack_curve.frames(network, seen, wish.goal())),
            job_view.so_far(attack_curve.encode),
            len(attack_curve.EPSILONS),
            attack_curve.show,
            start_label="Measure",
        )
        points = job.latest if job is not None and job.over else None
        if points is None:
            return
        st.markdown(attack_curve.sentence(points))
        attack_curve.table(points)
    mine = (*inside_look.code(), "pictures = seen")
    everyone = (
        *inside_look.code()[1:2],
        "pictures = torch.cat([network.middle(samples.load(key)) for key in samples.SAMPLES])",
    )
    code_panel.show_code(
        code_panel.snippet(
            "attacks, images, samples, vision",
            *(mine if whose == MINE else ("import torch\n", *everyone)),
            wish.code,
            f"settings = attacks.{attack_curve.settings(is_single=whose == MINE)}",
            f"epsilons = {attack_curve.EPSILONS}",
            "for frame in attacks.epsilon_curve(network, pictures, goal, epsilons, settings):",
            "    print(frame.epsilon, frame.success, frame.noise_success)",
        )
    )
