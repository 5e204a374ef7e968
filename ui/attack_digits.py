"""The visitor's digit under attack: the usual ConvNet beside the one trained against attacks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ui import code_panel, digit_control, digit_reading, display, permalinks
from ui.guard import guard

if TYPE_CHECKING:
    from torch import Tensor

NAMES = {"cnn": "The usual ConvNet", "robust": "The hardened one"}
STEPS = 40
VOTERS, BLUR = 100, 48.0  # noisy copies, and the size of their noise in 1/255


@dataclass(frozen=True, eq=False)
class Fall:
    """A digit before and after an attack on one network, and what it reads."""

    picture: "Tensor"
    before: int
    after: int
    share: float
    votes: int
    elected: int


def attacked(name: str, image: "Tensor", epsilon: float) -> Fall:
    """Attack a prepared digit [1, 1, 28, 28] for one network; let noisy copies vote on it."""
    from nnkit import attacks, digits

    network = digits.load(name)
    settings = attacks.PGDSettings(epsilon=round(epsilon * 255), steps=STEPS)
    *_, last = attacks.pgd(network.module, image, attacks.away(), settings)
    found = network.probabilities(last.pictures)[0]
    vote = attacks.SmoothingSettings(sigma=BLUR, samples=VOTERS, first=16)
    *_, count = attacks.smoothed(network.module, last.pictures, vote)
    elected = int(count.votes.argmax())
    return Fall(last.pictures, int(last.labels[0]), int(found.argmax()), float(found.max()),
                int(count.votes[elected]), elected)  # fmt: skip


@st.fragment
@guard()
def show() -> None:
    """Show the pad, the slider, both networks and their accuracies."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        drawing = digit_control.pad()
    with right:
        epsilon = permalinks.slider(
            "How far each pixel may go (0: not at all, 1: from paper to ink)", 0.0, 0.4, 0.2,
            step=0.05, key="digit_epsilon",
        )  # fmt: skip
        prepared = digit_reading.look(drawing.strokes, ()).prepared
        if prepared is None:
            st.markdown(digit_reading.EMPTY)
        else:
            places = st.columns(2)
            for place, (name, title) in zip(places, NAMES.items(), strict=True):
                with place:
                    _show_fall(title, attacked(name, prepared.image, epsilon))
    st.subheader("What it costs, on 10,000 digits that neither has seen")
    _show_accuracies()
    if prepared is None or not drawing.is_final:
        return
    code_panel.show_code(
        code_panel.snippet(
            "attacks, digits, strokes",
            digit_control.code(drawing.strokes),
            "image = digits.prepare(drawing).image",
            f"settings = attacks.PGDSettings(epsilon={round(epsilon * 255)}, steps={STEPS})",
            'for name in ("cnn", "robust"):',
            "    network = digits.load(name)",
            "    *_, last = attacks.pgd(network.module, image, attacks.away(), settings)",
            "    print(name, network.probabilities(last.pictures)[0])",
        )
    )


def _show_fall(title: str, fall: Fall) -> None:
    stands = fall.after == fall.before
    st.markdown(f"**{title}**")
    display.pixels(
        fall.picture,
        alt=f"The digit, attacked for this network, which now reads {fall.after}.",
    )
    st.markdown(
        f"{'✔ still' if stands else f'✘ it read {fall.before}, now'} **{fall.after}**, "
        f"{digit_reading.percent(fall.share)}"
    )
    st.caption(
        f"If {VOTERS} noisy copies of this picture vote: {fall.elected} with {fall.votes} votes."
    )


def _show_accuracies() -> None:
    import altair

    from nnkit.digits import robustness

    rows = [
        {"network": NAMES[name], "epsilon": float(epsilon), "right": share}
        for name, shares in robustness.shipped().items()
        for epsilon, share in shares.items()
    ]
    chart = (
        altair.Chart(pd.DataFrame(rows))
        .mark_line(strokeWidth=3, point=altair.OverlayMarkDef(size=80))
        .encode(
            x=altair.X("epsilon", title="how far each pixel may go"),
            y=altair.Y("right", title="digits read rightly", axis=altair.Axis(format="%")),
            color=altair.Color("network", title=None, sort=list(NAMES.values()),
                               legend=altair.Legend(orient="top")),
            strokeDash=altair.StrokeDash("network", title=None, sort=list(NAMES.values())),
            tooltip=["network", "epsilon", altair.Tooltip("right", format=".2%")],
        )
        .properties(height=240, description="Accuracy of both networks for each epsilon.")
    )  # fmt: skip
    st.altair_chart(chart, width="stretch")
    usual, robust = (
        {row["epsilon"]: row["right"] for row in rows if row["network"] == title}
        for title in NAMES.values()
    )
    st.markdown(
        f"Left alone, the usual network reads {usual[0.0]:.2%} and the hardened one "
        f"{robust[0.0]:.2%}: **strength costs a little accuracy**. Under attack at 0.3 they read "
        f"{usual[0.3]:.1%} and {robust[0.3]:.1%}. (Forty steps of gradient, three starts; an "
        "attacker with another idea may do better, and beyond 0.3 the hardened one falls too.)"
    )
