from dataclasses import replace

import pytest

from nnkit.gan.lab.alarm import PATIENCE, looks_collapsed, sentence
from nnkit.gan.lab.measuring import Figures

HEALTHY = Figures(kl=0.3, js=0.1, covered=(True,) * 8, quality=0.9, real_cells=30, fake_cells=28)
CROWDED = replace(HEALTHY, fake_cells=9)
DROPPED = replace(HEALTHY, covered=(True,) * 4 + (False,) * 4)


@pytest.mark.parametrize(
    ("figures", "is_collapsed"),
    [
        (HEALTHY, False),
        (CROWDED, True),
        (replace(HEALTHY, fake_cells=10), False),
        (DROPPED, True),
        (replace(DROPPED, covered=(True,) * 5 + (False,) * 3), False),
        (replace(DROPPED, quality=0.49), False),  # still on its way
        (replace(HEALTHY, fake_cells=200, quality=0.1, covered=(False,) * 8), False),
    ],
)
def test_what_looks_collapsed(figures, is_collapsed):
    assert looks_collapsed(figures) is is_collapsed


def test_the_alarm_waits_and_then_says_its_numbers():
    assert not sentence(HEALTHY, None, 5000)
    assert not sentence(CROWDED, 100, 99 + PATIENCE)
    crowded = sentence(CROWDED, 100, 340)
    assert "240 rounds" in crowded
    assert "into 9 cells" in crowded
    assert "fill 30" in crowded
    assert "1 cell of" in sentence(replace(CROWDED, fake_cells=1), 0, 1000)
    dropped = sentence(DROPPED, 0, PATIENCE)
    assert "only 4 of its 8 parts" in dropped
    assert "90%" in dropped
