"""What the four networks make of a drawing, in words and as bars."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnkit.strokes import Stroke, paint
from ui.digit_bars import Reading

if TYPE_CHECKING:
    from nnkit.digits import Prepared, Recognition

DIGITS = tuple(str(digit) for digit in range(10))
TITLES = {
    "six": "One neuron",
    "ten": "Ten neurons",
    "mlp": "Multilayer network",
    "cnn": "ConvNet",
}
NOTES = {
    "six": "576 weights and one question: is it a 6?",
    "ten": "one neuron for each digit, 5,770 numbers learned",
    "mlp": "two hidden layers, 109,386 numbers learned",
    "cnn": "convolutions that slide over the digit, 94,826 numbers learned",
}
NO_DIGIT = (
    "**I don't think this is a digit.** The bars add up to 100 % all the same: asked *which* digit "
    "it is, a network has to answer, even for a cat. So a fifth little network, which has seen "
    "digits and doodles, is asked whether it is one at all."
)
EMPTY = "**Draw a digit.** Bars follow your pen; Tab and the arrow keys draw too."


@dataclass(frozen=True, eq=False)
class Look:
    """A drawing and what each network makes of it; nothing where there is no ink."""

    strokes: tuple[Stroke, ...]
    prepared: "Prepared | None"
    recognitions: "dict[str, Recognition]"

    @property
    def is_digit(self) -> bool:
        """Whether there is ink and it looks like a digit."""
        return any(seen.is_digit for seen in self.recognitions.values())


def look(strokes: tuple[Stroke, ...], names: tuple[str, ...] = tuple(TITLES)) -> Look:
    """Read a drawing with the named networks."""
    from nnkit import digits

    try:
        prepared = digits.prepare(paint(strokes))
    except digits.EmptyDrawing:
        return Look(strokes, None, {})
    return Look(strokes, prepared, {name: digits.recognise(prepared, name) for name in names})


def readings(seen: Look) -> list[Reading]:
    """Return a group of bars for each network that looked, or one without bars for no ink."""
    return [_reading(name, seen.recognitions.get(name)) for name in TITLES]


def sentence(seen: Look) -> str:
    """Say what the ConvNet makes of it, and whether the others agree."""
    if seen.prepared is None:
        return EMPTY
    if not seen.is_digit:
        return NO_DIGIT
    best = seen.recognitions["cnn"]
    others = {name: seen.recognitions[name].digit for name in ("ten", "mlp")}
    agree = [TITLES[name].lower() for name, digit in others.items() if digit == best.digit]
    dissent = [
        f"the {TITLES[name].lower()} read a {digit}"
        for name, digit in others.items()
        if digit != best.digit
    ]
    words = f"**This is a {best.digit}**, says the ConvNet, {percent(best.confidence)} sure."
    if not dissent:
        return f"{words} The ten neurons and the multilayer network agree."
    return f"{words} But {' and '.join(dissent)}{'; the others agree' if agree else ''}."


def short(seen: Look) -> str:
    """Say in a line what the ConvNet alone makes of it."""
    best = seen.recognitions["cnn"]
    doubt = "" if best.is_digit else " But I don't think this is a digit."
    return f"The ConvNet reads a **{best.digit}**, {percent(best.confidence)} sure.{doubt}"


def percent(share: float) -> str:
    """A share as a percentage that never claims certainty it does not have."""
    if 0.0 < share < 0.001:
        return "under 0.1 %"
    if 0.999 < share < 1.0:
        return "over 99.9 %"
    return f"{100 * share:.1f} %" if share < 0.1 or share > 0.9 else f"{100 * share:.0f} %"


def _reading(name: str, seen: "Recognition | None") -> Reading:
    if seen is None:
        return Reading(TITLES[name], NOTES[name], None, _labels(name), "")
    if name == "six":
        yes = seen.probabilities[6].item()
        answer = "a 6" if seen.digit == 6 else "not a 6"
        return Reading(TITLES[name], NOTES[name], [yes, 1 - yes], _labels(name), answer)
    return Reading(
        TITLES[name], NOTES[name], seen.probabilities.tolist(), _labels(name), str(seen.digit)
    )


def _labels(name: str) -> tuple[str, ...]:
    return ("6", "not 6") if name == "six" else DIGITS
