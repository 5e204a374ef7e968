"""The shipped GANs: their figures measured again, and how the manifest says they were made."""

from dataclasses import asdict, replace

import pytest
import torch

from nnkit import gan, weights
from nnkit.digits.dataset import split
from nnkit.gan import calibration, directions, evaluation, forging, recipes
from nnkit.gan.training import TrainingSettings

DIGITS = 2000  # of each kind in the tests: enough to see that the manifest tells the truth


@pytest.mark.parametrize("name", gan.NAMES)
def test_the_manifest_tells_how_it_was_made(name):
    entry = weights.manifest()[f"gan_{name}"]
    settings = TrainingSettings(**entry.metrics["settings"])
    assert settings == replace(recipes.RECIPES[name], epochs=settings.epochs)
    assert entry.command == (
        f"python -m nnkit.gan.train {name} --data DIR --out weights "
        f"--epochs {settings.epochs} --seed {settings.seed}"
    )
    assert weights.manifest()[f"gan_{name}_story"].command == entry.command


@pytest.mark.parametrize("name", gan.NAMES)
def test_the_shipped_ones_reach_the_goals(name):
    figures = weights.manifest()[f"gan_{name}"].metrics
    assert figures["test_digits"] == 10_000
    # Asked for: under 2.0 where digits blurred a little score 1.07.
    blurred = figures["beside"]["training digits, blurred"]["frechet"]
    assert figures["frechet"] < 2.0 / 1.07 * blurred
    assert figures["unreadable"] < 0.06
    assert min(figures["digits"]) >= 0.06
    assert max(figures["digits"]) <= 0.14
    assert figures.get("obeyed", 1) >= 0.98
    # A copyist's forgeries would lie much nearer to the training set than unseen digits do.
    assert figures["novelty"] > 0.85 * figures["of_test_digits"]["novelty"]


