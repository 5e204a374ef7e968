"""Oracles: SciPy for kernels, torch's conv2d for layers."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage, signal

from nnkit import SettingsError
from nnkit.convolution import ACTIVATIONS, PADDINGS, convolve, flip_difference

SCIPY_MODES = {
    "zeros": "constant",
    "reflect": "mirror",
    "replicate": "nearest",
    "circular": "wrap",
}


def random(*shape, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(*shape, generator=generator, dtype=torch.float64)


def scipy_filter(plane, kernel, stride, dilation, padding):
    reach = [dilation * (side - 1) + 1 for side in kernel.shape]
    wide = np.zeros(reach)
    wide[::dilation, ::dilation] = kernel
    if padding == "valid":
        dense = signal.correlate2d(plane, wide, mode="valid")
    else:
        origin = [(side - 1) // 2 - side // 2 for side in reach]
        dense = ndimage.correlate(plane, wide, mode=SCIPY_MODES[padding], origin=origin)
    return dense[::stride, ::stride]


@pytest.mark.parametrize("padding", PADDINGS)
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize(
    ("shape", "dilation"),
    [((1, 1), 3), ((3, 3), 1), ((2, 4), 1), ((3, 5), 2), ((4, 2), 3), ((1, 7), 1), ((13, 12), 1)],
)
def test_agrees_with_scipy(padding, stride, shape, dilation):
    picture, kernel = random(2, 3, 24, 31), random(*shape, seed=1) - 0.4
    result = convolve(picture, kernel, stride=stride, dilation=dilation, padding=padding)
    expected = [
        [scipy_filter(plane.numpy(), kernel.numpy(), stride, dilation, padding) for plane in image]
        for image in picture
    ]
    np.testing.assert_allclose(result.numpy(), np.array(expected), atol=1e-9)


@pytest.mark.parametrize("padding", ["zeros", "reflect", "replicate", "circular"])
@pytest.mark.parametrize("shape", [(1, 1), (1, 6), (2, 3), (5, 4)])
@pytest.mark.parametrize("watched", [False, True])
def test_a_kernel_may_be_much_larger_than_a_padded_picture(padding, shape, watched):
    picture, kernel = random(1, 1, *shape), random(11, 15, seed=2)
    result = convolve(picture.requires_grad_(watched), kernel, padding=padding).detach()
    expected = scipy_filter(picture.detach()[0, 0].numpy(), kernel.numpy(), 1, 1, padding)
    np.testing.assert_allclose(result[0, 0].numpy(), expected, atol=1e-9)


@pytest.mark.parametrize("shape", [(3, 3), (4, 5)])
def test_flip_is_the_mathematicians_convolution(shape):
    picture, kernel = random(1, 1, 20, 22), random(*shape, seed=3)
    result = convolve(picture, kernel, padding="valid", flip=True)
    expected = signal.convolve2d(picture[0, 0].numpy(), kernel.numpy(), mode="valid")
    np.testing.assert_allclose(result[0, 0].numpy(), expected, atol=1e-12)
    assert not torch.allclose(result, convolve(picture, kernel, padding="valid"))


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
@pytest.mark.parametrize("size", [1, 2, 3, 6])
@pytest.mark.parametrize("dilation", [1, 2])
def test_a_layer_agrees_with_torch(size, dilation):
    picture, kernel, bias = random(2, 3, 17, 19), random(5, 3, size, size), random(5)
    result = convolve(picture, kernel, dilation=dilation, bias=bias, activation="tanh")
    module = torch.nn.Conv2d(3, 5, size, padding="same", dilation=dilation, dtype=torch.float64)
    module.load_state_dict({"weight": kernel, "bias": bias})
    torch.testing.assert_close(result, module(picture).detach().tanh())


@pytest.mark.parametrize("stride", [1, 2, 5])
@pytest.mark.parametrize("side", [9, 10, 11])
def test_sides_after_a_stride(stride, side):
    result = convolve(random(1, 1, side, side), random(4, 4), stride=stride, padding="reflect")
    assert result.shape[2:] == (-(-side // stride), -(-side // stride))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
def test_keeps_the_type(dtype):
    picture, kernel = random(1, 2, 9, 9), random(3, 3)
    result = convolve(picture.to(dtype), kernel, bias=0.25)
    assert result.dtype == dtype
    expected = convolve(picture, kernel, bias=0.25)
    torch.testing.assert_close(result.double(), expected, atol=0.05, rtol=0.01)


@pytest.mark.parametrize("size", [3, 15])
def test_leaves_its_arguments_alone_and_takes_any_memory_layout(size):
    picture = random(1, 21, 23, 3).float().permute(0, 3, 1, 2)[:, :, ::2, 1:]
    kernel = random(size, size).float()
    before = picture.clone(), kernel.clone()
    result = convolve(picture, kernel, flip=True)
    torch.testing.assert_close(result, convolve(picture.contiguous(), kernel, flip=True))
    assert torch.equal(picture, before[0])
    assert torch.equal(kernel, before[1])
    assert result.is_contiguous()


@pytest.mark.parametrize("kernel_shape", [(3, 3), (2, 2, 3, 3)])
@pytest.mark.parametrize("padding", PADDINGS)
def test_can_be_differentiated(kernel_shape, padding):
    picture = random(1, 2, 5, 6).requires_grad_()
    kernel = (random(*kernel_shape, seed=4) - 0.5).requires_grad_()
    bias = torch.tensor(0.1, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(
        lambda *given: convolve(given[0], given[1], bias=given[2], padding=padding, stride=2),
        (picture, kernel, bias),
    )
    with torch.no_grad():
        unwatched = convolve(picture, kernel, bias=bias, padding=padding, stride=2)
    watched = convolve(picture, kernel, bias=bias, padding=padding, stride=2)
    torch.testing.assert_close(unwatched, watched.detach())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("identity", [-8.0, -0.5, 0.0, 0.5, 8.0]),
        ("relu", [0.0, 0.0, 0.0, 0.5, 8.0]),
        ("relu6", [0.0, 0.0, 0.0, 0.5, 6.0]),
        ("leaky_relu", [-0.08, -0.005, 0.0, 0.5, 8.0]),
        ("sigmoid", [0.00033535, 0.37754067, 0.5, 0.62245933, 0.99966465]),
        ("tanh", [-0.99999977, -0.46211716, 0.0, 0.46211716, 0.99999977]),
        ("step", [0.0, 0.0, 0.0, 1.0, 1.0]),
        ("abs", [8.0, 0.5, 0.0, 0.5, 8.0]),
    ],
)
def test_activations(name, expected):
    picture = torch.tensor([[[[-9.0, -1.5, -1.0, -0.5, 7.0]]]])
    result = convolve(picture, torch.ones(1, 1), bias=1.0, activation=name)
    torch.testing.assert_close(result.flatten(), torch.tensor(expected))


def test_every_activation_is_tested():
    assert set(ACTIVATIONS) == {name for name, _ in test_activations.pytestmark[0].args[1]}


finite = st.floats(-3, 3)
sizes = st.integers(1, 14)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 999), sizes, sizes, finite, finite, st.sampled_from(PADDINGS))
def test_is_linear_in_picture_and_kernel(seed, height, width, a, b, padding):
    first, second = random(1, 2, 16, 15, seed=seed), random(1, 2, 16, 15, seed=seed + 1)
    kernel, other = random(height, width, seed=seed + 2), random(height, width, seed=seed + 3)

    def run(picture, kernel):
        return convolve(picture, kernel, padding=padding)

    together = run(a * first + b * second, kernel)
    torch.testing.assert_close(together, a * run(first, kernel) + b * run(second, kernel))
    together = run(first, a * kernel + b * other)
    torch.testing.assert_close(together, a * run(first, kernel) + b * run(first, other))


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 999), sizes, sizes, st.integers(-20, 20), st.integers(-20, 20), st.integers(1, 2)
)
def test_a_shifted_picture_gives_a_shifted_result(seed, height, width, down, right, dilation):
    picture, kernel = random(1, 1, 18, 17, seed=seed), random(height, width, seed=seed + 1)
    shift = {"shifts": (down, right), "dims": (2, 3)}
    moved = convolve(picture.roll(**shift), kernel, padding="circular", dilation=dilation)
    still = convolve(picture, kernel, padding="circular", dilation=dilation)
    torch.testing.assert_close(moved, still.roll(**shift))


PICTURE = torch.zeros(1, 3, 8, 8)
KERNEL = torch.ones(3, 3)


@pytest.mark.parametrize(
    ("picture", "kernel", "options", "words"),
    [
        (PICTURE[0], KERNEL, {}, "N, C, H, W"),
        (PICTURE[:, :, :0], KERNEL, {}, "at least one pixel"),
        (PICTURE.byte(), KERNEL, {}, "floating"),
        (PICTURE, KERNEL[0], {}, "kh, kw"),
        (PICTURE, KERNEL[None], {}, "kh, kw"),
        (PICTURE, KERNEL[:0], {}, "kh, kw"),
        (PICTURE, torch.ones(64, 3), {}, "63"),
        (PICTURE, KERNEL * torch.nan, {}, "finite"),
        (PICTURE, KERNEL / 0, {}, "finite"),
        (PICTURE, torch.ones(4, 2, 3, 3), {}, "2 input channels"),
        (PICTURE, torch.ones(9, 3), {"padding": "valid"}, "does not fit"),
        (PICTURE, KERNEL, {"padding": "valid", "dilation": 4}, "does not fit"),
        (PICTURE, KERNEL, {"padding": "mirror"}, "padding must be one of"),
        (PICTURE, KERNEL, {"stride": 0}, "stride"),
        (PICTURE, KERNEL, {"stride": 65}, "stride"),
        (PICTURE, KERNEL, {"stride": 1.5}, "stride"),
        (PICTURE, KERNEL, {"stride": True}, "stride"),
        (PICTURE, KERNEL, {"dilation": 0}, "dilation"),
        (PICTURE, KERNEL, {"dilation": 33}, "dilation"),
        (PICTURE, KERNEL, {"activation": "swish"}, "activation"),
        (PICTURE, KERNEL, {"bias": float("nan")}, "bias"),
        (PICTURE, KERNEL, {"bias": torch.tensor(torch.inf)}, "bias"),
        (PICTURE, KERNEL, {"bias": torch.zeros(3)}, "bias"),
        (PICTURE, torch.ones(4, 3, 3, 3), {"bias": torch.zeros(3)}, "bias"),
    ],
)
def test_bad_settings_give_one_sentence(picture, kernel, options, words):
    with pytest.raises(SettingsError, match=words) as caught:
        convolve(picture, kernel, **options)
    assert str(caught.value).endswith(".")


def test_zero_padding_of_a_layer_is_torchs():
    picture, kernel = random(1, 3, 8, 9).float(), random(4, 3, 3, 3).float()
    expected = F.conv2d(picture, kernel, padding=1, stride=2)
    torch.testing.assert_close(convolve(picture, kernel, stride=2), expected)


def test_flipping_changes_nothing_for_a_symmetric_kernel_only() -> None:
    picture = torch.rand(1, 1, 12, 12)
    assert not flip_difference(picture, torch.ones(3, 3), padding="reflect", flip=True).any()
    sobel = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    twice = 2 * convolve(picture, sobel, flip=True)
    assert torch.allclose(flip_difference(picture, sobel), twice, atol=1e-5)
