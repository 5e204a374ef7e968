"""The frames kept for the player: bounded, evenly spaced, the newest one last."""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ui.job_history import History, size_in_bytes


@given(count=st.integers(0, 300), most_frames=st.integers(1, 20), most_bytes=st.integers(1, 200))
def test_history_is_bounded_evenly_spaced_and_ends_with_the_newest(
    count: int, most_frames: int, most_bytes: int
) -> None:
    history: History[bytes] = History(most_frames, most_bytes)
    frames = [b"%03d" % number for number in range(count)]
    for frame in frames:
        history.add(frame)

    kept = history.frames()
    assert kept[-1:] == frames[-1:]
    assert kept[:1] == frames[:1]
    assert len(kept) <= most_frames + 1
    assert sum(map(len, kept)) <= max(most_bytes, 3) + 3
    steps = {int(b) - int(a) for a, b in pairwise(kept[:-1])}
    assert len(steps) <= 1


def test_size_looks_into_what_holds_the_bytes() -> None:
    @dataclass(frozen=True)
    class Encoded:
        picture: bytes
        figures: dict[str, list[bytes]]

    assert size_in_bytes(Encoded(b"1234", {"a": [b"56", b"7"]})) == 7
    assert size_in_bytes(memoryview(b"123")) == 3
    assert size_in_bytes(1.5) > 0
