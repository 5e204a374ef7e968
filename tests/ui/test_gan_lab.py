"""The GAN lab's component: what travels to the browser, and what counts as an event."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from nnkit.gan import lab
from tests.ui.payload import unpacked
from ui.gan_lab import ARROWS, OF_A_STAGE, REAL, Bundle

SETTINGS = lab.LabSettings((4,), (3,), batch=160, rounds=4, every=1)
CLOUD = lab.make(lab.CloudSettings("ring", points=600))
FRAMES = tuple(lab.train(CLOUD, SETTINGS))
STAGES = tuple(lab.slow_motion(CLOUD, SETTINGS, FRAMES[1]))


def page(count: int, run: str, changes: dict, pending: bool) -> None:
    import streamlit as st

    from tests.ui.test_gan_lab import CLOUD, FRAMES, SETTINGS
    from ui.gan_lab import Bundle, next_event, show

    st.text(f"EVENT {next_event('lab', run)}")
    bundle = Bundle(run, FRAMES[:count], CLOUD, SETTINGS, "Ring", is_complete=False, **changes)
    show(bundle, key="lab", begin=2, is_pending=pending)


def start(count: int = 3, run: str = "a", pending: bool = False, **changes: Any) -> AppTest:
    kwargs = {"count": count, "run": run, "changes": changes, "pending": pending}
    return AppTest.from_function(page, kwargs=kwargs).run()


def go_on(app: AppTest, told: dict[str, Any] | None = None, **changes: Any) -> AppTest:
    """Run once more, after the browser told something or with another bundle."""
    app.kwargs = {**(app.kwargs or {}), **changes}
    if told is not None:
        app.session_state["lab"] = {"event": told}
    return app.run()


def asked(kind: object, **changes: Any) -> dict[str, Any]:
    return {"kind": kind, "run": "a", "step": 2, "have": 0, "number": 1, **changes}


def test_words_and_numbers() -> None:
    header = unpacked(start(said="Hello.", pending=True))
    assert (header["forger"], header["critic"]) == ([2, 4, 2], [2, 3, 1])
    assert (header["run"], header["start"], header["count"]) == ("a", 0, 3)
    assert (header["title"], header["modes"], header["grid"]) == ("Ring", 16, [13, 13])
    assert (header["said"], header["isPending"], header["begin"]) == ("Hello.", True, 2)
    assert header["hasVerdicts"] is True
    assert header["isComplete"] is False
    assert header["alarms"] == header["notes"] == ["", "", ""]


def test_every_number_of_a_frame_travels() -> None:
    cloud, noise, figures, *blobs = unpacked(start())["blobs"]
    assert np.array_equal(floats(cloud, REAL, 2), CLOUD.points[:REAL])
    grid = floats(noise, 13, 13, 2)
    assert np.abs(grid).max() == pytest.approx(0.9)
    assert (np.diff(grid[0, :, 0]) > 0).all()  # the first number of noise grows to the right
    table = np.frombuffer(figures, "<f8").reshape(3, 11)
    samples, pushes, maps, warps, crowding, covered = blobs[:6]
    for at, frame in enumerate(FRAMES[:3]):
        found = frame.figures
        assert table[at].tolist() == [
            *(frame.step, frame.critic_loss, frame.generator_loss),
            *(frame.real_score, frame.fake_score, found.kl, found.js, found.coverage),
            *(found.quality, frame.map_low, frame.map_high),
        ]
        assert np.array_equal(floats(samples, 3, 400, 2)[at], frame.samples)
        assert np.array_equal(floats(pushes, 3, ARROWS, 2)[at], frame.pushes[:ARROWS])
        assert maps[at * 1600 :][:1600] == frame.critic_map
        assert np.array_equal(floats(warps, 3, 13, 13, 2)[at], frame.warp)
        shades = np.frombuffer(crowding, np.uint8).reshape(3, 144)[at]
        assert np.allclose(shades / 255, lab.crowding(frame.warp).flatten(), atol=0.5 / 255 + 1e-6)
        assert tuple(map(bool, covered[at * 16 :][:16])) == found.covered


def floats(blob: bytes, *shape: int) -> Any:
    return np.frombuffer(blob, "<f4").reshape(shape)


def test_one_number_of_noise_is_a_line() -> None:
    settings = replace(SETTINGS, noise_size=1, noise="uniform", rounds=0)
    bundle = Bundle("a", list(lab.train(CLOUD, settings)), CLOUD, settings, "Ring")
    assert bundle.describe()["grid"] == [1, 65]
    line = floats(bundle.blobs(0)[1], 65, 2)
    assert line[:, 0].tolist() == pytest.approx(torch.linspace(-0.9, 0.9, 65).tolist())
    assert not line[:, 1].any()
    assert len(bundle.blobs(0)[7]) == 64


def test_stages_travel_with_their_points() -> None:
    header = unpacked(start(count=3, was="z", kept=2, stages=STAGES))
    told = header["stages"]
    assert [each["kind"] for each in told] == list(lab.STAGES)
    assert [each["sentence"] for each in told] == [stage.sentence for stage in STAGES]
    most = OF_A_STAGE
    assert [each["counts"] for each in told] == [
        *([most, 0, 0, 0], [0, most, 0, 0], [most, most, 0, 0]),
        *([0, most, most, 0], [0, most, 0, most]),
    ]
    points = floats(header["blobs"][9], 8 * most, 2)
    assert np.array_equal(points[:most], STAGES[0].real[:most])
    assert np.array_equal(points[-most:], STAGES[4].moves[:most])
    assert header["blobs"][10] == b"".join(stage.critic_map for stage in STAGES)


def test_only_what_is_missing_travels() -> None:
    app = start(3)
    again = unpacked(app.run())
    assert (again["start"], again["count"]) == (3, 3)
    assert [len(blob) for blob in again["blobs"][2:]] == [0] * 11
    header = unpacked(go_on(app, count=5))
    assert (header["start"], len(header["notes"])) == (3, 2)
    assert unpacked(go_on(app, run="b"))["start"] == 0


def test_a_branch_keeps_what_it_shares() -> None:
    app = start(4)
    header = unpacked(go_on(app, run="b", changes={"was": "a", "kept": 2}))
    assert (header["was"], header["kept"], header["start"], header["count"]) == ("a", 2, 2, 4)
    assert unpacked(app.run())["start"] == 4
    assert unpacked(go_on(app, run="c", changes={"was": "a", "kept": 2}))["start"] == 0


def test_what_got_lost_is_sent_again() -> None:
    app = start(4)
    assert unpacked(go_on(app, asked("again", have=1)))["start"] == 1
    assert app.text[0].value == "EVENT None"
    assert unpacked(app.run())["start"] == 4  # asked for once, sent once


def test_an_event_is_told_once() -> None:
    app = go_on(start(), asked("critic"))
    assert app.text[0].value == "EVENT Event(kind='critic', step=2, have=0, number=1)"
    assert unpacked(app)["heard"] == 1
    assert app.run().text[0].value == "EVENT None"
    assert "kind='more'" in go_on(app, asked("more", number=2)).text[0].value


@pytest.mark.parametrize(
    "told",
    [
        *(asked("both", run="b"), asked("explode"), asked(["both"]), asked("both", number=0)),
        *(asked("both", number="9"), asked("both", number=True), {}, {"kind": "both"}),
    ],
)
def test_nonsense_is_no_event(told: dict[str, Any]) -> None:
    app = go_on(start(), told)
    assert not app.exception
    assert app.text[0].value == "EVENT None"


@pytest.mark.parametrize("told", [7, [1], {"event": 3}])
def test_a_strange_state_is_no_event(told: Any) -> None:
    app = start()
    app.session_state["lab"] = {"event": told}
    assert not app.run().exception
    assert app.text[0].value == "EVENT None"


@pytest.mark.parametrize(("frames", "kept"), [((), 0), (FRAMES[:1], 2)])
def test_a_bundle_of_nothing_is_refused(frames: Any, kept: int) -> None:
    with pytest.raises(SettingsError, match="A bundle needs"):
        Bundle("a", frames, CLOUD, SETTINGS, "Ring", kept=kept)


def test_a_diverged_run_can_be_sent() -> None:
    wild = replace(SETTINGS, loss="wasserstein", generator_rate=1.0, critic_rate=1.0, rounds=400,
                   generator_optimiser="sgd", critic_optimiser="sgd", every=100)  # fmt: skip
    frames = list(lab.train(CLOUD, wild))
    assert frames[-1].has_diverged
    bundle = Bundle("a", frames, CLOUD, wild, "Ring")
    assert bundle.describe()["hasVerdicts"] is False
    assert np.isfinite(floats(bundle.blobs(0)[3], -1, 2)).all()
