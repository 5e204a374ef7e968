import itertools

from ui.slices import GrowsBySlices


class Run(GrowsBySlices):
    def __init__(self, iterator):
        self.frames, self.iterator, self.is_over = [], iter(iterator), False


def test_a_slice_holds_at_least_one_frame_and_ends_in_time():
    run = Run(itertools.count())
    run.more(0)
    assert run.frames == [0]
    run.more(0.05)
    assert run.frames == list(range(len(run.frames)))
    assert len(run.frames) > 2
    assert not run.is_over


def test_the_end_is_known_and_nothing_comes_after_it():
    run = Run("ab")
    for _ in range(3):
        run.more(10)
    assert run.frames == ["a", "b"]
    assert run.is_over
