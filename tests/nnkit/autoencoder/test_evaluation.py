"""Figures beside scikit-image's, scikit-learn's and PyTorch's own."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage.metrics import peak_signal_noise_ratio
from torch.distributions import Normal
from torch.distributions import kl_divergence as closed_form

from nnkit.autoencoder import evaluation


def test_psnr():
    generator = torch.Generator().manual_seed(0)
    clean, found = (torch.rand(3, 1, 28, 28, generator=generator) for _ in range(2))
    expected = [
        peak_signal_noise_ratio(one.numpy(), other.numpy(), data_range=1)
        for one, other in zip(clean, found, strict=True)
    ]
    assert evaluation.psnr(clean, found).tolist() == pytest.approx(expected, rel=1e-5)
    assert evaluation.psnr(clean, clean).tolist() == [math.inf] * 3
    errors = [((one - other) ** 2).mean().item() for one, other in zip(clean, found, strict=True)]
    assert evaluation.squared_error(clean, found).tolist() == pytest.approx(errors)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-3, 3, width=32), st.floats(-4, 3, width=32)), min_size=1, max_size=5
    )
)
def test_the_divergence_is_the_closed_form(pairs):
    means, log_variances = torch.tensor(pairs).T[:, None]  # [1, k] each
    spread = (log_variances / 2).exp()
    expected = closed_form(Normal(means, spread), Normal(0.0, 1.0)).sum(1)
    found = evaluation.kl_divergence(means, log_variances)
    assert torch.allclose(found, expected, atol=1e-4)
    assert (found >= -1e-5).all()


def test_the_divergence_by_chance():
    """The mean of log q - log p over codes drawn from q."""
    means, log_variances = torch.tensor([[0.7, -1.0]]), torch.tensor([[-1.0, 0.5]])
    belief, wanted = Normal(means, (log_variances / 2).exp()), Normal(0.0, 1.0)
    noise = torch.randn(200_000, 2, generator=torch.Generator().manual_seed(0))
    drawn = means + (log_variances / 2).exp() * noise
    estimate = (belief.log_prob(drawn) - wanted.log_prob(drawn)).sum(1).mean().item()
    found = evaluation.kl_divergence(means, log_variances).item()
    assert found == pytest.approx(estimate, abs=0.02)


def test_the_misfit_by_hand():
    logits = torch.tensor([[[[0.0, 2.0]]]])
    pictures = torch.tensor([[[[1.0, 0.25]]]])
    share = 1 / (1 + np.exp(-2))
    expected = -np.log(0.5) - 0.25 * np.log(share) - 0.75 * np.log(1 - share)
    assert evaluation.misfit(logits, pictures).item() == pytest.approx(expected, rel=1e-6)
