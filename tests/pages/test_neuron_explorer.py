"""Neuron Explorer opens in every state, and its numbers add up."""

import pytest

from nnkit.neuron import Neuron
from tests.pages.test_pages import assert_calm, open_page, words

PAGE = "pages/neuron_explorer.py"
TABS = ("A decision", "The sum", "A line", "Logic gates")
NONSENSE = {
    "weather_is": "11", "music_matters": "nan", "threshold": "-1", "inputs": "7", "v1": "1e9",
    "activation": "Softmax", "bias": "x", "wanted": "2", "points": "Stars", "w1": "5.01",
    "w2": "<b>", "b": "11", "gate": "NOR", "two_activation": "Square",
}  # fmt: skip


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("query", [{}, NONSENSE])
def test_every_tab_opens_with_sense_and_nonsense(tab, query):
    test = open_page(PAGE, tab=tab, **query)
    assert_calm(test)
    assert not test.warning
    assert any("it = neuron.Neuron(" in code.value for code in test.code)


def test_the_threshold_decides():
    assert "You go to the festival." in words(open_page(PAGE, threshold="26"))
    assert "You stay at home." in words(open_page(PAGE, threshold="27"))


def test_a_typed_number_moves_the_slider_and_back():
    test = open_page(PAGE, tab="The sum")
    test.number_input(key="v1_typed").set_value(-3.0).run()
    assert_calm(test)
    assert test.slider(key="v1").value == -3.0
    test.slider(key="v1").set_value(2.0).run()
    assert test.number_input(key="v1_typed").value == 2.0


@pytest.mark.parametrize("count", ["1", "6"])
def test_one_to_six_inputs(count):
    test = open_page(PAGE, tab="The sum", inputs=count)
    assert_calm(test)
    assert f"| w{count} = " in words(test)
    assert f"| w{int(count) + 1} = " not in words(test)


def test_the_numbers_add_up():
    text = words(open_page(PAGE, tab="The sum", inputs="1", x1="2", v1="1.5", bias="-1",
                           activation="Identity", wanted="0"))  # fmt: skip
    assert "sum = (1.5) × (2) + (-1) = **2**" in text
    assert "Half the squared error is **2**" in text
    assert "| w1 = 1.5 | 2 | 4 | 4 | down |" in text


def test_autograd_has_a_column_of_its_own(monkeypatch):
    monkeypatch.setattr(Neuron, "autograd", lambda *_: ((17.0,), 19.0))
    text = words(open_page(PAGE, tab="The sum", inputs="1", x1="2", v1="1.5", bias="-1",
                           activation="Identity", wanted="0"))  # fmt: skip
    assert "| w1 = 1.5 | 2 | 4 | 17 | down |" in text
    assert "| bias = -1 | 1 | 2 | 19 | down |" in text


def test_a_line_that_separates_is_praised():
    assert "All 40 points" in words(open_page(PAGE, tab="A line", w1="1", w2="1"))
    assert "**40 of 40**" not in words(open_page(PAGE, tab="A line", w1="1", w2="-1"))


def test_turning_round_changes_every_sign():
    test = open_page(PAGE, tab="A line", w1="1", w2="1", b="0.5")
    test.button(key="flip").click().run()
    assert [test.slider(key=key).value for key in ("w1", "w2", "b")] == [-1, -1, -0.5]
    assert "**0 of 40**" in words(test)


@pytest.mark.parametrize(
    ("gate", "numbers"),
    [("AND", ("1", "1", "-1.5")), ("OR", ("1", "1", "-0.5")), ("NAND", ("-1", "-1", "1.5"))],
)
def test_gates_can_be_solved(gate, numbers):
    w1, w2, b = numbers
    assert f"**{gate} solved!**" in words(
        open_page(PAGE, tab="Logic gates", gate=gate, w1=w1, w2=w2, b=b)
    )


def test_xor_cannot_and_two_hidden_neurons_can():
    text = words(open_page(PAGE, tab="Logic gates", gate="XOR", w1="1", w2="1", b="-0.5"))
    assert "3 of 4 corners are right" in text
    assert "Why it cannot be" in text
    assert "| (1, 1) | 1 | 0 | **0** |" in text
