"""Principal components beside scikit-learn's."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import decomposition

from nnkit import SettingsError
from nnkit.autoencoder import pca


def rows(seed, count=60, width=9):
    """Points that spread differently in each direction."""
    generator = torch.Generator().manual_seed(seed)
    points = torch.randn(count, width, generator=generator, dtype=torch.double)
    turn = torch.randn(width, width, generator=generator, dtype=torch.double)
    return (points * torch.arange(1, width + 1)) @ turn + 3


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 9))
def test_as_scikit_learn_does(seed, count):
    points = rows(seed)
    ours = pca.fit(points, count)
    theirs = decomposition.PCA(count, svd_solver="full").fit(points.numpy())
    codes = ours.project(points)
    expected = theirs.transform(points.numpy())
    assert np.allclose(codes.abs().numpy(), np.abs(expected), atol=1e-6)  # signs are free
    returned = theirs.inverse_transform(expected)
    assert np.allclose(ours.restore(codes).numpy(), returned, atol=1e-6)


def test_the_directions_are_square_to_each_other_and_widest_first():
    points = rows(1)
    found = pca.fit(points, 9)
    assert torch.allclose(found.components @ found.components.T, torch.eye(9).double(), atol=1e-9)
    spreads = found.project(points).var(0)
    assert torch.equal(spreads.sort(descending=True).values, spreads)
    largest = found.components.abs().argmax(1)
    assert (found.components[torch.arange(9), largest] > 0).all()


def test_all_components_lose_nothing():
    points = rows(2)
    found = pca.fit(points, 9)
    assert torch.allclose(found.restore(found.project(points)), points, atol=1e-9)


def test_the_first_few_are_the_same_as_fitting_few():
    points = rows(3)
    few, many = pca.fit(points, 3), pca.fit(points, 9).first(3)
    assert torch.allclose(few.components, many.components)


def test_decoded_pictures_are_cut_to_black_and_white():
    found = pca.fit(torch.rand(50, 784, generator=torch.Generator().manual_seed(0)), 2)
    drawn = found.decode(torch.tensor([[50.0, -50.0]]))
    assert drawn.shape == (1, 1, 28, 28)
    assert drawn.min() == 0
    assert drawn.max() == 1


@pytest.mark.parametrize("count", [0, 10])
def test_impossible_counts_are_refused(count):
    with pytest.raises(SettingsError, match="principal components"):
        pca.fit(rows(0), count)
