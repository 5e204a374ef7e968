"""A round by hand against the same round with PyTorch's modules, autograd and optimisers."""

from dataclasses import replace

import pytest
import torch
from torch import nn
from torch.nn import functional

from nnkit.gan.lab import LOSSES, CloudSettings, LabSettings, make
from nnkit.gan.lab.engine import Engine

CLOUD = make(CloudSettings("ring", points=200))
SETTINGS = LabSettings(
    generator=(5, 4),
    critic=(6,),
    activation="tanh",
    generator_rate=0.01,
    critic_rate=0.02,
    critic_steps=2,
    generator_steps=2,
    batch=16,
)


def modules(parameters):
    layers = []
    for weights, biases in zip(parameters.weights, parameters.biases, strict=True):
        linear = nn.Linear(weights.shape[2], weights.shape[1])
        with torch.no_grad():
            linear.weight.copy_(weights[0])
            linear.bias.copy_(biases[0, 0])
        layers += [linear, nn.Tanh()]
    return nn.Sequential(*layers[:-1])


def critic_loss(key, critic, real, fake, deal, penalty):
    up, down = critic(real), critic(fake)
    if key == "least_squares":
        return ((up - 1) ** 2).mean() / 2 + (down**2).mean() / 2
    if key == "wasserstein":
        places = (real + deal.mix[0] * (fake - real)).requires_grad_()
        (slopes,) = torch.autograd.grad(critic(places).sum(), places, create_graph=True)
        return down.mean() - up.mean() + penalty * ((slopes.norm(dim=1) - 1) ** 2).mean()
    entropy = functional.binary_cross_entropy_with_logits
    return entropy(up, torch.ones_like(up)) + entropy(down, torch.zeros_like(down))


def generator_loss(key, scores):
    entropy = functional.binary_cross_entropy_with_logits
    return {
        "minimax": lambda: -entropy(scores, torch.zeros_like(scores)),
        "non_saturating": lambda: entropy(scores, torch.ones_like(scores)),
        "least_squares": lambda: ((scores - 1) ** 2).mean() / 2,
        "wasserstein": lambda: -scores.mean(),
    }[key]()


def optimiser(name, network, rate):
    if name == "sgd":
        return torch.optim.SGD(network.parameters(), rate)
    return torch.optim.Adam(network.parameters(), rate, betas=(0.5, 0.999))


@pytest.mark.parametrize("optimiser_name", ["sgd", "adam"])
@pytest.mark.parametrize("key", LOSSES)
def test_rounds_agree_with_pytorch(key, optimiser_name):
    settings = replace(
        SETTINGS,
        loss=key,
        penalty=0.7,
        generator_optimiser=optimiser_name,
        critic_optimiser=optimiser_name,
    )
    engine = Engine(CLOUD, settings)
    generator, critic = modules(engine.generator), modules(engine.critic)
    steppers = (
        optimiser(optimiser_name, generator, 0.01),
        optimiser(optimiser_name, critic, 0.02),
    )
    for _ in range(3):
        deals, noises = engine.dealt()
        for deal in deals:
            fake = generator(deal.noise[0]).detach()
            steppers[1].zero_grad()
            critic_loss(key, critic, deal.real[0], fake, deal, 0.7).backward()
            steppers[1].step()
        for noise in noises:
            steppers[0].zero_grad()
            generator_loss(key, critic(generator(noise[0]))).backward()
            steppers[0].step()
        engine.play()
    for own, other in ((engine.generator, generator), (engine.critic, critic)):
        linears = [layer for layer in other if isinstance(layer, nn.Linear)]
        for weights, biases, linear in zip(own.weights, own.biases, linears, strict=True):
            torch.testing.assert_close(weights[0], linear.weight.detach(), rtol=1e-3, atol=1e-5)
            torch.testing.assert_close(biases[0, 0], linear.bias.detach(), rtol=1e-3, atol=1e-5)


def test_chance_deals_real_points_and_the_same_to_each_whatever_the_other_does():
    deals, noises = map(list, Engine(CLOUD, SETTINGS).dealt())
    lone_deals, none = map(list, Engine(CLOUD, replace(SETTINGS, generator_steps=0)).dealt())
    none_either, lone_noises = map(list, Engine(CLOUD, replace(SETTINGS, critic_steps=0)).dealt())
    assert none == none_either == []
    assert len(deals) == len(noises) == 2
    for one, other in zip(deals, lone_deals, strict=True):
        assert torch.equal(one.real, other.real)
        assert torch.equal(one.noise, other.noise)
        assert one.mix is None
        assert set(map(tuple, one.real[0].tolist())) <= set(map(tuple, CLOUD.points.tolist()))
    assert all(torch.equal(*pair) for pair in zip(noises, lone_noises, strict=True))
    assert not torch.equal(*noises)


def test_it_notices_weights_beyond_all_bounds():
    engine = Engine(CLOUD, SETTINGS, runs=3)
    engine.critic.weights[1][1, 0, 0] = 2e6
    engine.generator.biases[0][2, 0, 0] = torch.nan
    assert [engine.diverged(run) for run in range(3)] == [False, True, True]
