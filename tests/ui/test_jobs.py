"""The job runner at work: frames, turns, the line, pause and step."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest

from tests.ui.gated_frames import Clock, Count, Gate, counting, encode, run, start, until
from ui.jobs import BusyError, Runner


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def runner(clock: Clock) -> Runner:
    return Runner("test", clock=clock)


def test_a_job_runs_to_its_end_and_keeps_every_frame(runner: Runner) -> None:
    job = run(runner, counting(5))

    assert job.state == "done"
    assert (job.step, job.total, job.frames) == (5, 5, 5)
    assert job.latest == b"5"
    assert job.history == [b"1", b"2", b"3", b"4", b"5"]
    assert job.error is None


def test_everything_of_a_page_runs_on_the_worker_thread(runner: Runner) -> None:
    names = []

    def frames() -> Iterator[Count]:
        names.append(threading.current_thread().name)
        return counting(3)()

    def watched(frame: Count) -> bytes:
        names.append(threading.current_thread().name)
        return b""

    job = runner.submit("visitor", "page", (), frames, watched, 3)
    until(lambda: job.over)

    assert names == ["jobs-test"] * 4


def test_a_viewer_is_woken_by_each_frame_and_by_the_end(runner: Runner) -> None:
    gate = Gate(total=2)
    job = start(runner, "visitor", gate)
    update = job.wait(after=-1)
    assert (update.state, update.frames, update.latest) == ("running", 0, None)

    gate.let()
    update = job.wait(update.version, timeout=20)
    assert (update.frames, update.latest) == (1, b"1")

    unchanged = job.wait(update.version, timeout=0)
    assert unchanged == update

    gate.let()
    update = job.wait(update.version, timeout=20)
    update = job.wait(update.version, timeout=20) if update.state == "running" else update
    assert (update.state, update.latest) == ("done", b"2")
    assert job.wait(update.version, timeout=20) == update


def test_seconds_left_follow_the_measured_pace(runner: Runner, clock: Clock) -> None:
    gate = Gate(total=10, clock=clock, seconds=0.5)
    job = start(runner, "visitor", gate)
    assert job.seconds_left() is None

    gate.let()
    until(lambda: job.frames == 1)
    assert job.seconds_left() is None

    gate.let(3)
    until(lambda: job.frames == 4)
    assert job.seconds_left() == pytest.approx(6 * 0.5)

    gate.let(6)
    until(lambda: job.over)
    assert job.seconds_left() is None


def test_a_pause_does_not_slow_the_measured_pace(runner: Runner, clock: Clock) -> None:
    gate = Gate(total=10, clock=clock, seconds=0.5)
    job = start(runner, "visitor", gate)
    gate.let(2)
    until(lambda: job.frames == 2)
    job.pause()
    gate.let()
    until(lambda: job.state == "paused")
    clock.now += 100
    job.resume()
    gate.let(2)
    until(lambda: job.frames == 5)

    assert job.seconds_left() == pytest.approx(5 * 0.5)
    job.stop()
    gate.let()


def test_four_jobs_take_turns(clock: Clock) -> None:
    runner = Runner("test", active=5, clock=clock)
    order: list[str] = []

    def frames(session: str) -> Iterator[Count]:
        for step in range(1, 4):
            order.append(session)
            yield Count(step, 3)

    gate = Gate(total=1)  # holds the worker until all four are there
    start(runner, "gate", gate)
    gate.entered.acquire(timeout=20)
    jobs = [runner.submit(name, "page", (), partial(frames, name), encode, 3) for name in "abcd"]
    gate.let()
    until(lambda: all(job.over for job in jobs))

    assert "".join(order) == "abcd" * 3


def test_the_line_is_counted_from_one_and_moves_up(runner: Runner) -> None:
    gates = {str(number): Gate(total=1) for number in range(7)}
    jobs = {name: start(runner, name, gate) for name, gate in gates.items()}

    assert [job.state for job in jobs.values()] == ["running"] * 4 + ["queued"] * 3
    assert [runner.position(job) for job in jobs.values()] == [0, 0, 0, 0, 1, 2, 3]

    jobs["5"].stop()
    assert jobs["5"].state == "stopped"
    assert [runner.position(jobs[name]) for name in "46"] == [1, 2]
    assert not gates["5"].threads

    jobs["0"].stop()
    assert [runner.position(jobs[name]) for name in "46"] == [0, 1]
    assert jobs["4"].state == "running"
    for name, gate in gates.items():
        runner.drop(name)
        gate.let(2)


def test_a_full_line_refuses_with_one_sentence(clock: Clock) -> None:
    runner = Runner("test", active=1, waiting=2, clock=clock)
    gates = [Gate() for _ in range(3)]
    jobs = [start(runner, str(index), gate) for index, gate in enumerate(gates)]

    with pytest.raises(BusyError, match=r"^Too many visitors .* try again in a minute\.$"):
        start(runner, "one more", Gate())
    assert runner.find("one more", "page") is None

    again = start(runner, "2", Gate())
    assert jobs[2].state == "abandoned"
    assert runner.position(again) == 2

    jobs[1].stop()
    assert runner.position(start(runner, "one more", Gate())) == 2
    for session in ("0", "1", "2", "one more"):
        runner.drop(session)
    gates[0].let()


def test_a_refused_session_keeps_the_result_it_has(clock: Clock) -> None:
    runner = Runner("test", active=1, waiting=0, clock=clock)
    kept = run(runner, counting(3))
    gate = Gate()
    start(runner, "other", gate)

    with pytest.raises(BusyError):
        start(runner, "visitor", Gate())

    assert runner.find("visitor", "page") is kept
    assert kept.history == [b"1", b"2", b"3"]
    runner.drop("other")
    gate.let()


def test_one_job_a_session(runner: Runner) -> None:
    first = run(runner, counting(3))
    second = runner.submit("visitor", "other page", (), counting(3), encode, 3)
    until(lambda: second.over)

    assert runner.find("visitor", "page") is None
    assert runner.find("visitor", "other page") is second
    assert runner.find("stranger", "other page") is None
    assert (first.latest, first.history) == (None, [])


def test_stop_keeps_what_is_there_without_waiting_for_the_step(runner: Runner) -> None:
    gate = Gate()
    job = start(runner, "visitor", gate)
    gate.let(2)
    until(lambda: job.frames == 2)
    until(lambda: len(gate.threads) == 3)

    job.stop()
    assert job.state == "stopped"
    assert job.history == [b"1", b"2"]

    gate.let()
    assert gate.finished.wait(20)
    assert job.history == [b"1", b"2"]
    assert job.state == "stopped"


def test_pause_waits_for_the_frame_and_step_makes_one_more(runner: Runner) -> None:
    gate = Gate(total=5)
    job = start(runner, "visitor", gate)
    gate.entered.acquire(timeout=20)
    job.pause()
    assert job.state == "running"

    gate.let(5)
    for frames in (1, 2, 3):
        until(lambda: job.state == "paused")
        assert (job.step, job.frames) == (frames, frames)
        job.step_once()

    until(lambda: job.state == "paused")
    job.resume()
    until(lambda: job.over)
    assert (job.state, job.frames) == ("done", 5)
    for command in (job.resume, job.pause, job.step_once, job.stop):
        command()
        assert job.state == "done"


def test_resume_takes_a_pause_back_that_has_not_begun(runner: Runner) -> None:
    gate = Gate(total=3)
    job = start(runner, "visitor", gate)
    gate.entered.acquire(timeout=20)
    job.pause()
    job.resume()
    gate.let(3)
    until(lambda: job.over)

    assert job.state == "done"


def test_stepping_past_the_last_frame_ends_the_job(runner: Runner) -> None:
    gate = Gate(total=2)
    job = start(runner, "visitor", gate)
    job.pause()
    gate.let(2)
    until(lambda: job.state == "paused")
    job.step_once()
    until(lambda: job.over)

    assert (job.state, job.latest) == ("done", b"2")


def test_a_paused_job_gives_its_place_to_the_next(clock: Clock) -> None:
    runner = Runner("test", active=1, clock=clock)
    first, second = Gate(), Gate()
    paused = start(runner, "first", first)
    waiting = start(runner, "second", second)
    paused.pause()
    first.let()
    until(lambda: paused.state == "paused")

    assert waiting.state == "running"
    third = start(runner, "third", Gate())
    paused.resume()
    assert (runner.position(paused), runner.position(third)) == (1, 2)
    third.pause()
    assert (third.state, runner.position(third)) == ("paused", 0)
    for session in ("first", "second", "third"):
        runner.drop(session)
    second.let()


def test_nothing_advances_while_every_job_is_paused(runner: Runner) -> None:
    gate = Gate()
    job = start(runner, "visitor", gate)
    job.pause()
    gate.let(10)
    until(lambda: job.state == "paused")
    run(runner, counting(3), "other")

    assert len(gate.threads) == 1
    runner.drop("visitor")
    assert gate.finished.wait(20)
