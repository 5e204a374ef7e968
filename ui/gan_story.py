"""The story of the real training as frames of the player."""

from typing import TYPE_CHECKING

from ui import gan_sheet
from ui.player import Bundle

if TYPE_CHECKING:
    from nnkit.gan import Story

COLUMNS = 6


def film(story: "Story") -> Bundle:
    """Return the same 36 latents at every moment, with the figures beside them."""
    moments = story.moments
    return gan_sheet.bundle(
        [gan_sheet.sheet(moment.forgeries, COLUMNS) for moment in moments],
        "36 forgeries made of the same random numbers at each moment of the training",
        [f"After {moment.epoch:.1f} times through the training digits: the critic finds these "
         f"{float(moment.scores.mean()):.0%} real" for moment in moments],
        {
            "Fréchet distance": [moment.frechet for moment in moments],
            "critic's score of real digits": [moment.real_score for moment in moments],
            "critic's score of forgeries": [moment.forged_score for moment in moments],
            "critic's loss": [moment.critic_loss for moment in moments],
            "forger's loss": [moment.forger_loss for moment in moments],
        },
    )  # fmt: skip


def sentence(story: "Story") -> str:
    """Say in numbers how far it came."""
    first, last = story.moments[0], story.moments[-1]
    return (
        f"**{len(story.moments)} moments** of {last.step:,} steps: the Fréchet distance fell from "
        f"{first.frechet:.0f} to **{last.frechet:.1f}**, and at the end the critic gave real "
        f"digits {last.real_score:.2f} and forgeries {last.forged_score:.2f}."
    )
