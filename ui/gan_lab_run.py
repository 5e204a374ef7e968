"""The visitor's run of the GAN lab: it is computed in slices, and goes on from where she looks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

import streamlit as st

from ui import gan_lab, gan_lab_cloud
from ui.slices import FIRST_SLICE, SLICE, GrowsBySlices

if TYPE_CHECKING:
    from nnkit.gan.lab import Cloud, LabFrame, LabSettings, Stage
    from ui.gan_lab_cloud import Origin

_KEY = "_gan_lab_run"


@dataclass
class Run(GrowsBySlices):
    """The frames so far. The first `kept` ones are those of the run that was called `was`.

    settings: what the controls said; the run may last longer. shown: the round that the visitor was
    looking at. stages: of the round before the last frame, if she wants to see it slowly. said: why
    this run began, in words.
    """

    name: str
    origin: "Origin"
    cloud: "Cloud"
    settings: "LabSettings"
    frames: "list[LabFrame]" = field(default_factory=list)
    iterator: "Iterator[LabFrame]" = field(default_factory=lambda: iter(()))
    was: str = ""
    kept: int = 0
    shown: int = 0
    stages: "tuple[Stage, ...]" = ()
    said: str = ""
    is_over: bool = False


def ongoing() -> Run | None:
    """Return the visitor's run, if she has one."""
    return cast("Run | None", st.session_state.get(_KEY))


def begin(origin: "Origin", settings: "LabSettings", said: str = "") -> Run:
    """Start a new run from the first weights."""
    from nnkit.gan import lab

    cloud = gan_lab_cloud.make(origin)
    run = Run(_name(), origin, cloud, settings, [], lab.train(cloud, settings), said=said)
    run.more(FIRST_SLICE)
    return _keep(run)


def bundle(run: Run) -> gan_lab.Bundle:
    """Return what the browser plays."""
    return gan_lab.Bundle(
        run.name, run.frames, run.cloud, run.settings, gan_lab_cloud.title(run.origin),
        is_complete=run.is_over, was=run.was, kept=run.kept, stages=run.stages, said=run.said,
    )  # fmt: skip


def why_anew(run: Run, origin: "Origin", settings: "LabSettings") -> str:
    """Say why these settings need a new run; "" if the run can go on with them."""
    before = run.settings
    if settings.seed != before.seed:
        return "Another seed: forger and critic begin anew."
    if run.origin != origin:
        return "Other real points: forger and critic begin anew."
    shapes = [(one.generator, one.critic, one.noise_size) for one in (before, settings)]
    return "" if shapes[0] == shapes[1] else "Another shape: forger and critic begin anew."


def obey(run: Run, event: gan_lab.Event, settings: "LabSettings") -> Run:
    """Do what the visitor asked for at the component; return the run to be shown."""
    frame = min(run.frames, key=lambda each: abs(each.step - event.step))
    if event.kind == "more":
        run.shown, run.stages = frame.step, ()
        run.more(SLICE)
        return run
    if event.kind == "reset":
        return begin(run.origin, settings, "Back to the first weights.")
    if event.kind == "go_on":
        said = f"From round {frame.step} on, the new settings count."
        branched = _branch(run, frame, settings, said=said)
        branched.more(FIRST_SLICE)
        return branched
    if event.kind == "slow":
        return _slowly(run, frame, settings)
    playing = settings
    if event.kind == "critic":
        playing = replace(settings, generator_steps=0)
    elif event.kind == "forger":
        playing = replace(settings, critic_steps=0)
    return _branch(run, frame, settings, [_one_round(run, frame, playing)])


def _slowly(run: Run, frame: "LabFrame", settings: "LabSettings") -> Run:
    """Play one round, and show what happens in it."""
    from nnkit.gan import lab

    stages = tuple(lab.slow_motion(run.cloud, settings, frame))
    said = "" if stages else "Neither takes a step in a round: there is nothing to see."
    return _branch(run, frame, settings, [_one_round(run, frame, settings)], stages, said)


def _one_round(run: Run, frame: "LabFrame", settings: "LabSettings") -> "LabFrame":
    from nnkit.gan import lab

    *_, last = lab.train(run.cloud, replace(settings, rounds=frame.step + 1, every=1), frame)
    return last


def _branch(
    run: Run,
    start: "LabFrame",
    settings: "LabSettings",
    added: "Sequence[LabFrame]" = (),
    stages: "tuple[Stage, ...]" = (),
    said: str = "",
) -> Run:
    """Go on from a frame, or from those added to it; what came before stays on the time line."""
    from nnkit.gan import lab

    kept = [frame for frame in run.frames if frame.step <= start.step]
    frames = [*kept, *added]
    last = frames[-1]
    # A run that has reached its end may go on, as long once more.
    rounds = settings.rounds + (last.step if last.step >= settings.rounds else 0)
    coming = lab.train(run.cloud, replace(settings, rounds=rounds), last)
    new = (frame for frame in coming if frame.step > last.step)
    branched = Run(
        _name(), run.origin, run.cloud, settings, frames, new,
        was=run.name, kept=len(kept), shown=start.step, stages=stages, said=said,
    )  # fmt: skip
    return _keep(branched)


def _keep(run: Run) -> Run:
    st.session_state[_KEY] = run
    return run


def _name() -> str:
    number = st.session_state.get("_gan_lab_runs", 0) + 1
    st.session_state["_gan_lab_runs"] = number
    return f"run {number}"
