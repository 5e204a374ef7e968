import subprocess
import sys

import pytest
import torch

from nnkit import SettingsError
from nnkit.convolution import convolve
from nnkit.kernels import PRESETS, format_kernel, parse

ALL = PRESETS.values()
SILENT_ON_EVEN_AREAS = [preset for preset in ALL if preset.display == "signed"]
KEEP_BRIGHTNESS = ["identity", "box", "gaussian", "motion_blur", "sharpen", "unsharp", "emboss"]


def test_there_are_many_and_each_knows_its_key():
    assert len(PRESETS) >= 20
    assert all(key == preset.key for key, preset in PRESETS.items())
    assert len({preset.title for preset in ALL}) == len(PRESETS)


@pytest.mark.parametrize("preset", ALL, ids=lambda preset: preset.key)
def test_every_size_is_a_finite_kernel_that_a_link_can_carry(preset):
    assert preset.default_size in preset.sizes
    assert preset.sentence.endswith(".")
    for size in preset.sizes:
        kernel = preset.make(size)
        assert kernel.shape == (size, size)
        torch.testing.assert_close(parse(format_kernel(kernel)), kernel, atol=5e-5, rtol=0)
    assert torch.equal(preset.make(), preset.make(preset.default_size))
    with pytest.raises(SettingsError, match="size"):
        preset.make(12)


@pytest.mark.parametrize("preset", SILENT_ON_EVEN_AREAS, ids=lambda preset: preset.key)
def test_kernels_shown_on_grey_add_up_to_zero(preset):
    for size in preset.sizes:
        assert preset.make(size).sum() == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("key", KEEP_BRIGHTNESS)
def test_these_keep_the_brightness(key):
    for size in PRESETS[key].sizes:
        assert PRESETS[key].make(size).sum() == pytest.approx(1, abs=1e-5)


def test_textbook_numbers():
    assert format_kernel(PRESETS["sobel_x"].make()) == "-1,0,1;-2,0,2;-1,0,1"
    assert PRESETS["sobel_y"].make(5)[:, 2].tolist() == [-6, -12, 0, 12, 6]
    assert format_kernel(PRESETS["prewitt_y"].make()) == "-1,-1,-1;0,0,0;1,1,1"
    assert format_kernel(PRESETS["line_diagonal_up"].make()) == "-1,-1,2;-1,2,-1;2,-1,-1"
    assert format_kernel(PRESETS["box"].make(2)) == "0.25,0.25;0.25,0.25"
    assert torch.allclose(PRESETS["sobel_x"].make(7), PRESETS["sobel_y"].make(7).T)


def test_identity_changes_nothing():
    picture = torch.rand(1, 3, 20, 20, generator=torch.Generator().manual_seed(0))
    for size in PRESETS["identity"].sizes:
        torch.testing.assert_close(convolve(picture, PRESETS["identity"].make(size)), picture)


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("line_horizontal", [(2, c) for c in range(5)]),
        ("line_vertical", [(r, 2) for r in range(5)]),
        ("line_diagonal_up", [(4 - i, i) for i in range(5)]),
        ("line_diagonal_down", [(i, i) for i in range(5)]),
    ],
)
def test_line_detectors_answer_loudest_to_their_own_line(key, line):
    picture = torch.zeros(1, 1, 5, 5)
    for row, column in line:
        picture[0, 0, row, column] = 1
    answers = {
        other: float(convolve(picture, PRESETS[other].make(), padding="valid").max())
        for other in PRESETS
        if other.startswith("line_")
    }
    assert max(answers, key=answers.__getitem__) == key


def test_importing_costs_no_torch():
    code = (
        "import sys, nnkit.kernels as k; k.parse_rows('1'); k.PRESETS['gabor'].rows();"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
