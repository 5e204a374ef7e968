"""Optimisers racing down a hill of two weights: controls, the chart, the outcome."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from nnkit.descent import OPTIMISERS, RACE, RATES, DescentSettings, Surface, descend
from nnkit.descent import State as States
from ui import permalinks
from ui.playground_film import COLOURS, Runs
from ui.written import written

if TYPE_CHECKING:
    from nnkit.descent import DescentFrame

PACES = ("each at its best", "too small", "right", "too large", "my own")
LOWEST, HIGHEST = 1e-3, 1e4  # of the chart's losses
_POWERS = [10.0**power for power in range(-3, 5)]


@dataclass(frozen=True)
class Race:
    """Who runs where, from where, at which rates."""

    surface: Surface
    rates: dict[str, float]
    start: tuple[float, float]

    def settings(self) -> dict[str, DescentSettings]:
        """Return each runner's settings."""
        return {key: DescentSettings(key, rate) for key, rate in self.rates.items()}

    def run(self) -> Runs:
        """Return the whole path of each."""
        return {
            key: tuple(descend(self.surface, settings, self.start))
            for key, settings in self.settings().items()
        }


def choose(surface: Surface) -> Race:
    """Show the controls of a race on this surface."""
    known = list(RACE[surface.key])  # without mini-batches where there are no examples
    titles = {OPTIMISERS[key].title: key for key in known}
    usual = [OPTIMISERS[key].title for key in known if key != "sgd"]
    chosen = permalinks.several(
        "Who runs", list(titles), key=f"runners_{surface.key}", default=usual, wrap=True
    )
    pace = permalinks.choice("Learning rate", PACES, key="pace")
    rates = {titles[title]: _rate(surface, titles[title], pace) for title in chosen}
    if pace == "my own":
        power = float(permalinks.slider("Learning rate, as a power of ten", -4.0, 2.0, -1.0,
                                        step=0.1, key="pace_power"))  # fmt: skip
        rates = dict.fromkeys(rates, 10**power)
        st.caption(f"The learning rate is {written(10**power)}, for all of them.")
    elif pace != PACES[0]:
        st.caption(
            "So it is for plain gradient descent; the others run at the same rate, and for them it "
            "may be something else."
        )
    first, second = st.columns(2)
    box = surface.box
    with first:
        x = permalinks.slider(f"Start: {surface.axes[0]}", box.left, box.right, surface.start[0],
                              step=0.01, key=f"set_out_x_{surface.key}")  # fmt: skip
    with second:
        y = permalinks.slider(f"Start: {surface.axes[1]}", box.bottom, box.top, surface.start[1],
                              step=0.01, key=f"set_out_y_{surface.key}")  # fmt: skip
    return Race(surface, rates, (float(x), float(y)))


def _rate(surface: Surface, key: str, pace: str) -> float:
    if pace == PACES[0]:
        return RACE[surface.key][key]
    return getattr(RATES[surface.key], pace.replace(" ", "_"), 0.1)


def chart(runs: Runs) -> None:
    """Chart the loss of each runner against the step."""
    import altair

    rows = pd.DataFrame(
        [
            {"step": frame.step, "loss": min(max(frame.value, LOWEST), HIGHEST),
             "who": OPTIMISERS[key].title}
            for key, frames in runs.items()
            for frame in frames
        ]
    )  # fmt: skip
    titles = [OPTIMISERS[key].title for key in runs]
    st.altair_chart(
        altair.Chart(rows)
        .mark_line(strokeWidth=3)
        .encode(
            x=altair.X("step", title="step"),
            y=altair.Y("loss", scale=altair.Scale(type="log"), title="loss (by powers of ten)",
                       axis=altair.Axis(format="~g", values=_POWERS)),
            color=altair.Color("who", title=None, legend=altair.Legend(orient="top", columns=2),
                               scale=altair.Scale(domain=titles,
                                                  range=[COLOURS[key] for key in runs])),
            strokeDash=altair.StrokeDash("who", title=None, scale=altair.Scale(domain=titles)),
            tooltip=["who", "step", altair.Tooltip("loss", format=".3g")],
        )
        .properties(height=300, description="The loss of each optimiser after each step."),
        width="stretch",
    )  # fmt: skip


def outcome(race: Race, runs: Runs) -> str:
    """Return how each fared as a Markdown table."""
    rows = ["| | learning rate | loss at the end | |", "|---|---|---|---|"]
    rows += [
        f"| **{OPTIMISERS[key].title}** | {race.rates[key]:.3g} | {written(frames[-1].value)} | "
        f"{fate(race.surface, frames)} |"
        for key, frames in runs.items()
    ]
    return "\n".join(rows)


def warning(runs: Runs) -> str:
    """Explain what it means that some diverged, "" if none did."""
    lost = [OPTIMISERS[key].title for key, frames in runs.items() if frames[-1].has_diverged]
    if not lost:
        return ""
    return (
        f"What happened to {' and '.join(lost)}? A step that is too long lands on the other side "
        "of the valley, and **higher** than before. There it is steeper still, so the next step is "
        "longer still. With a smaller learning rate the same path would have come down."
    )


def fate(surface: Surface, frames: "tuple[DescentFrame, ...]") -> str:
    """Say what became of a path."""
    import torch

    first, last = frames[0], frames[-1]
    if last.state is States.DIVERGED:
        return f"**diverged**, thrown off the map after {last.step} step{'s' * (last.step > 1)}"
    lowest = min(surface.value(torch.tensor(place, dtype=torch.float64)).item()
                 for place in surface.minima)  # fmt: skip
    whole, left = first.value - lowest, last.value - lowest
    recent = [frame.value - lowest for frame in frames[-10:]]
    if max(recent) <= 0.01 * whole or whole <= 0:
        return "arrived at the bottom"
    if left <= 0.01 * whole:
        return "near the bottom, but its steps lead past it and back"
    if last.state is States.AT_REST:
        return "at rest, and not at the bottom: where it lies, the ground is flat"
    if left > whole:
        return "higher than where it set out: its steps overshoot"
    if recent[0] - left < 0.01 * whole:
        return f"makes no headway any more, with {left / whole:.0%} of the way down left"
    return f"on its way, with {left / whole:.0%} of the way down left"
