"""The groups hold what they say, and shares are counted rightly."""

import re

import pytest
import torch

from nnkit import SettingsError, vision
from nnkit.vision import imagenet
from nnkit.vision.imagenet import GROUPS, KINDS

# Words that stand in names of a group and, but for the exceptions, in no others.
TELLING = {
    "dogs": (r"terrier|retriever|spaniel|hound$|poodle|schnauzer|setter|collie|mastiff|pinscher",
             set()),
    "snakes": (r"snake|python|cobra|mamba|viper|boa constrictor", set()),
    "vehicles": (r"\b(cab|van|bus|truck|car|locomotive|boat|canoe|bike|cart|tank|ship|tractor)\b",
                 {"car mirror", "car wheel", "shopping cart", "maillot tank suit"}),
    "birds": (r"\b(owl|eagle|vulture|stork|heron|penguin|hen|swan|goose|finch|grouse)\b",
              {"hen-of-the-woods"}),
    "insects": (r"beetle|fly$|butterfly|\b(ant|bee|cricket|mantis|cockroach|monarch)\b",
                {"bee eater"}),
    "fish": (r"fish$|shark|\b(eel|ray|sturgeon)\b", {"jellyfish", "starfish", "crayfish"}),
    "house_cats": (r"cat$|tabby", {"Madagascar cat", "polecat"}),
    "wild_cats": (r"\b(lion|tiger|leopard|jaguar|cheetah|lynx|cougar)$",
                  {"sea lion"}),
    "primates": (r"monkey|gorilla|chimpanzee|orangutan|Madagascar cat|gibbon", set()),
    "lizards": (r"lizard|gecko|iguana|chameleon|Komodo", set()),
    "food": (r"soup$|squash|pizza|burrito|espresso$|bagel|\b(lemon|banana|fig|corn)$", set()),
    "people": (r"ballplayer|groom|diver", set()),
}  # fmt: skip


def test_groups_do_not_overlap_and_lie_among_the_classes():
    numbers = [number for group in GROUPS.values() for number in group.numbers]
    assert len(set(numbers)) == len(numbers)
    assert set(numbers) <= set(range(1000))


@pytest.mark.parametrize("key", GROUPS)
def test_names_agree_with_the_groups(key):
    words, others = TELLING[key]
    labels = vision.imagenet_labels()
    named = {label for label in labels if re.search(words, label)} - others
    members = {labels[number] for number in GROUPS[key].numbers}
    assert named
    assert named <= members


def test_the_dogs_are_a_hundred_and_eighteen_breeds_from_chihuahua_to_mexican_hairless():
    labels = vision.imagenet_labels()
    dogs = GROUPS["dogs"].numbers
    assert len(dogs) == 118
    assert GROUPS["dogs"].share == 0.118
    assert (labels[dogs[0]], labels[dogs[-1]]) == ("Chihuahua", "Mexican hairless")
    assert dogs == tuple(range(dogs[0], dogs[-1] + 1))
    assert (labels[dogs[0] - 1], labels[dogs[-1] + 1]) == ("sea lion", "timber wolf")


def test_share_adds_up_what_falls_on_a_group():
    even = torch.full((2, 1000), 1 / 1000)
    for key, group in GROUPS.items():
        assert imagenet.share(even, key).tolist() == pytest.approx([group.share] * 2)
    pug = torch.zeros(1000)
    pug[vision.imagenet_labels().index("pug")] = 1
    assert imagenet.share(pug, "dogs") == 1
    assert imagenet.share(pug, "birds") == 0


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_of_the_seed_and_in_range(kind):
    pictures = imagenet.nothing(kind, 3, 64, seed=4)
    assert pictures.shape == (3, 3, 64, 64)
    assert 0 <= pictures.min() <= pictures.max() <= 1
    assert torch.equal(pictures, imagenet.nothing(kind, 3, 64, seed=4))
    assert not torch.equal(pictures, imagenet.nothing(kind, 3, 64, seed=5))


def test_kinds_of_nothing_differ_in_how_neighbours_do():
    steps = {kind: imagenet.nothing(kind, 4, 64).diff(dim=-1).abs().mean().item() for kind in KINDS}
    assert steps["plain"] == pytest.approx(0, abs=1e-6)
    assert steps["plain"] < steps["clouds"] < steps["noise"] / 5


class Oracle:
    """Answers "pug" to the first picture of a batch and "tench" to the others."""

    side = 64

    def logits(self, pictures):
        logits = torch.zeros(len(pictures), 1000)
        logits[:, 0] = 100
        logits[0, 254] = 200
        return logits


def test_bias_counts_what_the_network_says():
    found = imagenet.bias(Oracle(), "plain", count=4)
    assert (found.kind, found.count, found.by_count) == ("plain", 4, 0.118)
    assert found.probability == pytest.approx(0.25)
    assert found.first == pytest.approx(0.25)
    assert imagenet.bias(Oracle(), "plain", "fish", 4).first == pytest.approx(0.75)


@pytest.mark.parametrize("kind", KINDS)
def test_the_embedded_network_does_not_see_dogs_in_nothing(network, kind):
    """As its docstring says: fewer than by count."""
    found = imagenet.bias(network, kind, count=4)
    assert 0 < found.probability < found.by_count
    assert found.first == 0


def test_unknown_words_are_refused(network):
    with pytest.raises(SettingsError, match="no group 'unicorns'"):
        imagenet.share(torch.zeros(1000), "unicorns")
    with pytest.raises(SettingsError, match="no group 'unicorns'"):
        imagenet.bias(network, "noise", "unicorns")
    with pytest.raises(SettingsError, match="no picture of 'something'"):
        imagenet.bias(network, "something")
    with pytest.raises(SettingsError, match="at least one"):
        imagenet.nothing("noise", 0, 64)
