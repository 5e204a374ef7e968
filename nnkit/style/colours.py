"""Colours moved from one picture to another, and a photo's own colours kept."""

import torch
from torch import Tensor

from nnkit import images

_NOTHING = 1e-12  # of a picture may count at least
_LEAST = 1e-5  # variance that even a colour direction which a picture lacks is given


Palette = tuple[Tensor, Tensor]  # mean [3] and covariance [3, 3] of a picture's colours


def match(picture: Tensor, own: Palette, wanted: Palette) -> Tensor:
    """Return a picture [1, 3, H, W] of palette `own` with the palette `wanted`, not clamped.

    Of all linear maps that reach it this is the one that moves the colours least: optimal transport
    between two normal distributions (Monge and Kantorovich; Pitie and Kokaram 2007).
    """
    matrix = transport(own[1], wanted[1]).to(picture)
    centred = picture - own[0].to(picture)[:, None, None]
    moved = torch.einsum("ij,njhw->nihw", matrix, centred)
    return moved + wanted[0].to(picture)[:, None, None]


def transport(own: Tensor, wanted: Tensor) -> Tensor:
    """Return the symmetric matrix T [3, 3] with T own T = wanted, for covariances [3, 3]."""
    own, wanted = own.double(), wanted.double()
    own = own + _LEAST * torch.eye(len(own), dtype=own.dtype, device=own.device)
    root, unroot = _power(own, 0.5), _power(own, -0.5)
    matrix: Tensor = unroot @ _power(root @ wanted @ root, 0.5) @ unroot
    return matrix


def statistics(picture: Tensor, weights: Tensor | None = None) -> Palette:
    """Return the mean [3] and covariance [3, 3] of the colours of a picture [1, 3, H, W].

    weights [1, 1, H, W]: how much each pixel counts.
    """
    pixels = picture[0].flatten(1).cpu().double()  # not every device has doubles
    shares = torch.ones_like(pixels[0]) if weights is None else weights.flatten().cpu().double()
    shares = shares / shares.sum().clamp(min=_NOTHING)
    mean = pixels @ shares
    centred = pixels - mean[:, None]
    return mean, (centred * shares) @ centred.T


def chroma(picture: Tensor) -> Tensor:
    """Return the colour of a picture [1, 3, H, W] without its brightness: RGB less Rec. 601 luma.

    Up to fixed factors, blue and red of it are the Cb and Cr of YCbCr.
    """
    return picture - images.to_grey(picture)


def with_chroma(picture: Tensor, colour: Tensor) -> Tensor:
    """Return a picture [1, 3, H, W] in the colours of a chroma [1, 3, H, W] of a picture 0..1.

    Each pixel is as bright as `picture`, as far as its colour can be: brightness gives way, so that
    the chroma is kept to the last rounding and the result stays within 0..1.
    """
    lowest = -colour.amin(1, keepdim=True)
    highest = 1 - colour.amax(1, keepdim=True)
    luma = torch.minimum(torch.maximum(images.to_grey(picture), lowest), highest)
    return (luma + colour).clamp(0, 1)


def _power(matrix: Tensor, exponent: float) -> Tensor:
    values, vectors = torch.linalg.eigh(matrix)
    result: Tensor = vectors @ torch.diag(values.clamp(min=0) ** exponent) @ vectors.T
    return result
