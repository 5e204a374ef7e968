"""Shapes and ranges; batch norm folds away without a trace; the critic looks at one at a time."""

import pytest
import torch

from nnkit.errors import SettingsError
from nnkit.gan import LATENTS, NAMES, networks


def practised(name):
    """A pair whose batch norms have seen something."""
    forger, critic = networks.make(name, seed=3)
    generator = torch.Generator().manual_seed(1)
    forger.train()
    for _ in range(3):
        forger(torch.randn(16, LATENTS, generator=generator) * 2 + 1, labels(forger, 16))
    with torch.no_grad():
        for norm in forger.norms:
            norm.weight.copy_(torch.rand(norm.weight.shape, generator=generator) + 0.5)
            norm.bias.copy_(torch.randn(norm.bias.shape, generator=generator))
    return forger.eval(), critic.eval()


def labels(forger, count):
    return torch.arange(count) % 10 if forger.labels else None


@pytest.mark.parametrize("name", NAMES)
def test_shapes_ranges_and_size(name):
    forger, critic = practised(name)
    latents = torch.randn(5, LATENTS, generator=torch.Generator().manual_seed(0))
    pictures = forger(latents, labels(forger, 5))
    assert pictures.shape == (5, 1, 28, 28)
    assert 0 <= pictures.min() < pictures.max() <= 1
    assert critic(pictures, labels(critic, 5)).shape == (5,)
    assert sum(weight.numel() for weight in forger.parameters()) < 500_000


@pytest.mark.parametrize("name", NAMES)
def test_folding_changes_no_picture(name):
    forger, _ = practised(name)
    plain = networks.finished(forger)
    latents = torch.randn(6, LATENTS, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        expected = forger.maps(latents, labels(forger, 6))
        found = plain.maps(latents, labels(forger, 6))
        for one, other in zip(expected, found, strict=True):
            assert torch.allclose(one, other, atol=1e-4, rtol=1e-4)
        pictures = (net(latents, labels(forger, 6)) for net in (forger, plain))
        assert torch.allclose(*pictures, atol=1e-5)
    assert not any(isinstance(part, torch.nn.BatchNorm2d) for part in plain.modules())
    assert not any(weight.requires_grad for weight in plain.parameters())
    assert not plain.training
    assert forger.norms[0].weight.requires_grad


@pytest.mark.parametrize("name", NAMES)
def test_the_critic_judges_each_picture_alone(name):
    _, critic = networks.make(name)
    pictures = torch.rand(4, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    asked = labels(critic, 4)
    together = critic(pictures, asked)
    alone = [
        critic(pictures[i : i + 1], None if asked is None else asked[i : i + 1]) for i in range(4)
    ]
    assert torch.allclose(together, torch.cat(alone), atol=1e-5)


def test_a_label_shifts_the_first_maps_by_its_own():
    forger, critic = networks.make("conditional")
    latents = torch.randn(1, LATENTS, generator=torch.Generator().manual_seed(0))
    one, two = (forger.first(latents) + forger.asked(torch.tensor([n])) for n in (1, 2))
    assert not torch.allclose(one, two)
    picture = torch.rand(1, 1, 28, 28, generator=torch.Generator().manual_seed(1))
    # The critic begins without prejudice: every label gets the same verdict.
    verdicts = critic(picture.expand(10, -1, -1, -1), torch.arange(10))
    assert torch.allclose(verdicts, verdicts[:1].expand(10))
    with torch.no_grad():
        critic.asked.weight[4] = critic.verdict.weight[0]
    raised = critic(picture.expand(10, -1, -1, -1), torch.arange(10))
    assert raised[4].item() == pytest.approx(
        2 * verdicts[4].item() - critic.verdict.bias.item(), rel=1e-4, abs=1e-5
    )


def test_weights_of_digits_stand_for_sums_of_their_maps():
    forger, critic = practised("conditional")
    with torch.no_grad():
        critic.asked.weight.normal_(generator=torch.Generator().manual_seed(4))
        latents = torch.randn(3, LATENTS, generator=torch.Generator().manual_seed(0))
        asked = torch.tensor([2, 7, 7])
        whole = torch.eye(10)[asked]
        assert torch.allclose(forger(latents, whole), forger(latents, asked), atol=1e-6)
        pictures = forger(latents, asked)
        assert torch.allclose(critic(pictures, whole), critic(pictures, asked), atol=1e-5)
        # The critic's logit follows the weights in a straight line.
        mixed = torch.zeros(3, 10).index_fill(1, torch.tensor([2, 7]), 0.5)
        ends = [critic(pictures, torch.full((3,), digit)) for digit in (2, 7)]
        assert torch.allclose(critic(pictures, mixed), sum(ends) / 2, atol=1e-5)
        # So do the forger's first sums, before anything is bent.
        plain = networks.finished(forger)
        sums = plain.first(latents) + (plain.asked.weight[2] + plain.asked.weight[7]) / 2
        found = plain.maps(latents, mixed)[0]
        wanted = sums.unflatten(1, (7, 7, -1)).permute(0, 3, 1, 2).relu()
        assert torch.allclose(found, wanted, atol=1e-5)


def test_make_is_told_by_its_seed_alone():
    torch.manual_seed(5)
    before = networks.make("conditional", 7)
    torch.manual_seed(6)
    after, other = networks.make("conditional", 7), networks.make("conditional", 8)
    for one, two, three in zip(before, after, other, strict=True):
        pairs = zip(one.state_dict().values(), two.state_dict().values(), strict=True)
        assert all(torch.equal(first, second) for first, second in pairs)
        assert not all(
            torch.equal(first, third)
            for first, third in zip(one.parameters(), three.parameters(), strict=True)
        )


def test_another_name_is_refused():
    with pytest.raises(SettingsError, match="no GAN 'letters'"):
        networks.make("letters")
