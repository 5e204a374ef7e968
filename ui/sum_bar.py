"""A neuron's weighted sum as bars: what speaks for it, what against, and what is left over."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from nnkit.errors import SettingsError
from ui import components

MAX_TERMS = 12
_FARTHEST = 1e6

_BAR = components.register("sum_bar", "figures")


@dataclass(frozen=True)
class Term:
    """One input of the neuron: its name, its weight and what comes in; raises SettingsError."""

    name: str
    weight: float
    value: float

    def __post_init__(self) -> None:
        """Check that the term can be drawn."""
        if not self.name.strip():
            raise SettingsError("Each part of a sum needs a name.")
        for number in (self.weight, self.value):
            _check(self.name, number)


def sum_bar(
    terms: Sequence[Term],
    bias: float,
    *,
    key: str,
    answers: tuple[str, str] = ("the neuron stays silent", "the neuron fires"),
    bias_name: str = "bias",
) -> None:
    """Show how weight times input of each term, and the bias, add up.

    What is above 0 stacks to the right; from its end, what is below 0 leads back to the left; where
    that ends is the sum, on one side of the threshold 0 or the other. A table names every part
    with its numbers. answers: what a sum that is not above 0 means, and one that is. The parts
    move in place when the numbers change. Raises SettingsError.
    """
    if not 1 <= len(terms) <= MAX_TERMS:
        raise SettingsError(f"A sum can be shown with 1 to {MAX_TERMS} inputs, not {len(terms)}.")
    if not all(text.strip() for text in (*answers, bias_name)):
        raise SettingsError("A sum needs two answers and a name for the bias.")
    _check(bias_name, bias)
    header = {
        "terms": [asdict(term) for term in terms],
        "bias": bias,
        "biasName": bias_name,
        "answers": answers,
    }
    _BAR(key=key, data=components.pack(header))


def _check(name: str, number: float) -> None:
    if not (math.isfinite(number) and abs(number) <= _FARTHEST):
        raise SettingsError(f'"{name}" needs numbers from -1e6 to 1e6, not {number}.')
