"""One attack as the page shows it: every frame as a true PNG, with what the network says of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from streamlit.delta_generator import DeltaGenerator

from ui import player
from ui.digit_reading import percent
from ui.display import data_url

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.attacks import AttackFrame


@dataclass(frozen=True)
class Shot:
    """One frame on its way to the browser; `painter` knows the last one whole."""

    picture: bytes
    side: int
    step: int
    label: str
    share: float
    confidence: float
    is_fooled: bool
    painter: "Painter" = field(repr=False, compare=False)


class Painter:
    """Turns frames of one picture into shots and keeps the last frame."""

    def __init__(self, labels: Sequence[str]) -> None:
        """Take the names of the classes."""
        self.labels = labels
        self.picture: Tensor | None = None
        self.original: Tensor | None = None

    def encode(self, frame: "AttackFrame") -> Shot:
        """Paint one frame without loss and read what the network says of it."""
        from nnkit import images

        self.picture, self.original = frame.pictures, frame.original
        share, number = frame.logits.softmax(dim=1)[0].max(dim=0)
        return Shot(
            images.to_png(frame.pictures), frame.pictures.shape[-1], frame.step,
            self.labels[int(number)], float(share), float(frame.confidence[0]),
            bool(frame.fooled[0]), self,
        )  # fmt: skip


def show(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one shot while the job runs."""
    place.image(
        data_url(shot.picture),
        alt="The picture as the attack has changed it so far.",
        caption=f"Step {shot.step}: “{shot.label}”, {percent(shot.share)}",
        width=360,
    )


def bundle(shots: Sequence[Shot], wished: str) -> player.Bundle:
    """Return the whole run for the player, with how sure the network was of `wished`."""
    return player.Bundle(
        kind="png",
        width=shots[-1].side,
        height=shots[-1].side,
        pictures=[shot.picture for shot in shots],
        figures={
            "step": [shot.step for shot in shots],
            wished: [shot.confidence for shot in shots],
        },
        captions=[f"“{shot.label}”, {percent(shot.share)}" for shot in shots],
        alt="The picture under attack, step by step, and how sure the network is.",
    )
