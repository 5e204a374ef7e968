"""Runs nnkit's frame iterators in the background: one thread per device, a few iterators in turn.

No Streamlit in here. An iterator is made, advanced and closed on the worker thread only, so that no
two threads ever meet inside it. Everything else may be called from any thread.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Hashable, Iterator
from typing import Any, Protocol, TypeVar

from nnkit.errors import NnkitError
from ui.job import Job, State, Update

__all__ = ["APOLOGY", "BusyError", "Frame", "Job", "Runner", "State", "Update"]

APOLOGY = "Sorry, something went wrong on our side. Please try again or choose other settings."
REAP_EVERY = 1.0  # seconds

logger = logging.getLogger("nnkit.jobs")


class Frame(Protocol):
    """What every frame of nnkit carries."""

    @property
    def step(self) -> int:
        """Steps done so far, 0..total."""

    @property
    def total(self) -> int:
        """Steps there will be."""


F = TypeVar("F", bound=Frame)
E = TypeVar("E")


class BusyError(NnkitError):
    """Too many jobs are waiting already."""


class Runner:
    """One worker thread for one device; `active` jobs take turns, the others wait in line.

    `alive(session)` tells whether a session is still connected; one that is gone for more than
    `grace` seconds loses its job. `active + waiting` unfinished jobs, paused ones included, are the
    most it takes.
    """

    def __init__(
        self,
        device_name: str,
        active: int = 4,
        waiting: int = 32,
        grace: float = 15.0,
        clock: Callable[[], float] = time.monotonic,
        alive: Callable[[str], bool] = lambda session: True,
    ) -> None:
        """Start the worker; it sleeps until there is a job."""
        self._most_active = active
        self._most_jobs = active + waiting
        self._grace = grace
        self._clock = clock
        self._alive = alive
        self._lock = threading.Lock()  # guards everything below and every job
        self._work = threading.Condition(self._lock)
        self._jobs: dict[str, Job[Any]] = {}  # by session
        self._active: deque[Job[Any]] = deque()
        self._waiting: deque[Job[Any]] = deque()
        self._ended: list[Job[Any]] = []  # the worker has still to close their iterators
        self._next_reap = clock() + REAP_EVERY
        name = f"jobs-{device_name}"
        threading.Thread(target=self._run_forever, name=name, daemon=True).start()

    def submit(
        self,
        session: str,
        name: str,
        settings: Hashable,
        frames: Callable[[], Iterator[F]],
        encode: Callable[[F], E],
        total: int,
    ) -> Job[E]:
        """Put a job in line; the session's earlier job is dropped.

        `frames()` and `encode(frame)` run on the worker thread. BusyError: the line is full.
        """
        iterator = _encoded(frames, encode)
        job = Job(
            session,
            name,
            settings,
            iterator,
            total,
            runner=self,
            lock=self._lock,
            clock=self._clock,
        )
        with self._lock:
            others = [other for other in self._jobs.values() if other.session != session]
            if sum(not other.over for other in others) >= self._most_jobs:
                raise BusyError(
                    "Too many visitors are running something here at the moment: "
                    "please try again in a minute."
                )
            self._forget(session)
            self._jobs[session] = job
            self._waiting.append(job)
            self._admit()
        return job

    def find(self, session: str, name: str) -> Job[Any] | None:
        """The session's job if it belongs to `name`."""
        with self._lock:
            job = self._jobs.get(session)
        return job if job is not None and job.name == name else None

    def position(self, job: Job[Any]) -> int:
        """The job's place in line, from 1; 0 when it is not waiting."""
        with self._lock:
            return self._waiting.index(job) + 1 if job in self._waiting else 0

    def stop(self, job: Job[Any]) -> None:
        """End a job at once and keep what is there."""
        with self._lock:
            self._end(job, "stopped")

    def pause(self, job: Job[Any]) -> None:
        """Take a job out of the line; a running one finishes its frame first."""
        with self._lock:
            if job.state == "queued":
                self._set_aside(job)
            job.single = True

    def resume(self, job: Job[Any], single: bool) -> None:
        """Put a paused job back in line, for a `single` frame or for good."""
        with self._lock:
            if job.state == "paused":
                # A job that had a turn already goes first: it has waited in line before.
                (self._waiting.appendleft if job.frames else self._waiting.append)(job)
                job.single = single
                job.enter("queued")
                self._admit()
            else:
                job.single = job.single and single

    def drop(self, session: str) -> None:
        """Forget the session's job and free its memory."""
        with self._lock:
            self._forget(session)

    def reap(self) -> None:
        """Drop the jobs of sessions that are gone; the worker does so every second."""
        with self._lock:
            sessions = list(self._jobs)
        connected = {session for session in sessions if self._alive(session)}
        with self._lock:
            now = self._clock()
            for session in sessions:
                job = self._jobs.get(session)
                if job is None:
                    continue
                if session in connected:
                    job.last_connected = now
                elif now - job.last_connected > self._grace:
                    logger.info("Job %r dropped: its visitor is gone.", job.name)
                    self._forget(session)

    # The methods from here to _admit expect the lock to be held.

    def _forget(self, session: str) -> None:
        job = self._jobs.pop(session, None)
        if job is not None:
            self._end(job, "abandoned")
            job.forget()

    def _end(self, job: Job[Any], state: State, error: str | None = None) -> None:
        if job.over:
            return
        self._leave_line(job)
        self._ended.append(job)
        job.error = error
        job.enter(state)
        self._admit()

    def _set_aside(self, job: Job[Any]) -> None:
        self._leave_line(job)
        job.enter("paused")
        self._admit()

    def _leave_line(self, job: Job[Any]) -> None:
        for line in (self._active, self._waiting):
            if job in line:
                line.remove(job)

    def _admit(self) -> None:
        while self._waiting and len(self._active) < self._most_active:
            job = self._waiting.popleft()
            self._active.append(job)
            job.enter("running")
        self._work.notify()

    # The methods from here on run on the worker thread.

    def _run_forever(self) -> None:
        while True:
            try:
                self._take_turn()
            except BaseException:  # one worker serves everybody: it outlives any error
                logger.exception("The job runner stumbled and goes on.")

    def _take_turn(self) -> None:
        with self._lock:
            if not self._active and not self._ended:
                self._work.wait(REAP_EVERY if self._jobs else None)
            ended, self._ended = self._ended, []
            job = self._active[0] if self._active else None
            self._active.rotate(-1)
        for closing in ended:
            self._close(closing)
        if job is not None:
            self._advance(job)
        if self._clock() >= self._next_reap:
            self._next_reap = self._clock() + REAP_EVERY
            self.reap()

    def _advance(self, job: Job[Any]) -> None:
        try:
            frame = next(job.iterator, None)
        except BaseException as error:  # whatever a page's code raises ends its own job only
            sentence = str(error) if isinstance(error, NnkitError) else APOLOGY
            logger.exception("Job %r failed.", job.name)
            with self._lock:
                self._end(job, "failed", sentence)
            return
        with self._lock:
            if job.over:
                return
            if frame is None:
                self._end(job, "done")
                return
            job.receive(*frame)
            if job.single and job.step < job.total:
                self._set_aside(job)

    def _close(self, job: Job[Any]) -> None:
        try:
            job.iterator.close()
        except BaseException:  # a clean-up that fails harms nobody else
            logger.exception("Job %r could not clean up.", job.name)


def _encoded(
    frames: Callable[[], Iterator[F]], encode: Callable[[F], E]
) -> Generator[tuple[int, int, E], None, None]:
    """(step, total, encoded) of each frame; as a generator it does nothing before `next`."""
    iterator = frames()
    try:
        for frame in iterator:
            yield frame.step, frame.total, encode(frame)
    finally:
        close = getattr(iterator, "close", None)
        if close is not None:
            close()
