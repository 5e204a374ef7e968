"""A collapse is called one, whether all forgeries are alike or few digits appear."""

import numpy as np
import pytest

from ui import gan_live


@pytest.mark.parametrize(
    ("covered", "variety", "collapsed"),
    [(10, 0.98, False), (6, 0.5, False), (5, 0.62, True), (6, 0.49, True), (1, 0.0, True)],
)
def test_the_verdict(covered: int, variety: float, collapsed: bool) -> None:
    shot = gan_live.Shot(9, np.zeros((8, 8), np.uint8), 1.0, 1.0, covered, variety)
    told = gan_live.verdict(shot)
    assert told.startswith("**A collapse.**") is collapsed
    assert f"{covered} of the ten digits appear" in told
    assert f"**{variety:.0%}**" in told
