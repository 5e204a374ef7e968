"""Finding latents: of forgeries they are found again; nothing is left behind."""

import pytest
import torch

from nnkit.errors import ImageError, SettingsError
from nnkit.gan import draw, find_latent, load


def test_a_forgery_is_found_again():
    gan = load()
    wanted = gan.sample(1, 4)
    frames = list(find_latent(wanted, 30))
    assert [frame.step for frame in frames] == list(range(31))
    assert {frame.total for frame in frames} == {30}
    assert frames[-1].distance < 0.6 * frames[0].distance
    for frame in frames[::10]:
        assert torch.equal(frame.picture, gan.generate(frame.latent[None]))
        expected = (frame.picture - wanted).square().mean().sqrt().item()
        assert frame.distance == pytest.approx(expected, rel=1e-5)


def test_the_digit_asked_for_is_used():
    gan = load("conditional")
    wanted = gan.sample(1, 2, label=7)
    *_, last = find_latent(wanted, 10, label=7)
    assert torch.equal(last.picture, gan.generate(last.latent[None], 7))


def test_the_same_seed_finds_the_same():
    wanted = load().sample(1, 9)
    before = torch.get_rng_state()
    first, second, other = (
        [frame.latent for frame in find_latent(wanted, 3, seed=seed)] for seed in (1, 1, 2)
    )
    assert torch.equal(torch.get_rng_state(), before)
    assert all(torch.equal(*pair) for pair in zip(first, second, strict=True))
    assert not torch.equal(first[-1], other[-1])


def test_nothing_is_left_behind():
    gan, wanted = load(), load().sample(1, 9)
    frames = find_latent(wanted, 3)
    for _ in range(2):
        next(frames)
        assert torch.is_grad_enabled()
        assert all(weight.grad is None for weight in gan.forger.parameters())
        assert not any(weight.requires_grad for weight in gan.forger.parameters())
    frames.close()
    with torch.no_grad():
        assert len(list(find_latent(wanted, 2))) == 3


@pytest.mark.parametrize(
    "picture",
    [
        torch.zeros(1, 3, 28, 28), torch.zeros(2, 1, 28, 28), torch.zeros(28, 28),
        torch.full((1, 1, 28, 28), 2.0), torch.full((1, 1, 28, 28), torch.nan),
        torch.zeros(1, 1, 28, 28, dtype=torch.uint8),
    ],
)  # fmt: skip
def test_bad_pictures_are_refused_at_once(picture):
    with pytest.raises(ImageError):
        find_latent(picture, 3)


@pytest.mark.parametrize(
    "bad", [{"steps": 0}, {"steps": 10**5}, {"label": 10}, {"seed": -1}, {"label": "7"}]
)
def test_bad_arguments_are_refused_at_once(bad):
    with pytest.raises(SettingsError):
        find_latent(torch.zeros(1, 1, 28, 28), **{"steps": 3, **bad})


def test_an_empty_sheet_is_no_reason_to_fail():
    *_, last = find_latent(torch.zeros(1, 1, 28, 28), 3)
    assert last.latent.shape == (draw(1, 0).shape[1],)
    assert last.latent.isfinite().all()
