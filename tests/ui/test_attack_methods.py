"""Each attack's formula is the one of the goal."""

import re

import pytest

from ui.attack_methods import METHODS


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.title)
def test_formulas_name_what_they_are_about(method):
    assert r"\text{target}" in method.towards
    assert r"\text{label}" not in method.towards
    assert r"\text{label}" in method.away
    assert r"\text{target}" not in method.away


@pytest.mark.parametrize("method", [m for m in METHODS if m.call in ("pgd", "fgsm")],
                         ids=lambda method: method.title)  # fmt: skip
def test_towards_goes_down_the_loss_and_away_climbs(method):
    step = re.compile(r"x(_t)? ([+-]) \\(alpha|varepsilon)")
    assert step.search(method.towards)[2] == "-"
    assert step.search(method.away)[2] == "+"


def test_the_hinge_of_carlini_and_wagner_turns_round():
    (method,) = [each for each in METHODS if each.call == "carlini_wagner"]
    assert re.search(r"max_\{i.ne.text\{target\}\} Z_i.* - Z_\{.text\{target\}\}", method.towards)
    assert re.search(r"Z_\{.text\{label\}\}.* - .max_\{i.ne.text\{label\}\} Z_i", method.away)


def test_the_sticker_is_for_one_answer_or_against_another():
    (method,) = [each for each in METHODS if each.call == "patch"]
    assert method.towards.startswith(r"\max_p")
    assert method.away.startswith(r"\min_p")
