import pytest
import torch

from nnkit.errors import SettingsError
from nnkit.playground.vanishing import KINDS, gradient_sizes


def test_a_size_for_each_layer_of_each_kind():
    sizes = gradient_sizes(5)
    assert set(sizes) == set(KINDS)
    assert all(len(layers) == 5 for layers in sizes.values())
    assert all(size > 0 for layers in sizes.values() for size in layers)
    assert gradient_sizes(5) == sizes
    assert gradient_sizes(5, seed=1) != sizes


def test_sigmoids_lose_the_gradient_and_skips_keep_it():
    sizes = gradient_sizes(20)
    arrived = {kind: layers[0] / layers[-1] for kind, layers in sizes.items()}
    assert arrived["sigmoid"] < 1e-9
    assert min(arrived["relu"], arrived["tanh"], arrived["residual"]) > 0.05
    # Each layer of sigmoids takes about as much: the first ones get ever less with depth.
    firsts = torch.tensor([gradient_sizes(depth)["sigmoid"][0] for depth in (2, 5, 10, 20)])
    assert (firsts.diff() < 0).all()


@pytest.mark.parametrize("wrong", [(1,), (21,), (2.5,), (5, -1)])
def test_depths_out_of_range_are_refused(wrong):
    with pytest.raises(SettingsError):
        gradient_sizes(*wrong)
