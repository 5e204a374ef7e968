"""The shipped GANs draw, and the critic judges, what they are asked and nothing else."""

import math

import pytest
import torch

from nnkit import gan, weights
from nnkit.errors import ImageError, SettingsError, WeightsError
from nnkit.gan import sampling


@pytest.mark.parametrize("label", [None, 7, [1, 2, 3]])
def test_samples_are_pictures_and_the_seed_tells_which(label):
    first = gan.sample(3, 5, label=label)
    torch.manual_seed(1)
    before = torch.get_rng_state()
    assert torch.equal(gan.sample(3, 5, label=label), first)
    assert torch.equal(torch.get_rng_state(), before)
    assert first.shape == (3, 1, 28, 28)
    assert first.dtype == torch.float32
    assert 0 <= first.min() < first.max() <= 1
    assert not torch.equal(gan.sample(3, 6, label=label), first)


def test_a_sample_is_what_its_latents_make():
    latents = gan.draw(4, 8, 0.7)
    for name in gan.NAMES:
        loaded = gan.load(name)
        whole = loaded.sample(4, 8, 0.7)
        assert torch.equal(loaded.generate(latents), whole)
        assert torch.allclose(loaded.generate(latents[2:3]), whole[2:3], atol=1e-5)
    assert torch.equal(gan.sample(4, 8, 0.7), whole)


def test_truncation_gathers_samples_round_the_middle():
    for name, label in (("digits", None), ("conditional", 8)):
        middle, near, far = (gan.load(name).sample(30, 1, t, label) for t in (0.0, 0.1, 1.0))
        assert torch.pdist(middle.flatten(1)).max().item() == pytest.approx(0, abs=1e-3)
        assert (near - middle).square().mean() < 0.2 * (far - middle).square().mean()


def test_without_a_label_the_latents_decide_which_digit():
    loaded = gan.load("conditional")
    decided = gan.digits_of(gan.draw(12, 3)).tolist()
    assert len(set(decided)) > 3
    assert torch.equal(loaded.sample(12, 3), loaded.sample(12, 3, label=decided))


def test_a_digit_can_be_asked_for_in_weights():
    loaded, latents = gan.load("conditional"), gan.draw(4, 8)
    asked = gan.interpolate_labels(3, 5, 4)
    drawn = loaded.generate(latents, asked)
    for place, digit in ((0, 3), (3, 5)):
        wanted = loaded.generate(latents, digit)[place]
        assert torch.allclose(drawn[place], wanted, atol=1e-5)
        verdict = loaded.discriminate(drawn, asked)[place].item()
        assert verdict == pytest.approx(loaded.discriminate(drawn, digit)[place].item(), abs=1e-5)
    for digit in (3, 5):
        gaps = (drawn - loaded.generate(latents, digit)).square().mean((1, 2, 3))
        assert gaps[1:3].min() > 1e-3  # what lies between is neither


def test_pictures_can_be_differentiated_by_whoever_gets_them():
    pictures = gan.sample(1, 0).requires_grad_()
    pictures.square().sum().backward()
    assert torch.allclose(pictures.grad, 2 * pictures)
    logits = gan.load().logits(gan.sample(1, 0))
    assert (logits.requires_grad_() * 2).sum().backward() is None


def test_the_shared_networks_stay_as_they_are():
    loaded = gan.load()
    networks = (loaded.forger, loaded.critic)
    before = [value.clone() for net in networks for value in net.state_dict().values()]
    gan.discriminate(loaded.sample(4, 0))
    after = [value for net in networks for value in net.state_dict().values()]
    assert all(torch.equal(*pair) for pair in zip(before, after, strict=True))
    assert not any(net.training for net in networks)
    assert not any(weight.requires_grad for net in networks for weight in net.parameters())
    assert gan.load() is loaded


@pytest.mark.parametrize("name", gan.NAMES)
def test_verdicts_are_calibrated_logits(name):
    loaded = gan.load(name)
    label = 4 if name == "conditional" else None
    pictures = loaded.sample(5, 2, label=label)
    slope, offset = loaded.calibration
    assert slope > 0
    logits = loaded.logits(pictures, label)
    expected = [1 / (1 + math.exp(-(slope * one + offset))) for one in logits.tolist()]
    verdicts = loaded.discriminate(pictures, label)
    assert verdicts.tolist() == pytest.approx(expected, abs=1e-5)
    one = loaded.discriminate(pictures[1:2], label)
    assert one.item() == pytest.approx(expected[1], abs=1e-5)


def test_noise_and_an_empty_sheet_do_not_pass():
    noise = torch.rand(20, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    assert gan.discriminate(noise).mean() < 0.2
    assert gan.discriminate(torch.zeros(1, 1, 28, 28)).item() < 0.2


def test_generators_are_small():
    for name in gan.NAMES:
        assert sum(weight.numel() for weight in gan.load(name).forger.parameters()) < 500_000


@pytest.mark.parametrize(
    "bad",
    [
        lambda: gan.load("letters"), lambda: gan.sample(0, 0), lambda: gan.sample(2, 0, label=10),
        lambda: gan.sample(2, 0, label=[1]), lambda: gan.sample(2, 0, label=["1", "2"]),
        lambda: gan.sample(2, 0, 3.0), lambda: gan.load().sample(2, 0, label=3),
        lambda: gan.load().generate(torch.zeros(2, 10)),
        lambda: gan.load().generate(torch.zeros(2, 100, dtype=torch.long)),
        lambda: gan.sample(2, 0, label=torch.ones(3, 10)),
        lambda: gan.sample(2, 0, label=torch.ones(2, 9)),
        lambda: gan.sample(2, 0, label=torch.ones(2, 10, dtype=torch.long)),
        lambda: gan.sample(2, 0, label=torch.full((2, 10), torch.nan)),
        lambda: gan.load().sample(2, 0, label=torch.ones(2, 10)),
        lambda: gan.load("conditional").discriminate(torch.zeros(1, 1, 28, 28)),
        lambda: gan.load("conditional").discriminate(torch.zeros(1, 1, 28, 28), True),
    ],
)  # fmt: skip
def test_bad_arguments_are_refused(bad):
    with pytest.raises(SettingsError):
        bad()


@pytest.mark.parametrize(
    "pictures",
    [
        torch.zeros(1, 3, 28, 28), torch.zeros(28, 28), torch.full((1, 1, 28, 28), 1.5),
        torch.zeros(1, 1, 28, 28, dtype=torch.uint8), torch.full((1, 1, 28, 28), torch.nan),
    ],
)  # fmt: skip
def test_bad_pictures_are_refused(pictures):
    with pytest.raises(ImageError):
        gan.discriminate(pictures)


def test_damaged_weights_are_one_sentence(monkeypatch):
    def damaged(name):
        raise WeightsError(f"The weights file '{name}' is damaged.")

    monkeypatch.setattr(weights, "load", damaged)
    sampling.load.cache_clear()
    with pytest.raises(WeightsError, match="damaged"):
        gan.load()


def test_directions_are_of_length_one_and_told_in_order():
    for name in gan.NAMES:
        found = gan.load(name).directions
        assert len(found) == 12
        assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)
        for one in found:
            assert one.vector.norm().item() == pytest.approx(1, abs=1e-4)
            assert one.name is None or abs(one.correlations[one.name]) >= 0.7
