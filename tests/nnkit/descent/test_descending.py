"""The paths are PyTorch's own, step by step, and none ever holds a number that is not finite."""

import itertools
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import SettingsError
from nnkit.descent import OPTIMISERS, SURFACES, DescentSettings, State, descend

PEERS = {
    "gd": lambda place, wish: torch.optim.SGD([place], lr=wish.learning_rate),
    "sgd": lambda place, wish: torch.optim.SGD([place], lr=wish.learning_rate),
    "momentum": lambda place, wish: torch.optim.SGD(
        [place], lr=wish.learning_rate, momentum=wish.momentum
    ),
    "nesterov": lambda place, wish: torch.optim.SGD(
        [place], lr=wish.learning_rate, momentum=wish.momentum, nesterov=True
    ),
    "rmsprop": lambda place, wish: torch.optim.RMSprop(
        [place], lr=wish.learning_rate, alpha=wish.decay
    ),
    "adam": lambda place, wish: torch.optim.Adam([place], lr=wish.learning_rate, betas=wish.betas),
}
PAIRS = [
    (key, optimiser)
    for key, optimiser in itertools.product(SURFACES, OPTIMISERS)
    if optimiser != "sgd" or SURFACES[key].examples is not None
]


def finite(frame):
    return all(map(math.isfinite, (*frame.position, frame.value, *frame.gradient)))


@pytest.mark.parametrize(("key", "optimiser"), PAIRS)
def test_paths_equal_those_of_torch_optim(key, optimiser):
    land = SURFACES[key]
    wish = DescentSettings(optimiser, 0.03, 80, momentum=0.8, decay=0.95, betas=(0.85, 0.99))
    frames = list(descend(land, wish))
    assert len(frames) == 81
    place = torch.tensor(land.start, dtype=torch.float64, requires_grad=True)
    peer = PEERS[optimiser](place, wish)
    for frame in frames[1:]:
        terrain = land.examples.of(torch.tensor(frame.rows)) if frame.rows else land
        peer.zero_grad()
        terrain.value(place).backward()
        peer.step()
        assert frame.position == pytest.approx(place.tolist(), abs=1e-9)


@pytest.mark.parametrize(("key", "optimiser"), PAIRS)
def test_frames_tell_where_they_stand(key, optimiser):
    land = SURFACES[key]
    frames = list(descend(land, DescentSettings(optimiser, 0.01, 12)))
    assert [frame.step for frame in frames] == list(range(13))
    assert {frame.total for frame in frames} == {12}
    assert frames[0].position == land.start
    for frame in frames:
        place = torch.tensor(frame.position, dtype=torch.float64)
        assert frame.value == land.value(place).item()
        assert frame.gradient == tuple(land.gradient(place).tolist())
        assert frame.state is State.MOVING
        assert not frame.has_diverged


@settings(max_examples=60, deadline=None)
@given(
    pair=st.sampled_from(PAIRS),
    rate=st.floats(-5, 3).map(lambda power: 10**power),
    across=st.floats(0, 1),
    up=st.floats(0, 1),
    momentum=st.floats(0, 0.999),
)
def test_no_frame_ever_holds_nan_or_infinity(pair, rate, across, up, momentum):
    key, optimiser = pair
    box = SURFACES[key].box
    start = (
        min(box.left + across * (box.right - box.left), box.right),
        min(box.bottom + up * (box.top - box.bottom), box.top),
    )
    wish = DescentSettings(optimiser, min(rate, 1000.0), 50, momentum=momentum)
    frames = list(descend(SURFACES[key], wish, start))
    assert all(finite(frame) for frame in frames)
    assert not any(frame.has_diverged for frame in frames[:-1])
    assert len(frames) == 51 or frames[-1].has_diverged


