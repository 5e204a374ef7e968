"""One run of a frame iterator as its session sees it: state, progress, pictures, commands."""

import threading
from collections import deque
from collections.abc import Callable, Generator, Hashable
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeVar

from ui.job_history import History

State = Literal["queued", "running", "paused", "done", "stopped", "failed", "abandoned"]

OVER: frozenset[State] = frozenset({"done", "stopped", "failed", "abandoned"})
PACE_FRAMES = 20  # the time left follows the pace of this many frames

E = TypeVar("E")


class Commands(Protocol):
    """What a job asks of the runner that it belongs to."""

    def stop(self, job: "Job[Any]") -> None:
        """End the job and keep what is there."""

    def pause(self, job: "Job[Any]") -> None:
        """Take the job's turn away."""

    def resume(self, job: "Job[Any]", single: bool) -> None:
        """Give a paused job its turn back, for a `single` frame or for good."""


@dataclass(frozen=True)
class Update(Generic[E]):
    """A job at one moment; `version` grows with each frame and each change of state."""

    version: int
    state: State
    frames: int  # that arrived so far
    latest: E | None


class Job(Generic[E]):
    """One run for one session. Any thread may read it and give the four commands.

    `session` and `name` say whose it is and `settings` what made it. `frames` counts the frames
    that arrived, `latest` is the last of them, `error` the one sentence of a failed job.
    The rest (`iterator`, `single`, `last_connected`, `enter`, `receive`, `forget`) belongs to the
    runner, which holds `lock` while it uses it.
    """

    def __init__(
        self,
        session: str,
        name: str,
        settings: Hashable,
        iterator: Generator[tuple[int, int, E], None, None],
        total: int,
        *,
        runner: Commands,
        lock: threading.Lock,
        clock: Callable[[], float],
    ) -> None:
        """Take the place of a job that waits for its first turn."""
        self.session = session
        self.name = name
        self.settings = settings
        self.state: State = "queued"
        self.step = 0
        self.total = total
        self.frames = 0
        self.latest: E | None = None
        self.error: str | None = None
        self.iterator = iterator
        self.single = False  # pause again after the next frame
        self.last_connected = clock()
        self._runner = runner
        self._clock = clock
        self._history: History[E] = History()
        self._pace: deque[tuple[float, int]] = deque(maxlen=PACE_FRAMES)
        self._version = 0
        self._changed = threading.Condition(lock)

    @property
    def over(self) -> bool:
        """Whether no more frames will come."""
        return self.state in OVER

    @property
    def history(self) -> list[E]:
        """Encoded frames from the first to the latest, evenly thinned out when there were many."""
        with self._changed:
            return self._history.frames()

    def seconds_left(self) -> float | None:
        """Seconds to the end at the pace of the last frames; None while that is unknown."""
        with self._changed:
            if self.over or len(self._pace) < 2:
                return None
            (start, first), (end, last) = self._pace[0], self._pace[-1]
            if last <= first:
                return None
            return (end - start) / (last - first) * max(0, self.total - last)

    def wait(self, after: int = -1, timeout: float = 0.2) -> Update[E]:
        """The job's news: as soon as its version passes `after`, or `timeout` seconds later."""
        with self._changed:
            self._changed.wait_for(lambda: self._version > after or self.over, timeout)
            return Update(self._version, self.state, self.frames, self.latest)

    def stop(self) -> None:
        """End at once and keep what is there; a frame still being computed is thrown away."""
        self._runner.stop(self)

    def pause(self) -> None:
        """Give up the turn after the present frame, until `resume` or `step_once`."""
        self._runner.pause(self)

    def resume(self) -> None:
        """Go on after a pause."""
        self._runner.resume(self, single=False)

    def step_once(self) -> None:
        """Compute one more frame of a paused job, then pause again."""
        self._runner.resume(self, single=True)

    def enter(self, state: State) -> None:
        """Change the state and tell the viewers."""
        self.state = state
        self._pace.clear()  # a pace measured across a pause would be wrong
        self._announce()

    def receive(self, step: int, total: int, encoded: E) -> None:
        """Take the next frame and tell the viewers."""
        self.step, self.total, self.latest = step, total, encoded
        self.frames += 1
        self._history.add(encoded)
        self._pace.append((self._clock(), step))
        self._announce()

    def forget(self) -> None:
        """Let go of every picture."""
        self.latest = None
        self._history.clear()

    def _announce(self) -> None:
        self._version += 1
        self._changed.notify_all()
