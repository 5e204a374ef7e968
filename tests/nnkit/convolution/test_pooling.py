import numpy as np
import pytest
import torch

from nnkit import SettingsError
from nnkit.convolution import pool


@pytest.mark.parametrize("kind", ["max", "mean"])
@pytest.mark.parametrize(("size", "stride"), [(1, None), (2, None), (3, 2), (2, 3)])
def test_agrees_with_windows_written_out(kind, size, stride):
    picture = torch.rand(2, 3, 11, 8, generator=torch.Generator().manual_seed(0))
    windows = np.lib.stride_tricks.sliding_window_view(picture.numpy(), (size, size), (2, 3))
    step = stride or size
    expected = getattr(np, kind)(windows[:, :, ::step, ::step], axis=(-2, -1))
    np.testing.assert_allclose(pool(picture, size, stride, kind).numpy(), expected, rtol=1e-6)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0,), "size"),
        ((9,), "larger"),
        ((2.0,), "size"),
        ((2, 0), "stride"),
        ((2, 2, "min"), "kind"),
    ],
)
def test_bad_settings(arguments, words):
    with pytest.raises(SettingsError, match=words):
        pool(torch.zeros(1, 1, 8, 12), *arguments)