def test_a_path_that_is_thrown_off_the_map_says_so_and_ends():
    *others, last = descend(SURFACES["ravine"], DescentSettings("gd", 0.5, 1000))
    assert last.state is State.DIVERGED
    assert last.has_diverged
    assert last.step < last.total
    assert {frame.state for frame in others} == {State.MOVING}
    assert str(last.state) == "diverged"


def test_a_path_that_arrives_is_at_rest():
    *_, last = descend(SURFACES["ravine"], DescentSettings("gd", 0.3, 600))
    assert last.state is State.AT_REST
    assert last.position == pytest.approx((0, 0), abs=1e-5)


def test_on_top_of_the_saddle_descent_stays():
    frames = list(descend(SURFACES["saddle"], DescentSettings("gd", 0.1, 300), (1.0, 0.0)))
    assert frames[-1].state is State.AT_REST
    assert frames[-1].position == pytest.approx((0, 0), abs=1e-5)
    assert frames[-1].value == pytest.approx(0.25)


def test_a_learning_rate_of_zero_goes_nowhere():
    frames = list(descend(SURFACES["line"], DescentSettings("adam", 0, 5)))
    assert {frame.position for frame in frames} == {SURFACES["line"].start}


def test_mini_batches_take_every_example_once_before_any_again():
    frames = list(descend(SURFACES["line"], DescentSettings("sgd", 0.01, 16, batch=4)))
    assert frames[0].rows == ()
    rounds = [frames[1:9], frames[9:17]]  # 30 examples: seven fours and a two
    for steps in rounds:
        assert [len(frame.rows) for frame in steps] == [4] * 7 + [2]
        assert sorted(row for frame in steps for row in frame.rows) == list(range(30))
    assert [frame.rows for frame in rounds[0]] != [frame.rows for frame in rounds[1]]


def test_a_batch_of_all_examples_is_gradient_descent():
    wish = {"learning_rate": 0.05, "steps": 20}
    batches = descend(SURFACES["neuron"], DescentSettings("sgd", **wish, batch=1000))
    whole = descend(SURFACES["neuron"], DescentSettings("gd", **wish))
    for one, two in zip(batches, whole, strict=True):
        assert one.position == pytest.approx(two.position, abs=1e-12)


def test_equal_seeds_give_equal_paths_whatever_runs_beside_them():
    def run(seed):
        return descend(SURFACES["neuron"], DescentSettings("sgd", 0.2, 20, seed=seed))

    alone, others = list(run(1)), list(run(2))
    torch.manual_seed(99)
    beside = list(zip(run(1), run(2), strict=True))
    assert [one for one, _ in beside] == alone
    assert [two for _, two in beside] == others
    assert alone != others


def test_refusals_come_before_the_first_frame():
    with pytest.raises(SettingsError, match="no examples to take mini-batches of"):
        descend(SURFACES["saddle"], DescentSettings("sgd"))
    for start in ((9.0, 0.0), (0.0, -9.0), (math.nan, 0.0)):
        with pytest.raises(SettingsError, match="a place on the map"):
            descend(SURFACES["ravine"], DescentSettings(), start)


@pytest.mark.parametrize(
    "wish",
    [
        {"optimiser": "lbfgs"},
        {"learning_rate": -0.1},
        {"learning_rate": math.nan},
        {"learning_rate": 1001.0},
        {"steps": 0},
        {"steps": 10_001},
        {"momentum": 1.0},
        {"decay": 1.0},
        {"betas": (0.9,)},
        {"betas": (0.9, 1.0)},
        {"betas": [0.9, 0.9]},
        {"batch": 0},
        {"seed": -1},
    ],
    ids=str,
)
def test_settings_out_of_range_are_refused_when_written_down(wish):
    with pytest.raises(SettingsError):
        DescentSettings(**wish)


def test_each_optimiser_says_what_it_does():
    assert list(OPTIMISERS) == ["gd", "sgd", "momentum", "nesterov", "rmsprop", "adam"]
    assert all(key == one.key and one.sentence.endswith(".") for key, one in OPTIMISERS.items())
