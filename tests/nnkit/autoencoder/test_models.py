"""The networks: shapes, beginnings, and the way of a picture through them."""

import pytest
import torch

from nnkit import SettingsError
from nnkit.autoencoder import models

CODES = {"ae2": 2, "ae8": 8, "ae32": 32, "vae2": 2, "vae8": 8, "vae32": 32, "denoiser": 64}


@pytest.mark.parametrize("name", models.MODELS)
def test_shapes(name):
    network = models.make(name)
    pictures = torch.rand(3, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    codes = network.encode(pictures)
    drawn = network.decode(codes)
    assert codes.shape == (3, CODES[name])
    assert drawn.shape == (3, 1, 28, 28)
    assert drawn.min() >= 0
    assert drawn.max() <= 1
    assert torch.equal(network(pictures), drawn)
    assert torch.equal(network.logits(codes).sigmoid(), drawn)


def test_the_variational_code_is_the_mean():
    network = models.make("vae2")
    pictures = torch.rand(4, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    means, log_variances = network.posterior(pictures)
    assert means.shape == log_variances.shape == (4, 2)
    assert torch.equal(network.encode(pictures), means)
    assert not torch.equal(means, log_variances)


def test_fresh_networks_follow_the_seed_alone():
    torch.manual_seed(1)
    state = torch.get_rng_state()
    first, other = models.make("ae2", 3).state_dict(), models.make("ae2", 4).state_dict()
    assert torch.equal(torch.get_rng_state(), state)
    torch.manual_seed(2)
    again = models.make("ae2", 3).state_dict()
    assert all(torch.equal(value, again[key]) for key, value in first.items())
    assert not torch.equal(first["encoder.0.0.weight"], other["encoder.0.0.weight"])


def test_a_finished_network_is_frozen_and_gives_the_same():
    network = models.make("ae8")
    pictures = torch.rand(2, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    before = network(pictures).detach()
    done = models.finished(network)
    assert torch.allclose(done(pictures), before, atol=1e-6)
    assert not done.training
    assert not any(weight.requires_grad for weight in done.parameters())


@pytest.mark.parametrize("name", ["ae3", "", "pca2"])
def test_unknown_networks_are_refused(name):
    with pytest.raises(SettingsError, match="choose one of ae2"):
        models.make(name)