@pytest.fixture(scope="module")
def real(mnist_folder):
    from nnkit.digits import mnist

    return mnist(mnist_folder, train=False).take(slice(0, None, 10_000 // DIGITS))


@pytest.fixture(scope="module")
def forgeries():
    made = {}
    for name in gan.NAMES:
        latents = gan.draw(10_000, recipes.TEST_SEED)[:DIGITS]
        labels = torch.arange(DIGITS) % 10 if name == "conditional" else None
        made[name] = forging.forge_from(gan.load(name).forger, latents, labels), labels
    return made


@pytest.mark.parametrize("name", gan.NAMES)
def test_the_figures_of_2000_forgeries_measured_again(name, real):
    told = weights.manifest()[f"gan_{name}"].metrics["truncated"]["1.0"]
    found = recipes.truncated(gan.load(name).forger, 1.0, evaluation.read(real.images()))
    assert found["frechet"] == pytest.approx(told["frechet"], rel=0.02)
    for key in ("unreadable", "doubtful", "precision", "recall"):
        assert found[key] == pytest.approx(told[key], abs=0.003), key


@pytest.mark.parametrize("name", gan.NAMES)
def test_the_figures_of_all_forgeries_agree_with_those_of_a_part(name, forgeries):
    figures = weights.manifest()[f"gan_{name}"].metrics
    pictures, labels = forgeries[name]
    seen = evaluation.read(pictures)
    # Three standard errors of a share among so many pictures.
    for found, told in zip(seen.shares, figures["digits"], strict=True):
        assert found == pytest.approx(told, abs=3 * (told * (1 - told) / DIGITS) ** 0.5)
    for key in ("unreadable", "doubtful"):
        told = figures[key]
        assert getattr(seen, key) == pytest.approx(told, abs=3 * (told / DIGITS) ** 0.5 + 0.001)
    # So few pictures look farther apart than they are, by less than 1 of this distance.
    assert figures["frechet"] < figures["truncated"]["1.0"]["frechet"] < figures["frechet"] + 1
    if labels is not None:
        assert seen.obeyed(labels) == pytest.approx(figures["obeyed"], abs=0.006)


@pytest.mark.parametrize("name", gan.NAMES)
def test_the_critic_is_as_right_as_the_manifest_says(name, real, forgeries):
    loaded, (pictures, labels) = gan.load(name), forgeries[name]
    asked = real.labels if labels is not None else None
    logits = torch.cat(
        [
            forging.judge(loaded.critic, real.images(), asked),
            forging.judge(loaded.critic, pictures, labels),
        ]
    )
    slope, offset = loaded.calibration
    found = calibration.verdicts(logits * slope + offset, DIGITS)
    told = weights.manifest()[f"gan_{name}"].metrics["critic"]
    for key, value in told.items():
        assert found[key] == pytest.approx(value, abs=0.025), key
    assert told["expected_calibration_error"] < 0.04


@pytest.mark.parametrize("name", gan.NAMES)
def test_the_directions_do_what_the_manifest_says(name):
    loaded = gan.load(name)
    for one in loaded.directions[:4]:
        again = directions.measure(loaded.forger, one.vector, one.share)
        assert again.name == one.name
        for statistic, value in again.effects.items():
            assert value == pytest.approx(one.effects[statistic], abs=0.02)


@pytest.mark.parametrize("name", gan.NAMES)
def test_the_directions_hold_what_the_manifest_says(name):
    """Those of the forger that ships, found again."""
    loaded = gan.load(name)
    vectors, shares = directions.principal(loaded.forger, directions.COUNT)
    assert [one.share for one in loaded.directions] == pytest.approx(shares, abs=2e-4)
    for one, vector in zip(loaded.directions[:4], vectors, strict=False):
        assert abs(one.vector @ vector).item() == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("name", gan.NAMES)
def test_novelty_measured_again(name, forgeries, mnist_folder):
    from nnkit.digits import mnist

    known, _ = split(mnist(mnist_folder), recipes.HELD_OUT, recipes.SPLIT_SEED)
    pictures, _ = forgeries[name]
    found = evaluation.novelty(pictures[:300], known)  # the manifest's is of the first 500
    assert found == pytest.approx(weights.manifest()[f"gan_{name}"].metrics["novelty"], abs=0.008)


def test_every_recipe_can_be_told_in_numbers():
    assert set(recipes.RECIPES) == set(recipes.DESCRIPTIONS) == set(gan.NAMES)
    for settings in recipes.RECIPES.values():
        assert TrainingSettings(**asdict(settings)) == settings


def test_yardsticks_are_real_blurred_and_noise(bars):
    made = recipes.yardsticks(bars, 20)
    real, blurred, noise = made.values()
    known = {tuple(picture.flatten().tolist()) for picture in bars.images()}
    assert all(tuple(picture.flatten().tolist()) in known for picture in real)
    # The middle pixel of a 3 x 3 neighbourhood counts 4 of 16.
    spot = real[0, 0, 9:12, 9:12]
    weight = torch.tensor([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16
    assert blurred[0, 0, 10, 10].item() == pytest.approx((spot * weight).sum().item(), abs=1e-6)
    assert noise.shape == real.shape


def test_the_figures_of_digits_drawn_by_lot_measured_again():
    latents = gan.draw(10_000, recipes.TEST_SEED)[:DIGITS]
    labels = gan.digits_of(latents)
    seen = evaluation.read(forging.forge_from(gan.load("conditional").forger, latents, labels))
    told = weights.manifest()["gan_conditional"].metrics["unasked"]
    for found, share in zip(seen.shares, told["digits"], strict=True):
        assert found == pytest.approx(share, abs=3 * (share * (1 - share) / DIGITS) ** 0.5)
    assert seen.unreadable == pytest.approx(told["unreadable"], abs=0.004)
    assert seen.doubtful == pytest.approx(told["doubtful"], abs=0.007)
    assert seen.obeyed(labels) == pytest.approx(told["obeyed"], abs=0.006)


def test_digits_drawn_by_lot_are_good_too():
    figures = weights.manifest()["gan_conditional"].metrics["unasked"]
    assert figures["frechet"] < 1
    assert figures["unreadable"] < 0.02
    assert 0.08 < min(figures["digits"]) <= max(figures["digits"]) < 0.12
