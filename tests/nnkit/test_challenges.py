import pytest
import torch

from nnkit import SettingsError
from nnkit.challenges import CHALLENGES
from nnkit.kernels import PRESETS, parse

EDGES, BLUR = CHALLENGES["vertical_edges"], CHALLENGES["blur_sideways"]


def kernel(name):
    return PRESETS[name].make() if name in PRESETS else parse(name)


@pytest.mark.parametrize(
    "name",
    [
        "sobel_x",
        "prewitt_x",
        "scharr_x",
        "0,0,0;-1,0,1;0,0,0",
        "1,-1;1,-1",
        "0,0,0;0,-0.01,0.01;0,0,0",
    ],
)
def test_upright_edge_finders_solve_the_first(name):
    verdict = EDGES.check(kernel(name))
    assert verdict.solved
    assert "Well done" in verdict.sentence


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("identity", "even areas"),
        ("gaussian", "even areas"),
        ("0,0,0;0,0,0;0,0,0", "silence"),
        ("laplacian4", "level edges"),
        ("laplacian8", "level edges"),
        ("sobel_y", "deaf"),
        ("corner", "silence"),
        ("-2,-1,0;-1,0,1;0,1,2", "level edges"),
    ],
)
def test_others_do_not_and_get_a_hint(name, hint):
    verdict = EDGES.check(kernel(name))
    assert not verdict.solved
    assert hint in verdict.sentence


def test_the_figures_of_the_first_are_measured():
    figures = EDGES.check(kernel("-1,0,1;-2,0,2;-1,0,1") / 4 + torch.eye(3) / 3).figures
    assert figures["even area"] == pytest.approx(1)
    assert figures["upright edge"] == pytest.approx(5 / 3)
    assert figures["level edge"] == pytest.approx(1)


@pytest.mark.parametrize(
    "name",
    ["motion_blur", "0,0,0;1/3,1/3,1/3;0,0,0", "0,0,0;1/4,1/2,1/4;0,0,0", "0,0,0;1/2,1/2,0;0,0,0"],
)
def test_row_blurs_solve_the_second(name):
    assert BLUR.check(kernel(name)).solved


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("identity", "left-right detail should fall"),
        ("box", "one row only"),
        ("gaussian", "one row only"),
        ("0,1/3,0;0,1/3,0;0,1/3,0", "one row only"),
        ("1/3,0,0;0,1/3,0;0,0,1/3", "one row only"),
        ("0,0,0;1,1,1;0,0,0", "brightness"),
        ("0,0,0;0,0,0;0,0,0", "brightness"),
        ("0,0,0;-1/3,-1/3,-1/3;0,0,0", "brightness"),
        ("sharpen", "one row only"),
    ],
)
def test_others_do_not_blur_sideways(name, hint):
    verdict = BLUR.check(kernel(name))
    assert not verdict.solved
    assert hint in verdict.sentence


@pytest.mark.parametrize("challenge", CHALLENGES.values(), ids=lambda challenge: challenge.key)
def test_no_kernel_is_refused(challenge):
    with pytest.raises(SettingsError):
        challenge.check(torch.ones(3, 3) / 0)
