"""One step: exactly epsilon wherever there is room and a slope."""

import pytest
import torch

from nnkit import SettingsError
from nnkit.attacks import FGSMSettings, away, fgsm, towards


@pytest.mark.parametrize("epsilon", [1, 4, 255])
@pytest.mark.parametrize("goal", [away(0), towards(1)], ids=["away", "towards"])
def test_on_a_linear_network_each_value_goes_where_its_weight_points(epsilon, goal):
    generator = torch.Generator().manual_seed(1)
    weights = torch.randn(2, 27, generator=generator)
    start = torch.randint(0, 256, (1, 3, 3, 3), generator=generator) / 255
    *_, final = fgsm(lambda x: x.flatten(1) @ weights.T, start, goal, FGSMSettings(epsilon))
    wanted = start + (weights[1] - weights[0]).sign().view_as(start) * epsilon / 255
    assert torch.allclose(final.pictures, wanted.clamp(0, 1), atol=1e-6)


def test_it_is_two_frames(toy, pictures):
    frames = list(fgsm(toy, pictures, away()))
    assert [(frame.step, frame.total) for frame in frames] == [(0, 1), (1, 1)]


def test_epsilon_zero_changes_nothing_and_says_so(toy, pictures):
    *_, final = fgsm(toy, pictures, away(), FGSMSettings(epsilon=0))
    assert torch.equal(final.pictures, pictures)
    assert not final.fooled.any()


@pytest.mark.parametrize("epsilon", [-1, 256, float("nan"), "4", True])
def test_an_impossible_epsilon_is_refused(epsilon):
    with pytest.raises(SettingsError, match="epsilon"):
        FGSMSettings(epsilon=epsilon)
