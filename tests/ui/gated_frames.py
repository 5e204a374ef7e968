"""For the tests of jobs: a clock that moves when told, and frames that come when let."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ui.jobs import Job, Runner


@dataclass(frozen=True)
class Count:
    step: int
    total: int


class Clock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Gate:
    """Frames that come one by one, when the test lets them; remembers what happened where."""

    total: int = 10
    clock: Clock | None = None
    seconds: float = 0.0
    permits: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    entered: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    threads: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    finished: threading.Event = field(default_factory=threading.Event)

    def frames(self) -> Iterator[Count]:
        try:
            for step in range(1, self.total + 1):
                self.threads.append(threading.current_thread().name)
                self.entered.release()
                assert self.permits.acquire(timeout=20)
                if self.clock is not None:
                    self.clock.now += self.seconds
                yield Count(step, self.total)
        finally:
            self.closed.append(threading.current_thread().name)
            self.finished.set()

    def let(self, frames: int = 1) -> None:
        for _ in range(frames):
            self.permits.release()


def encode(frame: Count) -> bytes:
    return b"%d" % frame.step


def counting(total: int) -> Callable[[], Iterator[Count]]:
    return lambda: (Count(step, total) for step in range(1, total + 1))


def start(runner: Runner, session: str, gate: Gate) -> Job[bytes]:
    return runner.submit(session, "page", session, gate.frames, encode, gate.total)


def run(
    runner: Runner, frames: Callable[[], Iterator[Count]], session: str = "visitor"
) -> Job[bytes]:
    job = runner.submit(session, "page", (), frames, encode, 3)
    until(lambda: job.over)
    return job


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.002)
