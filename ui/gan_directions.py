"""Sliders along the main directions of latent space."""

from typing import TYPE_CHECKING

import streamlit as st

from ui import digit_reading, gan_forgery, permalinks
from ui.gan_forgery import Forgery

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.gan import Direction

SHOWN, FARTHEST = 6, 4.0
_PLACES = 9


def sliders(label: int | None) -> dict[int, float]:
    """Show a slider for the strongest directions; return how far each is moved, if at all."""
    moved = {}
    for number, direction in enumerate(_directions(label)):
        amount = float(
            permalinks.slider(title(number, direction), -FARTHEST, FARTHEST, 0.0, step=0.25,
                              key=f"move_{number}", help=told(direction))
        )  # fmt: skip
        if amount:
            moved[number] = amount
    return moved


def reset() -> None:
    """Put all sliders to the middle; for callbacks."""
    for number in range(SHOWN):
        st.session_state[f"move_{number}"] = 0.0


def title(number: int, direction: "Direction") -> str:
    """Name a direction after what it was measured to change most surely, and what else follows."""
    named = direction.name or "no single word for it"
    also = f", also {' and '.join(direction.also)}" if direction.also else ""
    return f"Direction {number + 1}: {named}{also}"


def together(label: int | None) -> str:
    """Say how much of the differences between forgeries all sliders hold."""
    held = sum(direction.share for direction in _directions(label))
    return (
        f"Together they hold **{held:.0%}** of how the works of this forger differ. The "
        "rest lies in many more directions, none of which says much alone."
    )


def told(direction: "Direction") -> str:
    """Say in figures what a step along a direction does."""
    from nnkit.gan import handwriting

    effects = ", ".join(
        f"{name} {effect:+.2g} {handwriting.UNITS[name]}"
        for name, effect in direction.effects.items()
    )
    return (
        f"It explains {direction.share:.0%} of all differences. One step: {effects}, on average. "
        f"After two steps {direction.digit_kept:.0%} are still read as the same digit."
    )


def picture(base: Forgery, moved: dict[int, float]) -> "Tensor":
    """Return the forgery [1, 1, 28, 28] after all moves."""
    return gan_forgery.forger(base.label).generate(_latent(base, moved)[None], base.label)


def along(base: Forgery, moved: dict[int, float]) -> "tuple[str, Tensor] | None":
    """Return the last moved direction's name and the pictures all along it; None if none is."""
    import torch

    if not moved:
        return None
    number = list(moved)[-1]
    ends = [-FARTHEST + 2 * FARTHEST * place / (_PLACES - 1) for place in range(_PLACES)]
    latents = torch.stack([_latent(base, {**moved, number: amount}) for amount in ends])
    pictures = gan_forgery.forger(base.label).generate(latents, base.label)
    return f"direction {number + 1}", pictures


def sentence(base: Forgery, picture: "Tensor") -> str:
    """Say what reader and critic make of the result."""
    from nnkit import digits

    sure = digits.load("cnn").probabilities(picture)[0]
    real = gan_forgery.verdict(picture, base.label)[0]
    return (
        f"The digit reader of this site reads a **{digit_reading.DIGITS[int(sure.argmax())]}** "
        f"({float(sure.max()):.0%}); the critic takes it for real with **{real:.0%}**."
    )


def code(base: Forgery, moved: dict[int, float]) -> list[str]:
    """Return the Python that leads to the picture."""
    name = "digits" if base.label is None else "conditional"
    asked = "" if base.label is None else f", label={base.label}"
    return [
        f'forger = gan.load("{name}")',
        f"latent = {base.code()}",
        *(
            f"latent = latent + {amount:g} * forger.directions[{number}].vector"
            for number, amount in moved.items()
        ),
        f"picture = forger.generate(latent[None]{asked})",
    ]


def _directions(label: int | None) -> "tuple[Direction, ...]":
    return gan_forgery.forger(label).directions[:SHOWN]


def _latent(base: Forgery, moved: dict[int, float]) -> "Tensor":
    latent = base.latent()
    for number, amount in moved.items():
        latent = latent + amount * _directions(base.label)[number].vector
    return latent
