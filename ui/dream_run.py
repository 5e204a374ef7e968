"""One dream as the page shows it: small pictures on the way, the true one at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from streamlit.delta_generator import DeltaGenerator

from ui import player
from ui.display import data_url
from ui.painting import KeepsLast

if TYPE_CHECKING:
    from nnkit.dream import DreamFrame


@dataclass(frozen=True)
class Shot:
    """One frame made small for the way to the browser; `painter` knows the last one whole."""

    picture: bytes
    size: tuple[int, int]
    step: int
    octave: int
    objective: float
    painter: "Painter" = field(repr=False, compare=False)


class Painter(KeepsLast):
    """Turns frames into shots."""

    def encode(self, frame: "DreamFrame") -> Shot:
        """Paint one frame as a JPEG."""
        return Shot(*self.jpeg(frame.picture), frame.step, frame.octave, frame.objective, self)


def show(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one shot while the job runs."""
    place.image(
        data_url(shot.picture),
        alt="The dream so far: what the network wants to see grows out of the photo.",
        caption=f"Octave {shot.octave + 1}, step {shot.step}",
        width="stretch",
    )


def bundle(shots: Sequence[Shot]) -> player.Bundle:
    """Return the whole run for the player."""
    return player.bundle_of(
        shots,
        {"excitement": [shot.objective for shot in shots]},
        alt="The dream growing out of the photo, step by step.",
    )
