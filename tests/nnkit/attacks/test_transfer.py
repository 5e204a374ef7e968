"""The matrix on networks that look at one colour each."""

import pytest
import torch

from nnkit import ImageError, SettingsError, vision
from nnkit.attacks import away, towards
from nnkit.attacks.transfer import transfer


def by_colour(channel):
    """A network that says 1 where its colour is bright, 2 where it is nearly white, else 0."""

    def classifier(pictures):
        value = pictures[:, channel].mean(dim=(1, 2))
        return torch.stack([0.5 - value, value - 0.5, 5 * (value - 0.9)], dim=1)

    return classifier


def even(*colours):
    return (torch.tensor(colours) / 255)[:, :, None, None].expand(-1, 3, 8, 8)


RED, GREEN = by_colour(0), by_colour(1)
NETWORKS = {"red": RED, "green": GREEN}
DARK = even((0, 0, 0), (0, 0, 0))
PAIRS = {
    "red": (DARK, even((200, 0, 0), (200, 255, 0))),
    "green": (DARK, even((0, 200, 0), (0, 200, 0))),
}


def test_each_cell_says_who_is_fooled_by_whose_pictures():
    cells = list(transfer(NETWORKS, PAIRS, towards(1)))
    assert [(cell.step, cell.total) for cell in cells] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [(cell.source, cell.looker) for cell in cells] == [
        ("red", "red"),
        ("red", "green"),
        ("green", "red"),
        ("green", "green"),
    ]
    assert [cell.fooled.tolist() for cell in cells] == [
        [True, True],
        [False, False],  # the second is no longer dark, but neither is it the target
        [False, False],
        [True, True],
    ]
    assert [cell.changed_share for cell in cells] == [1, 0.5, 0, 1]
    assert [cell.fooled_share for cell in cells] == [1, 0, 0, 1]
    assert [guess.number for guess in cells[1].guesses] == [0, 2]


def test_away_means_away_from_what_the_looker_itself_said():
    originals = even((0, 255, 0))  # 0 for red, 2 for green
    pairs = {"red": (originals, even((200, 255, 0)))}
    cells = list(transfer(NETWORKS, pairs, away()))
    assert [cell.fooled_share for cell in cells] == [1, 0]
    assert [cell.changed_share for cell in cells] == [1, 0]


def test_a_network_looks_at_foreign_pictures_in_its_own_size():
    network = vision.untrained("squeezenet1_1", device="cpu")
    generator = torch.Generator().manual_seed(0)
    small, large = (
        torch.randint(0, 256, (1, 3, side, side), generator=generator) / 255 for side in (80, 240)
    )
    pairs = {"small": (small, small), "large": (large, large)}
    for cell, picture in zip(transfer({"it": network}, pairs, away()), (small, large), strict=True):
        wanted = network.classify(picture, k=1)[0]
        assert cell.guesses[0].label == wanted.label
        assert cell.guesses[0].probability == pytest.approx(wanted.probability, abs=1e-6)
        assert not cell.changed.any()


def test_bad_input_is_refused_before_the_first_cell():
    with pytest.raises(SettingsError, match="at least one network"):
        transfer({}, PAIRS, away())
    with pytest.raises(SettingsError, match="one pair"):
        transfer(NETWORKS, {}, away())
    with pytest.raises(ImageError, match="differ in shape"):
        transfer(NETWORKS, {"red": (DARK, DARK[:1])}, away())
