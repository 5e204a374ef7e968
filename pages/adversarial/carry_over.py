"""The fourth tab: what is left of an attack elsewhere, and after a day in the world."""

from functools import partial

import streamlit as st

from nnkit import attacks
from ui import attack_carry, attack_goal, code_panel, inside_look, job_view, permalinks, picture
from ui.guard import guard

JOB = "attack_carry"
NETWORKS, WORLD = "Other networks", "Everyday changes"


@guard()
def show() -> None:
    """Show the tab."""
    st.markdown(
        "An attack is made for *one* network that looks at *one* exact file. Show it to another "
        "network, or send it through a messenger that compresses it: is the ostrich still there?"
    )
    network = inside_look.network()
    left, right = st.columns([2, 3], gap="large")
    with left:
        test = permalinks.choice("Test it on", [NETWORKS, WORLD], key="test")
        again = partial(job_view.ask_to_start, JOB)
        wish = attack_goal.choose(network, key="carry_target", on_change=again)
        epsilon = permalinks.slider(
            "Epsilon (of 255)", 1, 16, 4, key="carry_epsilon", on_change=again,
            help="How much each colour value may change.",
        )  # fmt: skip
    # To the end, without an early stop: a surer mistake carries further.
    settings = attacks.PGDSettings(epsilon=epsilon, steps=20, momentum=1.0, early_stop=False)
    whole, goal = inside_look.source(), wish.goal()
    is_world = test == WORLD
    with right:
        job = job_view.run_job(
            JOB,
            (test, network.name if is_world else None, picture.current(), wish, settings),
            (lambda: attack_carry.lives(network, network.middle(whole), goal, settings))
            if is_world
            else (lambda: attack_carry.matrix(whole, goal, settings)),
            job_view.so_far(attack_carry.live if is_world else attack_carry.see),
            31 if is_world else len(attack_carry.names()) ** 2,
            attack_carry.show_lives if is_world else attack_carry.show_matrix,
            start_label="Test it",
            keep_picture=not is_world,
        )
        rows = job.latest if job is not None and job.over else None
        if rows is None:
            return
        if not is_world:
            st.markdown(attack_carry.sentence(rows))
            st.caption(
                "To carry a *particular* answer over is hard: networks err in different places. "
                "More networks can be downloaded in the menu above, and then join this table."
            )
    if is_world:
        attack_carry.survivors(rows)
        st.caption(
            "Each bar: how sure the network still is of its mistake; ✔: it is still fooled. A star "
            "marks changes so strong that the untouched photo gets another answer too."
        )
    run = (
        "for frame in attacks.survival(network, seen, last.pictures, goal):",
        "    print(frame.change.title, frame.level, frame.fooled_share, frame.kept_share)",
    )
    looks = (
        'others = {name: vision.load(f"efficientnet_{name}") for name in ("lite1", "lite2")}',
        'for cell in attacks.transfer(others, {"here": (seen, last.pictures)}, goal):',
        "    print(cell.looker, cell.guesses[0], cell.fooled_share, cell.changed_share)",
    )
    code_panel.show_code(
        code_panel.snippet(
            "attacks, images, samples, vision", *inside_look.code(), wish.code,
            f"settings = attacks.{settings}",
            "*_, last = attacks.pgd(network, seen, goal, settings)", *(run if is_world else looks),
        )
    )  # fmt: skip
