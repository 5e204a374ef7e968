"""What is said of the main directions is what was measured."""

import pytest

from nnkit import weights
from ui import gan_directions


@pytest.mark.parametrize(("label", "name"), [(None, "digits"), (3, "conditional")])
def test_the_sliders_hold_the_sum_of_their_shares(label: int | None, name: str) -> None:
    told = weights.manifest()[f"gan_{name}"].metrics["directions"]
    held = sum(one["share"] for one in told[: gan_directions.SHOWN])
    assert f"**{held:.0%}**" in gan_directions.together(label)


def test_a_direction_is_named_after_all_that_it_surely_changes() -> None:
    from nnkit import gan

    titles = [
        gan_directions.title(place, one)
        for place, one in enumerate(gan.load("conditional").directions[:3])
    ]
    assert titles == [
        "Direction 1: slant",
        "Direction 2: width, also thickness and height",
        "Direction 3: no single word for it",
    ]
