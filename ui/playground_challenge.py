"""What the judge of a challenge says of the visitor's run."""

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from nnkit.playground import Preset
    from ui.playground_run import Run


def show(begin: "Preset", run: "Run") -> None:
    """Show the verdict, if the recipe that the visitor began with is a challenge."""
    from nnkit.playground import CHALLENGES

    challenge = next((each for each in CHALLENGES if each.begin == begin), None)
    if challenge is None or len(run.frames) < 2:
        return
    verdict = challenge.check(run.origin, run.network, run.training, run.frames)
    box, icon = (
        (st.success, ":material/check_circle:") if verdict.solved else (st.info, ":material/flag:")
    )
    box(verdict.sentence, icon=icon)
