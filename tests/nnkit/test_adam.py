"""Adam beside PyTorch's own."""

import torch

from nnkit.adam import Adam


def test_it_goes_the_way_of_torchs_own():
    generator = torch.Generator().manual_seed(3)
    free = torch.randn(40, generator=generator, dtype=torch.float64)
    theirs = free.clone().requires_grad_()
    ours, optimiser = Adam(free, 0.05), torch.optim.Adam([theirs], lr=0.05)
    for _ in range(60):
        slope = free**3 - torch.randn(40, generator=generator, dtype=torch.float64)
        theirs.grad = slope.clone()
        optimiser.step()
        free = ours.moved(free, slope)
        torch.testing.assert_close(free, theirs.detach(), rtol=1e-9, atol=1e-12)
