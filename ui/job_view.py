"""Jobs on a page: Start, Stop, Pause and Step, the progress bar and the live preview."""

import time
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, Literal, TypeVar

import streamlit as st
from streamlit import runtime
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.display import data_url
from ui.guard import plain
from ui.jobs import BusyError, Frame, Job, Runner

VIEWER_TICK = 0.2  # seconds; a viewer notices within this time that its page runs anew

F = TypeVar("F", bound=Frame)
E = TypeVar("E")


@st.cache_resource(show_spinner=False)
def runner(device_name: str) -> Runner:
    """The process's one runner for a device."""
    return Runner(device_name, alive=_is_connected)


def run_job(
    name: str,
    settings: Hashable,
    frames: Callable[[], Iterator[F]],
    encode: Callable[[F], E],
    total: int,
    show: Callable[[E, DeltaGenerator], object],
    *,
    start_label: str = "Start",
    can_pause: bool = False,
    keep_picture: bool = True,
    device_name: str = "cpu",
) -> Job[E] | None:
    """Draw the buttons, the progress and a live preview; return the run when it rests.

    Use it last on a page or tab: while the job runs, this call follows it and does not return.
    `settings` names everything that the pictures depend on; where it differs from the job's, the
    job is dropped. `frames()` and `encode(frame)` run on the worker thread and must not use `st`;
    `show(encoded, placeholder)` draws one encoded frame; without `keep_picture` the last one goes
    when the run is over, because the page shows the whole run in its own way. The result is the
    finished, stopped or paused job, or None while there is no picture for these settings.
    """
    # Popping comes first: it ends a run that a newer one has replaced, before it can drop a job.
    asked = st.session_state.pop(_start_key(name), False)
    jobs, session, refusal = runner(device_name), session_id(), None
    job: Job[E] | None = jobs.find(session, name)
    if job is not None and job.settings != settings:
        jobs.drop(session)
        job = None
    if asked:
        try:
            job = jobs.submit(session, name, settings, frames, encode, total)
        except BusyError as error:
            refusal = str(error)

    controls, bar, picture = _Controls(name), st.empty(), st.empty()
    controls.draw(_buttons(job, name, start_label, can_pause))
    if job is not None:
        _follow(job, jobs, bar, picture, show)
        if job.over and not keep_picture:
            picture.empty()
        controls.draw(_buttons(job, name, start_label, can_pause))
    sentence = refusal or (None if job is None else job.error)
    if sentence is not None:
        bar.error(plain(sentence))
    elif job is None:
        bar.caption(f"Not run with these settings yet: press “{start_label}”.")
    return None if job is None or job.latest is None else job


def has_run(name: str, settings: Hashable, device_name: str = "cpu") -> bool:
    """Say whether this visit has a job of that name with these settings, running or over."""
    job = runner(device_name).find(session_id(), name)
    return job is not None and job.settings == settings


def so_far(encode: Callable[[F], E]) -> Callable[[F], tuple[E, ...]]:
    """Return an encoder for one run that gives, with each frame, all that `encode` has made."""
    made: list[E] = []

    def add(frame: F) -> tuple[E, ...]:
        made.append(encode(frame))
        return tuple(made)

    return add


def show_picture(
    data: bytes,
    placeholder: DeltaGenerator,
    *,
    alt: str,
    caption: str | None = None,
    width: Literal["stretch", "content"] | int = "stretch",
) -> None:
    """Draw JPEG or PNG bytes as they are; fix `alt` with `functools.partial` for `run_job`."""
    placeholder.image(data_url(data), caption=caption, width=width, alt=alt)


def session_id() -> str:
    """The browser session that this script run serves."""
    context = get_script_run_ctx()
    return "" if context is None else context.session_id


def progress_text(job: Job[Any], position: int) -> str:
    """Where a job stands, in a few words; `position` is its place in line, 0 for none."""
    steps = f"step {job.step} of {job.total}"
    if job.state == "queued" and position:
        return f"{ordinal(position)} in line, starts by itself"
    if job.state == "done":
        return f"done, {job.step} steps"
    if job.over or job.state == "paused":
        return f"{job.state} at {steps}"
    seconds = job.seconds_left()
    return steps if seconds is None else f"{steps}, about {duration(seconds)} left"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, ... 11th, ... 21st."""
    teens = 10 < number % 100 < 20
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def quickest_step(frames: Iterator[object]) -> float:
    """Return the seconds that the quickest step of a short run takes."""
    times = [time.perf_counter() for _ in frames]
    return min(late - early for early, late in pairwise(times))


def duration(seconds: float) -> str:
    """Seconds up to a minute and a half, minutes beyond."""
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"


def ask_to_start(name: str) -> None:
    """Let the next run of the page start a job, as its button does; for use in a callback."""
    # Started from the script, not from here, so that it runs with the settings that are shown.
    st.session_state[_start_key(name)] = True


def _is_connected(session: str) -> bool:
    # Without a server, as in a test, nobody can leave.
    return not runtime.exists() or bool(runtime.get_instance().is_active_session(session))


def _start_key(name: str) -> str:
    return f"{name}-start-asked"


@dataclass(frozen=True)
class _Button:
    role: str
    label: str
    action: Callable[[], None]


def _buttons(
    job: Job[Any] | None, name: str, start_label: str, can_pause: bool
) -> list[_Button | None]:
    """The buttons that fit the job's state: the main one, then two that a page may ask for."""
    if job is None or job.over:
        return [_Button("start", start_label, partial(ask_to_start, name)), None, None]
    stop = _Button("stop", "Stop", job.stop)
    if not can_pause:
        return [stop, None, None]
    if job.state == "paused":
        resume, step = (
            _Button("resume", "Resume", job.resume),
            _Button("step", "Step", job.step_once),
        )
        return [stop, resume, step]
    return [stop, _Button("pause", "Pause", job.pause), None]


class _Controls:
    """The row of buttons; each has its own place, so that it can change while a run lasts."""

    def __init__(self, name: str) -> None:
        """Take the row's place on the page."""
        row = st.container(horizontal=True)
        self._name = name
        self._places = [row.empty(), row.empty(), row.empty()]
        self._drawn: list[str | None] = [None, None, None]

    def draw(self, buttons: list[_Button | None]) -> None:
        """Draw what changed: Streamlit allows each key once in a run."""
        for index, (place, button) in enumerate(zip(self._places, buttons, strict=True)):
            role = None if button is None else button.role
            if role == self._drawn[index]:
                continue
            self._drawn[index] = role
            if button is None:
                place.empty()
                continue
            place.button(
                button.label,
                key=f"{self._name}-{role}",
                type="primary" if index == 0 else "secondary",
                on_click=button.action,
            )


def _follow(
    job: Job[E],
    jobs: Runner,
    bar: DeltaGenerator,
    picture: DeltaGenerator,
    show: Callable[[E, DeltaGenerator], object],
) -> None:
    """Draw what is there, then each new frame, until the job rests."""
    version, frames, shown_text = -1, 0, ""
    while True:
        update = job.wait(version, VIEWER_TICK)
        version = update.version
        if update.latest is not None and update.frames > frames:
            frames = update.frames
            show(update.latest, picture)
        text = progress_text(job, jobs.position(job))
        if text != shown_text:
            shown_text = text
            done = 1.0 if job.state == "done" else min(1.0, job.step / max(1, job.total))
            bar.progress(done, text=text)
        if update.state not in ("queued", "running"):
            return
        # Reading the session state is where Streamlit ends a run that a newer one replaces; it
        # sends nothing to the browser.
        _ = _start_key(job.name) in st.session_state
