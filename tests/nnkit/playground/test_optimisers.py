"""Step by step as torch.optim, also when a run is interrupted."""

import pytest
import torch

from nnkit.playground import optimisers

PEERS = {
    "sgd": lambda weights: torch.optim.SGD([weights], 0.05),
    "momentum": lambda weights: torch.optim.SGD([weights], 0.05, momentum=0.9),
    "nesterov": lambda weights: torch.optim.SGD([weights], 0.05, momentum=0.9, nesterov=True),
    "rmsprop": lambda weights: torch.optim.RMSprop([weights], 0.05),
    "adam": lambda weights: torch.optim.Adam([weights], 0.05),
}


def gradients():
    return torch.randn(30, 7, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


def test_every_optimiser_has_a_peer():
    assert set(PEERS) == set(optimisers.OPTIMISERS)


@pytest.mark.parametrize("name", PEERS)
def test_as_torch_optim(name):
    mine, theirs = torch.ones(7, dtype=torch.float64), torch.ones(7, dtype=torch.float64)
    optimiser, peer = optimisers.make(name, mine), PEERS[name](theirs)
    for step, gradient in enumerate(gradients()):
        if step == 15:  # go on from a memory
            optimiser = optimisers.make(name, mine, optimiser.memory())
        theirs.grad = gradient.clone()
        peer.step()
        optimiser.step(mine, gradient.clone(), 0.05)
        torch.testing.assert_close(mine, theirs, rtol=1e-10, atol=1e-12)


def test_the_memory_of_another_optimiser_is_not_taken_over():
    weights = torch.ones(7)
    memory = optimisers.make("momentum", weights).memory()
    assert optimisers.make("adam", weights, memory).steps == 0
    assert len(optimisers.make("adam", weights, memory).slots) == 2
