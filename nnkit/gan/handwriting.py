"""What can be measured of a digit's strokes: slant, thickness, width, height."""

import torch
from torch import Tensor

STATISTICS = ("slant", "thickness", "width", "height")
UNITS = {"slant": "degrees", "thickness": "pixels", "width": "pixels", "height": "pixels"}
_EMPTY = 1e-6
_SPREAD = 12**0.5  # an even bar of this many pixels has a standard deviation of one


def strokes(pictures: Tensor) -> dict[str, Tensor]:
    """Return the statistics [N] of pictures [N,1,28,28], ink 1, by name.

    slant: degrees by which the strokes lean to the right, from the moments of inertia as in
    deslanting (LeCun et al. 1998). thickness: pixels; a long stroke has two edges, so it is twice
    the ink over the length of the edges. width and height: pixels, of the even bar whose ink lies
    as far apart. All are 0 for an empty picture.
    """
    ink = pictures[:, 0].double()
    mass = ink.sum((1, 2)).clamp(min=_EMPTY)
    places = torch.arange(ink.shape[-1], device=ink.device, dtype=ink.dtype)
    rows = places - (ink.sum(2) @ places / mass)[:, None]  # [N, 28], from the centre of mass
    columns = places - (ink.sum(1) @ places / mass)[:, None]
    tall = (ink.sum(2) * rows.square()).sum(1) / mass
    wide = (ink.sum(1) * columns.square()).sum(1) / mass
    together = torch.einsum("nrc,nr,nc->n", ink, rows, columns) / mass
    down, right = ink.diff(dim=1)[:, :, :-1], ink.diff(dim=2)[:, :-1]
    edges = torch.sqrt(down.square() + right.square()).sum((1, 2))
    found = {
        "slant": torch.atan(-together / tall.clamp(min=_EMPTY)).rad2deg(),
        "thickness": 2 * ink.sum((1, 2)) / edges.clamp(min=_EMPTY),
        "width": wide.sqrt() * _SPREAD,
        "height": tall.sqrt() * _SPREAD,
    }
    return {name: values.float() for name, values in found.items()}
