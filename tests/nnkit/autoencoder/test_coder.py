"""The shipped autoencoders behind one door: shapes, sharing, refusals, layers."""

import pytest
import torch

from nnkit import SettingsError, WeightsError, autoencoder, weights
from nnkit.autoencoder import NAMES, coder, load
from nnkit.autoencoder.pca import PrincipalComponents

CODES = {"ae2": 2, "ae8": 8, "ae32": 32, "vae2": 2, "vae8": 8, "vae32": 32, "denoiser": 64,
         "pca2": 2, "pca8": 8, "pca32": 32}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_there_and_back(name, digits):
    model = load(name)
    codes = model.encode(digits)
    assert codes.shape == (100, CODES[name]) == (100, model.code)
    drawn = model.decode(codes)
    assert drawn.shape == digits.shape
    assert drawn.min() >= 0
    assert drawn.max() <= 1
    assert torch.equal(model.reconstruct(digits), drawn)
    assert torch.equal(autoencoder.encode(digits, name), codes)
    assert torch.equal(autoencoder.decode(codes, name), drawn)
    assert torch.equal(autoencoder.reconstruct(digits, name), drawn)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_alone_or_among_others_is_the_same(name, digits):
    model = load(name)
    many = digits.repeat(6, 1, 1, 1)  # more than one batch
    codes = model.encode(many)
    assert torch.allclose(codes[:100], codes[500:], atol=1e-4)
    assert torch.allclose(model.encode(digits[7:8]), codes[7:8], atol=1e-4)
    assert torch.allclose(model.decode(codes)[507:508], model.decode(codes[7:8]), atol=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_shared_and_without_trace(name, digits):
    model = load(name)
    assert load(name) is model
    before = {key: value.clone() for key, value in model.module.state_dict().items()}
    wanting = digits[:2].clone().requires_grad_()
    model.activations(wanting)
    assert not model.reconstruct(wanting).requires_grad
    assert wanting.grad is None
    assert not model.module.training or isinstance(model.module, PrincipalComponents)
    assert not any(weight.requires_grad for weight in model.module.parameters())
    assert all(torch.equal(model.module.state_dict()[key], value) for key, value in before.items())
    codes = model.encode(digits)
    codes += 1  # a copy: nobody else sees this
    assert not torch.equal(model.encode(digits), codes)


def test_more_numbers_bring_more_back(digits):
    for family in ("ae", "pca"):
        errors = [
            (load(f"{family}{count}").reconstruct(digits) - digits).square().mean()
            for count in (2, 8, 32)
        ]
        assert errors[0] > errors[1] > errors[2]


@pytest.mark.parametrize("name", ["ae2", "ae32", "vae2", "denoiser"])
def test_layers_lead_from_the_picture_to_the_picture(name, digits):
    model = load(name)
    layers = model.activations(digits[:3])
    parts = [layer.part for layer in layers]
    assert parts == sorted(parts, key=["encoder", "code", "decoder"].index)
    assert parts.count("code") == 1
    by_part = {layer.part: layer.values for layer in layers}
    assert torch.equal(by_part["code"], model.encode(digits[:3]))
    assert torch.equal(by_part["decoder"], model.reconstruct(digits[:3]))
    shapes = [tuple(layer.values.shape[1:]) for layer in layers]
    assert shapes[:3] == [(16, 14, 14), (32, 7, 7), (64, 4, 4)]
    assert shapes[-4:] == [(64, 4, 4), (32, 7, 7), (16, 14, 14), (1, 28, 28)]
    assert (16, 14, 14) in shapes
    assert layers[0].title == "16 maps of 14 x 14"


def test_a_layer_by_hand(digits):
    """The first maps: a convolution of stride 2, then x * sigmoid(x)."""
    layer = load("ae2").activations(digits[:2])[0]
    tensors = {key: value.float() for key, value in weights.load("autoencoder_ae2").items()}
    sums = torch.nn.functional.conv2d(
        digits[:2], tensors["encoder.0.0.weight"], tensors["encoder.0.0.bias"], 2, 1
    )
    assert torch.allclose(layer.values, sums * sums.sigmoid(), atol=1e-5)


def test_pca_has_no_layers_but_its_numbers(digits):
    (layer,) = load("pca8").activations(digits)
    assert (layer.part, layer.title) == ("code", "8 numbers")
    assert torch.equal(layer.values, load("pca8").encode(digits))


@pytest.mark.parametrize("name", ["ae3", "", "pca3", "pca", "../ae2"])
def test_unknown_names_are_refused(name):
    with pytest.raises(SettingsError, match="choose one of ae2, ae8"):
        load(name)


@pytest.mark.parametrize("shape", [(28, 28), (1, 28, 28), (2, 3, 28, 28), (0, 1, 28, 28)])
def test_other_pictures_are_refused(shape):
    for call in (load("ae2").encode, load("pca2").reconstruct, load("ae2").activations):
        with pytest.raises(SettingsError, match="28, 28"):
            call(torch.zeros(shape))


def test_bytes_are_refused():
    with pytest.raises(SettingsError, match="floats"):
        load("ae2").encode(torch.zeros(1, 1, 28, 28, dtype=torch.uint8))


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16, torch.bfloat16])
@pytest.mark.parametrize("name", ["ae2", "vae8", "pca8"])
def test_any_float_is_welcome(name, dtype, digits):
    model, pictures = load(name), digits[:3].to(dtype)
    codes = model.encode(pictures)
    assert codes.dtype == torch.float32
    assert torch.equal(codes, model.encode(pictures.float()))
    assert torch.equal(model.decode(codes.to(dtype)), model.decode(codes.to(dtype).float()))
    assert torch.equal(model.reconstruct(pictures), model.decode(codes))
    assert torch.equal(model.activations(pictures)[-1].values, model.activations(
        pictures.float())[-1].values)  # fmt: skip


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16, torch.bfloat16])
def test_every_door_takes_any_float(dtype, digits):
    pictures = digits[:2].to(dtype)
    hole = torch.zeros(1, 1, 28, 28, dtype=torch.bool)
    hole[..., 10:16, 10:16] = True
    settings = autoencoder.InpaintingSettings(steps=2)
    doors = (
        autoencoder.denoise,
        autoencoder.anomaly_score,
        lambda given: autoencoder.non_local_means(given, 0.3),
        lambda given: list(autoencoder.inpaint(given, hole, settings))[-1].pictures,
    )
    for door in doors:
        found = door(pictures)
        assert found.dtype == torch.float32
        assert torch.equal(found, door(pictures.float()))


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_numbers_that_are_not_finite_are_refused(bad, digits):
    pictures = digits[:2].clone()
    pictures[1, 0, 5, 5] = bad
    nothing = torch.zeros(1, 1, 28, 28, dtype=torch.bool)
    doors = (
        *(load(name).encode for name in ("ae2", "pca2")),
        load("ae2").activations,
        autoencoder.denoise,
        autoencoder.judge,
        lambda given: autoencoder.non_local_means(given, 0.3),
        lambda given: autoencoder.inpaint(given, nothing),
    )
    for door in doors:
        with pytest.raises(SettingsError, match="finite"):
            door(pictures)
    with pytest.raises(SettingsError, match="finite"):
        autoencoder.decode(torch.tensor([[0.0, bad]]))


def test_whole_numbers_are_no_codes():
    with pytest.raises(SettingsError, match="floats"):
        autoencoder.decode(torch.tensor([[0, 1]]))


@pytest.mark.parametrize("shape", [(2,), (1, 3), (0, 2)])
def test_other_codes_are_refused(shape):
    with pytest.raises(SettingsError, match=r"\[N, 2\]"):
        load("ae2").decode(torch.zeros(shape))


def test_a_damaged_file_is_said(tmp_path, monkeypatch):
    for path in weights.directory().iterdir():
        (tmp_path / path.name).symlink_to(path)
    damaged = tmp_path / "autoencoder_ae2.safetensors"
    content = bytearray(damaged.read_bytes())
    content[-1] ^= 1
    damaged.unlink()
    damaged.write_bytes(content)
    monkeypatch.setattr(weights, "directory", lambda: tmp_path)
    coder.load.cache_clear()
    with pytest.raises(WeightsError, match="damaged"):
        load("ae2")
    coder.load.cache_clear()
