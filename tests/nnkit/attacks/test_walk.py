"""A straight walk, beside the straight line that a linear network makes of it."""

import pytest
import torch

from nnkit import ImageError, SettingsError, vision
from nnkit.attacks import PGDSettings, pgd, towards, walk

WEIGHTS = torch.randn(3 * 10 * 12, 4, generator=torch.Generator().manual_seed(0)) / 10


def linear(pictures):
    return (pictures - 0.5).flatten(1) @ WEIGHTS


def pair(*shape):
    """A picture, and another one not far from it."""
    generator = torch.Generator().manual_seed(1)
    original = torch.rand(shape, generator=generator)
    return original, (original + 0.2 * torch.rand(shape, generator=generator) - 0.1).clamp(0, 1)


def seen_by(*arguments, **options):
    """Which pictures a walk shows its network: those of the attack, those by chance."""
    shown = []

    def spy(pictures):
        shown.append(pictures)
        return linear(pictures)

    found = walk(spy, *arguments, **options)
    return found, *torch.cat(shown).chunk(2)


def test_a_vision_network_answers_at_both_ends_as_it_does_alone():
    network = vision.untrained("squeezenet1_1", device="cpu")
    original, adversarial = pair(1, 3, 64, 64)
    found = walk(network, original, adversarial, places=3, reach=2.0)
    for place, picture in ((0, original), (1, adversarial)):
        for guess in network.classify(picture, k=3):
            assert found.attack[place, guess.number].item() == pytest.approx(
                guess.probability, abs=1e-6
            )
    assert torch.equal(found.chance[0], found.attack[0])
    assert found.attack.shape == found.chance.shape == (3, 1000)


@pytest.mark.parametrize(("places", "reach"), [(2, 1.0), (13, 1.5), (40, 3.0)])
def test_a_linear_network_goes_straight(places, reach):
    original, adversarial = pair(1, 3, 10, 12)
    found = walk(linear, original, adversarial, places, reach)
    start, end = linear(original), linear(adversarial)
    shares = torch.tensor([step * reach / (places - 1) for step in range(places)])
    torch.testing.assert_close(found.shares, shares)
    logits = start + shares[:, None] * (end - start)
    torch.testing.assert_close(found.attack, logits.softmax(1), atol=1e-5, rtol=0)


def test_the_usual_walk_passes_both_pictures():
    original, adversarial = pair(1, 3, 10, 12)
    found = walk(linear, original, adversarial)
    place = found.shares.tolist().index(1)
    for at, picture in ((0, original), (place, adversarial)):
        wanted = linear(picture).softmax(1)[0]
        torch.testing.assert_close(found.attack[at], wanted, atol=1e-6, rtol=0)
    assert found.shares[-1] == 1.5


def test_chance_goes_as_far_with_the_attacks_own_changes_dealt_anew():
    original, adversarial = pair(1, 3, 10, 12)
    found, attack, chance = seen_by(original, adversarial, places=4, reach=3.0)
    for share, there, elsewhere in zip(found.shares, attack, chance, strict=True):
        change, dealt = there - original[0], elsewhere - original[0]
        torch.testing.assert_close(change, share * (adversarial - original)[0])
        torch.testing.assert_close(dealt.norm(), change.norm())
        torch.testing.assert_close(dealt.flatten().sort()[0], change.flatten().sort()[0])
        if share > 0:
            cosine = (dealt * change).sum() / change.norm() ** 2
            assert abs(cosine) < 0.3
    assert torch.equal(found.chance[0], found.attack[0])


def test_nothing_is_rounded_or_cut_off_on_the_way():
    original = torch.full((1, 3, 10, 12), 0.9)
    _, attack, _ = seen_by(original, original + 0.0999, places=7, reach=3.0)
    assert attack.max().item() == pytest.approx(0.9 + 0.2997, abs=1e-6)
    assert len(attack.unique()) == 7


def test_an_attack_is_a_cliff_and_chance_a_plain():
    original, _ = pair(1, 3, 10, 12)
    label = int(linear(original).argmin())
    attack = PGDSettings(epsilon=40, early_stop=False)
    *_, attacked = pgd(linear, original, towards(label), attack)
    found = walk(linear, attacked.original, attacked.pictures)
    assert found.attack[8, label] > 0.9
    assert found.chance[:, label].max() < 0.3
    assert (found.attack[:, label].diff() > 0).all()


def test_the_seed_alone_decides_and_no_gradient_is_kept():
    before = torch.get_rng_state()
    first, again, other = (walk(linear, *pair(1, 3, 10, 12), seed=seed) for seed in (2, 2, 3))
    assert torch.equal(first.chance, again.chance)
    assert not torch.equal(first.chance, other.chance)
    assert torch.equal(first.attack, other.attack)
    assert torch.equal(torch.get_rng_state(), before)
    weights = WEIGHTS.clone().requires_grad_()
    tracked = walk(lambda pictures: pictures.flatten(1) @ weights, *pair(1, 3, 10, 12))
    assert not tracked.attack.requires_grad


@pytest.mark.parametrize("places", [1, 0, -3])
def test_a_walk_has_two_ends(places):
    with pytest.raises(SettingsError, match="places must be a whole number"):
        walk(linear, *pair(1, 3, 10, 12), places=places)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((2, 3, 10, 12), (2, 3, 10, 12)),
        ((1, 3, 10, 12), (1, 3, 12, 10)),
        ((3, 10, 12), (3, 10, 12)),
        ((0, 3, 10, 12), (0, 3, 10, 12)),
    ],
)
def test_only_one_picture_walks_to_one_of_its_shape(first, second):
    with pytest.raises(ImageError):
        walk(linear, torch.rand(first), torch.rand(second))


@pytest.mark.parametrize("reach", [float("nan"), -0.1, float("inf")])
def test_a_walk_goes_somewhere(reach):
    with pytest.raises(SettingsError, match="reach"):
        walk(linear, *_any_pair(), reach=reach)


def _any_pair():
    original = torch.full((1, 3, 12, 12), 0.5)
    return original, original + 2 / 255
