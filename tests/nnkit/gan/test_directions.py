"""Directions of forgers whose ways are known."""

import math

import pytest
import torch
from torch import nn

from nnkit.gan import LATENTS, directions
from nnkit.gan.handwriting import STATISTICS


class Mixer(nn.Module):
    """Features are three latents, each with its own strength, spread over eight features."""

    def __init__(self, labels=0):
        super().__init__()
        self.labels = labels
        generator = torch.Generator().manual_seed(0)
        self.latent, _ = torch.linalg.qr(torch.randn(LATENTS, 3, generator=generator))
        self.feature, _ = torch.linalg.qr(torch.randn(8, 3, generator=generator))

    def maps(self, latents, labels=None):
        features = latents @ self.latent * torch.tensor([4.0, 2.0, 1.0]) @ self.feature.T
        if labels is not None:
            features = features + 100 * labels[:, None]
        return [latents, features.reshape(-1, 2, 2, 2)]


class Pen(nn.Module):
    """Draws one upright bar; latent 0 widens it, latent 1 makes it lean, 0.05 columns a row."""

    labels = 0

    def forward(self, latents, labels=None):
        rows = 13.5 - torch.arange(28.0)
        columns = torch.arange(28.0)
        middle = 13.5 + 0.05 * latents[:, 1, None] * rows  # [N, rows]
        half = 2 + 0.5 * latents[:, 0]
        away = (columns - middle[..., None]).abs()  # [N, rows, columns]
        ink = (half[:, None, None] + 0.5 - away).clamp(0, 1) * (rows.abs() < 10)[:, None]
        return ink[:, None]


@pytest.mark.parametrize("labels", [0, 10])
def test_the_main_directions_are_found_in_order(labels):
    """Also where ten digits, a hundred apart, would hide them."""
    mixer = Mixer(labels)
    vectors, shares = directions.principal(mixer, count=3)
    agreement = (vectors @ mixer.latent).abs()
    assert torch.allclose(agreement, torch.eye(3), atol=0.15)
    assert shares == pytest.approx([16 / 21, 4 / 21, 1 / 21], abs=0.03)
    assert torch.allclose(vectors.norm(dim=1), torch.ones(3), atol=1e-5)


def test_a_direction_that_leans_is_called_slant_by_its_degrees():
    found = directions.measure(Pen(), -torch.eye(LATENTS)[1], 0.5)
    assert found.name == "slant"
    assert found.correlations["slant"] == pytest.approx(1, abs=0.02)
    assert found.effects["slant"] == pytest.approx(math.degrees(math.atan(0.05)), rel=0.1)
    assert abs(found.correlations["thickness"]) < 0.7
    # It was turned round so that digits lean to the right.
    assert torch.equal(found.vector, torch.eye(LATENTS)[1])


def test_a_direction_that_does_nothing_has_no_name():
    found = directions.measure(Pen(), torch.eye(LATENTS)[50], 0.1)
    assert found.name is None
    assert all(abs(found.effects[name]) < 1e-6 for name in STATISTICS)
    assert found.digit_kept == 1


def test_a_sure_but_weak_effect_has_no_name():
    weak = torch.eye(LATENTS)[1] * 0.01
    found = directions.measure(Pen(), weak, 0.1)
    assert found.correlations["slant"] > 0.9
    assert found.name is None


def test_a_thickening_direction():
    found = directions.measure(Pen(), torch.eye(LATENTS)[0], 0.5)
    assert found.name in ("thickness", "width")  # for one bar they are the same
    assert found.effects["width"] == pytest.approx(1, rel=0.1)
    assert found.figures()["name"] == found.name
    assert found.figures()["effects"]["width"] == round(found.effects["width"], 3)


@pytest.mark.parametrize(
    ("name", "also"), [("width", ("thickness", "height")), (None, ())], ids=["named", "nameless"]
)
def test_what_it_moves_as_surely_stands_beside_its_name(name, also):
    correlations = {"slant": 0.69, "thickness": 0.94, "width": 0.98, "height": -0.84}
    found = directions.Direction(torch.zeros(LATENTS), 0.1, correlations, {}, name, 1.0)
    assert found.also == also
