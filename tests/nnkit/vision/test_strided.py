"""The quick slope of a strided convolution is autograd's."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as some
from torch.nn import functional

from nnkit.vision.strided import StridedConvolution


@settings(deadline=None, max_examples=40)
@given(
    batch=some.integers(1, 3),
    channels=some.integers(1, 4),
    outputs=some.integers(1, 9),
    height=some.integers(1, 8),
    width=some.integers(1, 8),
    seed=some.integers(0, 999),
)
def test_values_and_slopes_are_those_of_padding_and_convolving(
    batch, channels, outputs, height, width, seed
):
    source = torch.Generator().manual_seed(seed)
    weight = torch.randn(outputs, channels, 3, 3, generator=source, dtype=torch.float64)
    bias = torch.randn(outputs, generator=source, dtype=torch.float64)
    maps = torch.randn(
        batch, channels, 2 * height, 2 * width, generator=source, dtype=torch.float64
    ).requires_grad_()
    wanted = functional.conv2d(functional.pad(maps, (0, 1, 0, 1)), weight, bias, stride=2)
    found = StridedConvolution(weight, bias)(maps)
    torch.testing.assert_close(found, wanted)
    behind = torch.randn(wanted.shape, generator=source, dtype=torch.float64)
    torch.testing.assert_close(
        torch.autograd.grad(found, maps, behind), torch.autograd.grad(wanted, maps, behind)
    )


def test_a_slope_of_the_slope_is_refused_not_wrong():
    maps = torch.ones(1, 3, 4, 4, requires_grad=True)
    made = StridedConvolution(torch.ones(2, 3, 3, 3), None)(maps).square().sum()
    (slope,) = torch.autograd.grad(made, maps, create_graph=True)
    with pytest.raises(RuntimeError, match="once_differentiable"):
        slope.sum().backward()
