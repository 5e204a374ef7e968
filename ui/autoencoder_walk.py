"""A walk from one digit to another: through the codes, and beside it a plain cross-fade."""

from typing import TYPE_CHECKING

from nnkit import colours
from ui import gan_sheet, player

if TYPE_CHECKING:
    from torch import Tensor

NETWORKS = {
    "ae2": "Autoencoder, 2 numbers",
    "vae2": "Variational, 2 numbers",
    "ae8": "Autoencoder, 8 numbers",
    "ae32": "Autoencoder, 32 numbers",
}
FPS = 12
_ZOOM = 6  # of the film: a digit of 28 pixels is too small to watch


def through_codes(start: "Tensor", end: "Tensor", name: str, steps: int) -> "Tensor":
    """Return digits [steps, 1, 28, 28] on the straight way between two digits' codes."""
    import torch

    from nnkit import autoencoder

    model = autoencoder.load(name)
    codes = model.encode(torch.cat([start, end]))
    return model.decode(autoencoder.interpolate(codes[0], codes[1], steps))


def faded(start: "Tensor", end: "Tensor", steps: int) -> "Tensor":
    """Return digits [steps, 1, 28, 28], less and less of the one and more of the other."""
    import torch

    shares = torch.linspace(0, 1, steps)[:, None, None, None]
    return start + shares * (end - start)


def bundle(walk: "Tensor", fade: "Tensor") -> player.Bundle:
    """Return both ways side by side for the player."""
    import torch

    sheets = [gan_sheet.sheet(torch.stack(pair), 2) for pair in zip(walk, fade, strict=True)]
    last = len(sheets) - 1
    return gan_sheet.bundle(
        sheets,
        "Left a digit that turns into another, right two digits fading into one another.",
        [f"{place / last:.0%} of the way" for place in range(len(sheets))],
    )


def gif(walk: "Tensor") -> bytes:
    """Return the walk there and back as a GIF."""
    import torch

    from nnkit import films, images

    there_and_back = torch.cat([walk, walk.flip(0)])
    frames = [
        images.from_uint8(colours.enlarge(images.to_uint8(picture.expand(1, 3, -1, -1)), _ZOOM))
        for picture in there_and_back
    ]
    return films.to_gif(frames, FPS)
