"""Whatever settings a file holds, the controls can show what comes nearest to them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import vision
from nnkit.dream import DreamSettings
from ui.dream_controls import NUMBERS, OTHERS, WEIGHTS
from ui.dream_restoring import nearest

UNKNOWN = "mixed 4c"


NETWORK = vision.load()
NAMES = [layer.name for layer in NETWORK.layers]
PAIRS = st.tuples(st.sampled_from([*NAMES, UNKNOWN]), st.floats(0.001, 100))
WISHES = st.builds(
    DreamSettings,
    layers=st.lists(PAIRS, min_size=1, max_size=8, unique_by=lambda pair: pair[0]).map(tuple),
    channel=st.none() | st.integers(0, 65535),
    octaves=st.integers(1, 10),
    scale=st.floats(1.1, 3),
    steps=st.integers(1, 1000),
    step_size=st.floats(1e-5, 1),
    jitter=st.integers(0, 512),
    smoothing=st.floats(0, 1),
    strength=st.floats(0, 1),
    seed=st.integers(0, 2**31),
)


@settings(max_examples=60, deadline=None)
@given(WISHES)
def test_the_nearest_settings_fit_the_controls(wish):
    near = nearest(wish, NETWORK)
    for name, (_, low, high, _, _) in NUMBERS.items():
        value = getattr(near, name)
        assert low <= value <= high
        assert type(value) is type(low)
    (first, one), *others = near.layers
    assert one == 1
    assert {first, *(name for name, _ in others)} <= set(NAMES)
    assert len(others) <= len(OTHERS)
    assert all(WEIGHTS[0] <= weight <= WEIGHTS[1] for _, weight in others)
    if wish.channel is not None:
        assert not others
        assert near.channel < NETWORK.layer(first).channels
    assert nearest(near, NETWORK) == near


def test_what_the_controls_can_show_is_its_own_nearest():
    wish = DreamSettings((("block 5", 2.0), ("block 9", 1.0), ("head", 6.0)), seed=9)
    expected = DreamSettings((("block 5", 1.0), ("block 9", 0.5), ("head", 3.0)), seed=9)
    assert nearest(wish, NETWORK) == expected
    for same in (
        DreamSettings((("logits", 1.0),), label=9),
        DreamSettings((("head", 1.0),), channel=1279),
    ):
        assert nearest(same, NETWORK) == same


def test_without_the_network_its_layers_are_taken_on_trust():
    wish = DreamSettings(((UNKNOWN, 1.0),), channel=65535, octaves=10)
    near = nearest(wish, None)
    assert (near.layers, near.channel, near.octaves) == (wish.layers, 65535, 7)
