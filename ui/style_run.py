"""One painting as the page shows it: small pictures on the way, the true one at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from streamlit.delta_generator import DeltaGenerator

from ui import player
from ui.display import data_url
from ui.painting import KeepsLast

if TYPE_CHECKING:
    from nnkit.style import StyleFrame

ALT = "The photo being painted anew, in the brush of the style picture."


@dataclass(frozen=True)
class Shot:
    """One frame made small for the way to the browser; `painter` knows the last one whole."""

    picture: bytes
    size: tuple[int, int]
    step: int
    scale: float
    content: float
    styles: dict[str, float] = field(compare=False)
    painter: "Painter" = field(repr=False, compare=False)

    @property
    def style(self) -> float:
        """The mean distance from the style over the layers."""
        return sum(self.styles.values()) / len(self.styles)


class Painter(KeepsLast):
    """Turns frames into shots."""

    last: "StyleFrame | None" = None

    def encode(self, frame: "StyleFrame") -> Shot:
        """Paint one frame as a JPEG."""
        self.last = frame
        return Shot(*self.jpeg(frame.picture), frame.step, frame.scale, frame.content_loss,
                    frame.style_losses, self)  # fmt: skip


def show(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one shot while the job runs."""
    place.image(
        data_url(shot.picture),
        alt=ALT,
        caption=f"Painted at {shot.scale:.0%} of its size, step {shot.step}: "
        f"{shot.style:.2f} away from the style",
        width="stretch",
    )


def bundle(shots: Sequence[Shot]) -> player.Bundle:
    """Return the whole run for the player."""
    return player.bundle_of(
        shots,
        {
            "away from the style": [shot.style for shot in shots],
            "away from the photo": [shot.content for shot in shots],
        },
        alt=ALT,
    )
