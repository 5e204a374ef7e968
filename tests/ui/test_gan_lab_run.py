"""The GAN lab's run: what each of the visitor's wishes does to it, against lab.train itself."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from nnkit.gan import lab
from ui import gan_lab_run
from ui.gan_lab import Event, Kind
from ui.gan_lab_cloud import Drawn

ORIGIN = lab.CloudSettings("line", points=200)
SETTINGS = lab.LabSettings((4,), (4,), rounds=40, every=4, batch=20)


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Streamlit's session, as a plain dictionary."""
    state: dict[str, Any] = {}
    monkeypatch.setattr("ui.gan_lab_run.st.session_state", state)
    monkeypatch.setattr("ui.gan_lab_cloud.st.session_state", state)
    return state


@pytest.fixture
def run() -> gan_lab_run.Run:
    made = gan_lab_run.begin(ORIGIN, SETTINGS)
    made.more(600)
    return made


def obey(run: gan_lab_run.Run, kind: Kind, step: int, settings: Any = SETTINGS) -> gan_lab_run.Run:
    return gan_lab_run.obey(run, Event(kind, step), settings)


def rounds(run: gan_lab_run.Run) -> list[int]:
    return [frame.step for frame in run.frames]


def same(one: lab.LabFrame, other: lab.LabFrame) -> bool:
    return torch.equal(one.samples, other.samples) and one.critic_map == other.critic_map


def weights(frame: lab.LabFrame) -> tuple[torch.Tensor, torch.Tensor]:
    return frame.state.generator.flat, frame.state.critic.flat


def test_a_run_is_what_lab_trains(run: gan_lab_run.Run) -> None:
    expected = list(lab.train(lab.make(ORIGIN), SETTINGS))
    assert rounds(run) == [frame.step for frame in expected] == list(range(0, 41, 4))
    assert all(same(one, other) for one, other in zip(run.frames, expected, strict=True))
    assert run.is_over
    assert gan_lab_run.ongoing() is run


def test_more_goes_on_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.gan_lab_run.FIRST_SLICE", 0)
    monkeypatch.setattr("ui.gan_lab_run.SLICE", 0)
    run = gan_lab_run.begin(ORIGIN, SETTINGS)
    assert rounds(run) == [0]
    assert obey(run, "more", 0) is run
    assert rounds(run) == [0, 4]
    for _ in range(12):
        obey(run, "more", 4)
    assert rounds(run)[-1] == 40
    assert run.is_over
    assert run.shown == 4


@pytest.mark.parametrize(
    ("kind", "moves"),
    [("both", (True, True)), ("critic", (False, True)), ("forger", (True, False))],
)
def test_a_step_moves_who_shall_move(
    run: gan_lab_run.Run, kind: Kind, moves: tuple[bool, bool]
) -> None:
    stepped = obey(run, kind, 8)
    assert rounds(stepped) == [0, 4, 8, 9]
    assert (stepped.was, stepped.kept, stepped.shown) == (run.name, 3, 8)
    assert stepped.frames[:3] == run.frames[:3]
    before, after = weights(run.frames[2]), weights(stepped.frames[3])
    for was, now, has_moved in zip(before, after, moves, strict=True):
        assert torch.equal(was, now) is not has_moved
    stepped.more(600)
    assert rounds(stepped)[4:] == list(range(12, 41, 4))


def test_after_a_whole_round_the_run_is_as_it_would_have_been(run: gan_lab_run.Run) -> None:
    stepped = obey(run, "both", 8)
    stepped.more(600)
    assert same(stepped.frames[-1], run.frames[-1])


def test_slow_motion_ends_where_the_round_ends(run: gan_lab_run.Run) -> None:
    slow = obey(run, "slow", 8)
    assert [stage.kind for stage in slow.stages] == list(lab.STAGES)
    assert rounds(slow) == [0, 4, 8, 9]
    assert torch.equal(slow.stages[-1].warp, slow.frames[-1].warp)
    assert slow.said == ""
    assert obey(slow, "more", 9).stages == ()


def test_nobody_who_stands_still_is_seen_slowly(run: gan_lab_run.Run) -> None:
    still = replace(SETTINGS, generator_steps=0, critic_steps=0)
    slow = obey(run, "slow", 8, still)
    assert slow.stages == ()
    assert "nothing to see" in slow.said


def test_new_settings_count_from_the_frame_on(run: gan_lab_run.Run) -> None:
    faster = replace(SETTINGS, generator_rate=0.05, loss="least_squares")
    branched = obey(run, "go_on", 17, faster)  # nearest: round 16
    branched.more(600)
    assert rounds(branched) == list(range(0, 41, 4))
    assert branched.settings == faster
    assert branched.said == "From round 16 on, the new settings count."
    expected = list(lab.train(run.cloud, faster, run.frames[4]))
    assert same(branched.frames[-1], expected[-1])
    assert not same(branched.frames[-1], run.frames[-1])


def test_a_run_that_has_ended_can_go_on(run: gan_lab_run.Run) -> None:
    branched = obey(run, "both", 40)
    branched.more(600)
    assert rounds(branched)[10:] == [40, 41, *range(44, 81, 4), 81]
    assert branched.settings == SETTINGS


def test_reset_begins_anew(run: gan_lab_run.Run) -> None:
    fresh = obey(run, "reset", 40)
    assert fresh.name != run.name
    assert (fresh.was, fresh.kept, fresh.shown) == ("", 0, 0)
    assert same(fresh.frames[0], run.frames[0])


@pytest.mark.parametrize(
    ("origin", "changes", "why"),
    [
        (ORIGIN, {}, ""),
        (ORIGIN, {"generator_rate": 0.1, "loss": "wasserstein", "activation": "tanh"}, ""),
        (ORIGIN, {"noise": "uniform", "rounds": 80, "every": 7}, ""),
        (ORIGIN, {"generator": (5,)}, "Another shape"),
        (ORIGIN, {"critic": ()}, "Another shape"),
        (ORIGIN, {"noise_size": 1}, "Another shape"),
        (ORIGIN, {"seed": 3}, "Another seed"),
        (replace(ORIGIN, kind="ring"), {}, "Other real points"),
        (Drawn(((0.0, 0.0), (0.5, 0.5)), 0), {}, "Other real points"),
    ],
)
def test_what_needs_a_new_run(
    run: gan_lab_run.Run, origin: Any, changes: dict[str, Any], why: str
) -> None:
    settings = replace(SETTINGS, **changes)
    told = gan_lab_run.why_anew(run, origin, settings)
    assert told.startswith(why)
    assert bool(told) is bool(why)
    if not why:  # then nnkit can indeed go on
        obey(run, "go_on", 8, settings)


def test_the_bundle_tells_where_it_comes_from(run: gan_lab_run.Run) -> None:
    bundle = gan_lab_run.bundle(obey(run, "slow", 8))
    assert (bundle.was, bundle.kept, bundle.title) == (run.name, 3, "Line")
    assert len(bundle.stages) == 5
    assert bundle.is_complete is False
