"""The fourth tab: four ways to ask what the network looked at, and which of them can be trusted."""

import streamlit as st

from nnkit import images
from nnkit.vision import saliency
from ui import (
    code_panel,
    inside_hiding,
    inside_look,
    inside_saliency,
    inside_trust,
    job_view,
    permalinks,
    picture,
)
from ui.guard import guard

EASIEST = "grad_cam"  # comes first: its map is the one that needs least explanation
SIGNED = "Orange speaks for it, blue against it."
UNSIGNED = "The more orange, the more it counts."
TITLES = {saliency.METHODS[key].title: key for key in (EASIEST, *saliency.METHODS)}


@guard()
def show() -> None:
    """Show one method's map for a class of the top five, checked against random weights."""
    st.markdown(
        "Which pixels made the network say so? There are several ways to ask, and they do **not** "
        "agree. Worse: some paint beautiful maps for *any* network. So each map here stands beside "
        "that of a network with **random weights**, which has never seen a photo. If both look "
        "alike, the map tells you about your picture and nothing about the network."
    )
    guesses = {guess.label: guess.number for guess in inside_look.guesses()}
    label = permalinks.choice("Why does it say", list(guesses), key="why", on_change=_start)
    title = permalinks.choice("Ask by", list(TITLES), key="method", on_change=_start)
    method = TITLES[title]
    asked = saliency.METHODS[method]
    st.caption(f"{asked.sentence} {SIGNED if asked.is_signed else UNSIGNED}")
    shot = inside_saliency.show(guesses[label], method)
    if shot is None or shot.found is None or shot.control is None or shot.likeness is None:
        return
    st.markdown(inside_trust.verdict(title, shot.likeness))
    _summary(guesses[label])
    inside_hiding.show(shot.found, shot.control, title, guesses[label], label)
    code = code_panel.snippet(
        "colours, images, samples, vision",
        "from nnkit.vision import hiding, saliency, sanity",
        "",
        *inside_look.code(),
        f'found = saliency.saliency(network, seen, {guesses[label]}, "{method}")',
        f"control = saliency.saliency(vision.untrained(network.name), seen, "
        f'{guesses[label]}, "{method}")',
        "print(sanity.likeness(found, control))",
        "for each in (found, control, hiding.disc(*found.shape)):",
        f"    print(hiding.hide(network, seen, each, {guesses[label]}).area)",
        f"result = images.from_uint8(colours.signed(found, {inside_saliency.limit(shot.found)}))",
    )
    result = images.from_uint8(inside_saliency.paint(shot.found))
    code_panel.show(code_panel.Result(result, f"{title} for {label}", code), key="saliency_map")


def _summary(label: int) -> None:
    """Show what has been measured so far for this picture and class."""
    network, shown = inside_look.network().name, picture.current().title
    known = inside_saliency.measured()
    shots = {title: known.get((network, shown, label, key)) for title, key in TITLES.items()}
    st.markdown(inside_trust.table({t: shot and shot.likeness for t, shot in shots.items()}))
    st.caption(
        "This test is due to Adebayo and others, “Sanity Checks for Saliency Maps” (2018). The "
        "likeness compares which pixels are strong, as your eye does. Passing it does not make a "
        "map right; failing it makes it worthless."
    )


def _start() -> None:
    """Compute at once what was just asked for; a link alone waits for the button."""
    if TITLES[st.session_state["method"]] in inside_saliency.SLOW:
        job_view.ask_to_start(inside_saliency.JOB)
