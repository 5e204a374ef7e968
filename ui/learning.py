"""A kernel being learned, as pictures: the kernel's numbers beside what it makes of the photo."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image
from streamlit.delta_generator import DeltaGenerator

from ui import encoding, kernel_pictures, player
from ui.display import data_url

if TYPE_CHECKING:
    from nnkit.convolution import KernelFrame

HEIGHT = 288
GAP = 12
GAP_COLOUR = (128, 128, 128)  # the zero of the picture beside it: calm on light and dark


@dataclass(frozen=True)
class Shot:
    """One frame made small for the way to the browser."""

    picture: bytes
    size: tuple[int, int]
    step: int
    loss: float
    kernel: tuple[tuple[float, ...], ...]


def encode(frame: "KernelFrame") -> Shot:
    """Paint the kernel so far beside the picture that it makes so far."""
    from nnkit import convolution, images

    kernel = Image.fromarray(kernel_pictures.signed(frame.kernel, HEIGHT)).resize(
        (HEIGHT, HEIGHT), Image.Resampling.NEAREST
    )
    seen = images.to_pil(convolution.display(frame.picture, "signed")).convert("RGB")
    seen = seen.resize((round(seen.width * HEIGHT / seen.height), HEIGHT))
    sheet = Image.new("RGB", (HEIGHT + GAP + seen.width, HEIGHT), GAP_COLOUR)
    sheet.paste(kernel, (0, 0))
    sheet.paste(seen, (HEIGHT + GAP, 0))
    cells = tuple(tuple(row) for row in frame.kernel.tolist())
    return Shot(encoding.jpeg(sheet), sheet.size, frame.step, frame.loss, cells)


def show(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one shot while the job runs."""
    place.image(
        data_url(shot.picture),
        alt="The kernel so far, and the picture that it makes so far.",
        caption=f"Step {shot.step}: error {shot.loss:.3g}",
        width="stretch",
    )


def bundle(shots: Sequence[Shot]) -> player.Bundle:
    """Return the whole run for the player."""
    return player.bundle_of(
        shots,
        {"error": [shot.loss for shot in shots]},
        alt="The kernel being learned, and the picture that it makes, step by step.",
    )
