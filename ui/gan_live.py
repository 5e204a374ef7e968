"""A small GAN's training as pictures: while it runs, and as a film afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PIL import Image
from streamlit.delta_generator import DeltaGenerator

from nnkit import colours
from ui import display, encoding, gan_sheet
from ui.player import Bundle

if TYPE_CHECKING:
    from nnkit.gan.small import SmallFrame, SmallSettings

COLUMNS, ZOOM = 9, 8
# The forger is said to have collapsed under this variety, or when so few digits appear.
COLLAPSED, FEW = 0.5, 5
_ALT = "36 forgeries of 8 by 8 pixels, made of the same random numbers throughout"


@dataclass(frozen=True, eq=False)
class Shot:
    """What a frame shows: the sheet, and its figures."""

    step: int
    sheet: gan_sheet.Pixels
    forger_loss: float
    critic_loss: float
    covered: int
    variety: float


def settings(kind: str, seed: int) -> "SmallSettings":
    """Return a preset with another seed."""
    from nnkit.gan import small

    return replace(small.PRESETS[kind], seed=seed)


def encode(frame: "SmallFrame") -> Shot:
    """Take what is shown of a frame."""
    return Shot(frame.step, gan_sheet.sheet(frame.forgeries, COLUMNS), frame.forger_loss,
                frame.critic_loss, frame.covered, frame.variety)  # fmt: skip


def show(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one moment."""
    content = encoding.png(Image.fromarray(colours.enlarge(shot.sheet, ZOOM)))
    place.image(
        display.data_url(content),
        alt=_ALT,
        caption=f"Step {shot.step}: {shot.covered} of the ten digits appear.",
        width="stretch",
    )


def film(shots: Sequence[Shot]) -> Bundle:
    """Return the whole run for the player."""
    return gan_sheet.bundle(
        [shot.sheet for shot in shots],
        _ALT,
        [f"Step {shot.step}: {shot.covered} of the ten digits appear" for shot in shots],
        {
            "digits that appear": [shot.covered for shot in shots],
            "variety (1: as real digits)": [shot.variety for shot in shots],
            "forger's loss": [shot.forger_loss for shot in shots],
            "critic's loss": [shot.critic_loss for shot in shots],
        },
    )


def verdict(shot: Shot) -> str:
    """Say how it ended."""
    measured = (
        f"{shot.covered} of the ten digits appear among 300 forgeries, and they are "
        f"**{shot.variety:.0%}** as varied as real digits"
    )
    if shot.variety < COLLAPSED or shot.covered <= FEW:
        return (
            f"**A collapse.** {measured}. The forger found something that passes and draws "
            "nothing else; when the critic catches up, it jumps to the next. Its loss alone would "
            "not have told you."
        )
    return f"{measured[0].upper()}{measured[1:]}."
