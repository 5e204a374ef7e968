import pytest
import torch

from nnkit import SettingsError
from nnkit.convolution import Layer, convolve, pool, stack

PICTURE = torch.rand(1, 3, 16, 16, generator=torch.Generator().manual_seed(0))
KERNEL = torch.tensor([[-1.0, 0.0, 1.0]] * 3)


def test_keeps_every_step():
    layers = [
        Layer(KERNEL, bias=0.1, pool_size=2),
        Layer(torch.ones(2, 3, 3, 3), activation="identity", stride=2, padding="zeros"),
    ]
    stages = stack(PICTURE, layers)
    assert [stage.name for stage in stages] == [
        "picture",
        "layer 1: filter",
        "layer 1: relu",
        "layer 1: max pooling",
        "layer 2: filter",
    ]
    filtered = convolve(PICTURE, KERNEL, bias=0.1, padding="reflect")
    pooled = pool(filtered.clamp(min=0), 2)
    last = convolve(pooled, torch.ones(2, 3, 3, 3), stride=2)
    for stage, expected in zip(
        stages, [PICTURE, filtered, filtered.clamp(min=0), pooled, last], strict=True
    ):
        torch.testing.assert_close(stage.picture, expected)


def test_no_layers_leave_the_picture():
    assert [stage.name for stage in stack(PICTURE, [])] == ["picture"]


@pytest.mark.parametrize(
    "options",
    [
        {"kernel": KERNEL[0]},
        {"kernel": KERNEL, "bias": float("inf")},
        {"kernel": KERNEL, "activation": "none"},
        {"kernel": KERNEL, "stride": 0},
        {"kernel": KERNEL, "padding": "wrap"},
        {"kernel": KERNEL, "pool_size": 0},
        {"kernel": KERNEL, "pool_kind": "min"},
    ],
)
def test_a_bad_layer_cannot_be_made(options):
    with pytest.raises(SettingsError):
        Layer(**options)


def test_too_many_layers_and_too_few_pixels():
    with pytest.raises(SettingsError, match="16 layers"):
        stack(PICTURE, [Layer(KERNEL)] * 17)
    with pytest.raises(SettingsError, match="pooling size"):
        stack(PICTURE, [Layer(KERNEL, pool_size=4)] * 3)
