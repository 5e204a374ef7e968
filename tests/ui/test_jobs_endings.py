"""How jobs end: visitors who leave, errors, and many threads at once."""

import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from nnkit.errors import SettingsError
from tests.ui.gated_frames import Clock, Count, Gate, counting, encode, run, start, until
from ui.jobs import APOLOGY, Job, Runner


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gone() -> set[str]:
    return set()


@pytest.fixture
def runner(clock: Clock, gone: set[str]) -> Runner:
    return Runner("test", clock=clock, alive=lambda session: session not in gone)


@pytest.mark.parametrize("state", ["running", "queued", "paused", "done"])
def test_a_session_that_left_loses_its_job_after_the_grace(
    state: str, clock: Clock, gone: set[str]
) -> None:
    runner = Runner("test", active=1, clock=clock, alive=lambda session: session not in gone)
    other, gate = Gate(), Gate(total=2)
    if state == "queued":
        start(runner, "other", other)
    job = start(runner, "visitor", gate)
    if state == "paused":
        job.pause()
        gate.let()
        until(lambda: job.state == "paused")
    if state == "done":
        gate.let(2)
        until(lambda: job.over)
    assert job.state == state

    clock.now += 3600
    runner.reap()
    gone.add("visitor")
    clock.now += 15
    runner.reap()
    assert runner.find("visitor", "page") is job

    clock.now += 0.1
    runner.reap()
    assert runner.find("visitor", "page") is None
    assert job.over
    assert (job.latest, job.history) == (None, [])
    other.let()
    runner.drop("other")
    gate.let(2)


def test_a_session_that_comes_back_in_time_keeps_its_job(
    runner: Runner, clock: Clock, gone: set[str]
) -> None:
    job = run(runner, counting(3))
    for _ in range(5):
        gone.add("visitor")
        clock.now += 14
        runner.reap()
        gone.clear()
        runner.reap()

    assert runner.find("visitor", "page") is job


def test_the_worker_reaps_by_itself_when_nothing_runs(
    runner: Runner, clock: Clock, gone: set[str]
) -> None:
    run(runner, counting(3))
    gone.add("visitor")
    clock.now += 20

    until(lambda: runner.find("visitor", "page") is None)


def test_a_failing_check_for_life_does_not_kill_the_worker(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    def alive(session: str) -> bool:
        raise RuntimeError("no server")

    runner = Runner("test", clock=clock, alive=alive)
    clock.now += 20
    assert run(runner, counting(3)).state == "done"
    until(lambda: "stumbled" in caplog.text)
    assert run(runner, counting(3)).state == "done"


def failing(error: BaseException) -> Callable[[], Iterator[Count]]:
    def generate() -> Iterator[Count]:
        yield Count(1, 3)
        raise error

    return generate


class Rude(BaseException):
    """Neither an Exception nor a wish to leave."""


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (SettingsError("The size must be odd: choose 3."), "The size must be odd: choose 3."),
        (ValueError("secret path"), APOLOGY),
        (StopIteration(), APOLOGY),
        (Rude(), APOLOGY),
        (KeyboardInterrupt(), APOLOGY),
    ],
)
def test_an_error_becomes_a_sentence_and_a_traceback_in_the_log(
    runner: Runner, caplog: pytest.LogCaptureFixture, error: BaseException, sentence: str
) -> None:
    job = run(runner, failing(error))

    assert (job.state, job.error) == ("failed", sentence)
    assert job.history == [b"1"]
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("nnkit.jobs", logging.ERROR)
    assert record.exc_info is not None
    assert type(error).__name__ in caplog.text
    assert run(runner, counting(3)).state == "done"


def test_errors_while_making_and_encoding_frames_are_failures_too(runner: Runner) -> None:
    def refuse() -> Iterator[Count]:
        raise SettingsError("Choose at least one step.")

    assert run(runner, refuse).error == "Choose at least one step."

    def encode_badly(frame: Count) -> bytes:
        raise StopIteration

    gate = Gate()
    gate.let(1)
    job = runner.submit("visitor", "page", (), gate.frames, encode_badly, 3)
    until(lambda: job.over)
    assert (job.state, job.error, job.latest) == ("failed", APOLOGY, None)
    assert gate.closed == ["jobs-test"]


def test_a_clean_up_that_fails_harms_nobody(
    runner: Runner, caplog: pytest.LogCaptureFixture
) -> None:
    def frames() -> Iterator[Count]:
        try:
            while True:
                yield Count(1, 3)
        finally:
            raise RuntimeError("cannot clean up")

    job = runner.submit("visitor", "page", (), frames, encode, 3)
    until(lambda: job.frames > 0)
    job.stop()
    until(lambda: "could not clean up" in caplog.text)

    assert job.state == "stopped"
    assert run(runner, counting(3)).state == "done"


def test_an_iterator_without_close_will_do(runner: Runner) -> None:
    assert run(runner, lambda: iter([Count(1, 2), Count(2, 2)])).history == [b"1", b"2"]


@pytest.mark.parametrize("attempt", range(10))
def test_many_threads_end_a_job_while_the_worker_is_inside_it(
    runner: Runner, attempt: int, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()
    job = start(runner, "visitor", gate)
    gate.let(attempt % 3)
    for _ in range(attempt % 3 + 1):
        assert gate.entered.acquire(timeout=20)
    together = threading.Barrier(9)

    def end(action: Callable[[], None]) -> None:
        together.wait(20)
        action()

    actions = [job.stop, lambda: runner.drop("visitor"), job.pause, job.resume] * 2
    threads = [threading.Thread(target=end, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    together.wait(20)
    for thread in threads:
        thread.join(20)
    assert job.over

    gate.let()
    assert gate.finished.wait(20)
    assert run(runner, counting(3), "next").state == "done"
    assert gate.closed == ["jobs-test"]
    assert set(gate.threads) == {"jobs-test"}
    assert not caplog.records


def test_many_short_jobs_from_many_threads(runner: Runner) -> None:
    closed: list[str] = []
    finished: list[Job[bytes]] = []

    def frames() -> Iterator[Count]:
        try:
            yield from counting(3)()
        finally:
            closed.append(threading.current_thread().name)

    def visit(session: str) -> None:
        for number in range(100):
            job = runner.submit(session, "page", number, frames, encode, 3)
            if number % 5 == 1:
                job.stop()
            if number % 5 == 2:
                runner.drop(session)
            version = -1
            while not job.over:
                version = job.wait(version, timeout=20).version
            finished.append(job)

    threads = [threading.Thread(target=visit, args=(f"visitor {n}",)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()

    assert len(finished) == 1200
    done = [job for job in finished if job.state == "done"]
    assert len(done) >= 720
    assert all(job.frames == 3 for job in done)
    assert all(job.state in ("done", "stopped", "abandoned") for job in finished)
    assert len(closed) <= 1200
    assert set(closed) == {"jobs-test"}
