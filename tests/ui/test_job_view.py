"""The buttons, progress and preview of a job, on a page without a browser."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.gated_frames import Count, Gate, encode, until
from ui import job_view
from ui.jobs import Job


def page() -> None:
    """What a page does; the test puts its frames into the session state."""
    import streamlit as st

    from ui import job_view

    size = st.slider("Size", 1, 9, 3)
    job = job_view.run_job(
        "dream",
        ("cat", size),
        st.session_state["frames"],
        st.session_state["encode"],
        3,
        lambda encoded, placeholder: placeholder.text(f"picture {encoded.decode()}"),
        start_label="Dream",
        can_pause=True,
    )
    st.text("no result" if job is None else f"result of {len(job.history)}")


@pytest.fixture
def visit() -> Iterator[Callable[[Callable[[], Iterator[Count]]], AppTest]]:
    def open_page(frames: Callable[[], Iterator[Count]]) -> AppTest:
        at = AppTest.from_function(page, default_timeout=20)
        at.session_state["frames"] = frames
        at.session_state["encode"] = encode
        return at.run()

    job_view.runner.clear()
    yield open_page
    job_view.runner.clear()


Visit = Callable[[Callable[[], Iterator[Count]]], AppTest]


def three() -> Iterator[Count]:
    yield from (Count(step, 3) for step in (1, 2, 3))


def current() -> Job[bytes]:
    job = job_view.runner("cpu").find("test session id", "dream")
    assert job is not None
    return job


def paused_after_one_frame(gate: Gate) -> Job[bytes]:
    job = job_view.runner("cpu").submit(
        "test session id", "dream", ("cat", 3), gate.frames, encode, gate.total
    )
    job.pause()
    gate.let(gate.total)
    until(lambda: job.state == "paused")
    return job


def labels(at: AppTest) -> list[str]:
    assert not at.exception
    return [button.label for button in at.button]


def texts(at: AppTest) -> list[str]:
    return [text.value for text in at.text]


def progress(at: AppTest) -> str:
    (bar,) = at.get("progress")
    return str(bar.proto.text)


def test_nothing_runs_before_start(visit: Visit) -> None:
    at = visit(three)

    assert labels(at) == ["Dream"]
    assert [caption.value for caption in at.caption] == [
        "Not run with these settings yet: press “Dream”."
    ]
    assert texts(at) == ["no result"]


def test_start_runs_to_the_end_and_shows_the_result(visit: Visit) -> None:
    at = visit(three)
    at.button(key="dream-start").click().run()

    assert labels(at) == ["Dream"]
    assert progress(at) == "done, 3 steps"
    assert texts(at) == ["picture 3", "result of 3"]


def test_a_rerun_shows_the_kept_result_without_running_again(visit: Visit) -> None:
    runs = []

    def frames() -> Iterator[Count]:
        runs.append(1)
        return three()

    at = visit(frames)
    at.button(key="dream-start").click().run()
    at.run()
    at.run()

    assert texts(at) == ["picture 3", "result of 3"]
    assert len(runs) == 1


def test_changed_settings_drop_the_result(visit: Visit) -> None:
    at = visit(three)
    at.button(key="dream-start").click().run()
    first = current()
    at.slider[0].set_value(5).run()

    assert texts(at) == ["no result"]
    assert labels(at) == ["Dream"]
    assert first.latest is None

    at.slider[0].set_value(3).run()
    assert texts(at) == ["no result"]

    at.button(key="dream-start").click().run()
    assert texts(at) == ["picture 3", "result of 3"]
    assert current().settings == ("cat", 3)


def test_an_error_is_one_sentence_beside_what_is_there(visit: Visit) -> None:
    def frames() -> Iterator[Count]:
        yield Count(1, 3)
        raise ValueError("internal")

    at = visit(frames)
    at.button(key="dream-start").click().run()

    assert labels(at) == ["Dream"]
    assert [error.value for error in at.error] == [
        "Sorry, something went wrong on our side. Please try again or choose other settings."
    ]
    assert texts(at) == ["picture 1", "result of 1"]


def test_what_an_error_quotes_is_not_read_as_markdown(visit: Visit) -> None:
    from nnkit.errors import ImageError

    def frames() -> Iterator[Count]:
        raise ImageError("![x](http://example.invalid/x.png) is <b>no</b> picture.")

    at = visit(frames)
    at.button(key="dream-start").click().run()

    (error,) = at.error
    assert error.value == r"\!\[x\](http://example.invalid/x.png) is \<b\>no\</b\> picture."
    assert texts(at) == ["no result"]


def test_pause_step_resume(visit: Visit) -> None:
    at = visit(three)
    job = paused_after_one_frame(Gate(total=3))
    at.run()
    assert labels(at) == ["Stop", "Resume", "Step"]
    assert progress(at) == "paused at step 1 of 3"
    assert texts(at) == ["picture 1", "result of 1"]

    at.button(key="dream-step").click().run()
    assert labels(at) == ["Stop", "Resume", "Step"]
    assert texts(at) == ["picture 2", "result of 2"]

    at.button(key="dream-resume").click().run()
    assert current() is job
    assert texts(at) == ["picture 3", "result of 3"]
    assert labels(at) == ["Dream"]


def test_stop_keeps_what_is_there(visit: Visit) -> None:
    at = visit(three)
    paused_after_one_frame(Gate(total=3))
    at.run()
    at.button(key="dream-stop").click().run()

    assert progress(at) == "stopped at step 1 of 3"
    assert texts(at) == ["picture 1", "result of 1"]
    assert labels(at) == ["Dream"]


def test_a_full_line_is_said_in_one_sentence(visit: Visit) -> None:
    gate = Gate()
    at = visit(three)
    jobs = job_view.runner("cpu")
    for number in range(36):
        jobs.submit(str(number), "dream", (), gate.frames, encode, 3)
    at.button(key="dream-start").click().run()

    (error,) = at.error
    assert error.value.startswith("Too many visitors")
    assert texts(at) == ["no result"]
    for number in range(36):
        jobs.drop(str(number))
    gate.let(100)


def test_an_encoder_of_all_so_far_grows_with_its_own_run_alone() -> None:
    doubled, other = (job_view.so_far(lambda frame: 2 * frame.step) for _ in range(2))
    first = doubled(Count(1, 3))
    assert doubled(Count(2, 3)) == (2, 4)
    assert first == (2,)
    assert other(Count(3, 3)) == (6,)


def test_progress_says_where_a_job_stands() -> None:
    jobs = job_view.runner("cpu")
    gate = Gate(total=200)
    job = jobs.submit("visitor", "dream", (), gate.frames, encode, 200)

    assert job_view.progress_text(job, 0) == "step 0 of 200"
    job.state = "queued"
    assert job_view.progress_text(job, 3) == "3rd in line, starts by itself"
    jobs.drop("visitor")
    gate.let()


def test_counting_and_durations_in_words() -> None:
    places = [job_view.ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 32)]
    assert places == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "32nd"]
    lengths = [job_view.duration(seconds) for seconds in (0.0, 2.6, 89.0, 90.0, 200.0)]
    assert lengths == ["1 s", "3 s", "89 s", "2 min", "3 min"]


def test_pictures_travel_as_data_urls_with_alt_text() -> None:
    def picture_page() -> None:
        import streamlit as st

        from ui import job_view

        job_view.show_picture(b"\xff\xd8\xff", st.empty(), alt="A dream of a cat")
        job_view.show_picture(b"\x89PNG", st.empty(), alt="A digit")

    at = AppTest.from_function(picture_page).run()

    assert not at.exception
    pictures = [image.proto.imgs[0] for image in at.image]
    assert [picture.url for picture in pictures] == [
        "data:image/jpeg;base64,/9j/",
        "data:image/png;base64,iVBORw==",
    ]
    assert [picture.alt for picture in pictures] == ["A dream of a cat", "A digit"]


def test_jobs_come_without_torch_and_the_runner_without_streamlit() -> None:
    check = (
        "import sys, ui.jobs; assert 'streamlit' not in sys.modules;"
        "import ui.job_view; assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", check], check=True)


def test_a_run_is_known_by_its_name_and_settings(visit: Visit, monkeypatch) -> None:
    at = visit(three)
    monkeypatch.setattr(job_view, "session_id", lambda: "test session id")
    assert not job_view.has_run("dream", ("cat", 3))
    at.button(key="dream-start").click().run()
    assert job_view.has_run("dream", ("cat", 3))
    assert not job_view.has_run("dream", ("cat", 4))
    assert not job_view.has_run("style", ("cat", 3))
