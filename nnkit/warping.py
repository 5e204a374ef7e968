"""Pictures zoomed and turned about their middle."""

import math

import torch
from torch import Tensor
from torch.nn import functional


def moved(picture: Tensor, zoom: float, rotation: float) -> Tensor:
    """Return a picture [1, C, H, W] larger by `zoom` and turned by `rotation` degrees.

    The turn is anticlockwise. What moves in over the border is a reflection.
    """
    height, width = picture.shape[-2:]
    cosine = math.cos(math.radians(rotation)) / zoom
    sine = math.sin(math.radians(rotation)) / zoom
    # From a place in the result to its place in the picture, both from -1 to 1.
    rows = [[cosine, -sine * height / width, 0.0], [sine * width / height, cosine, 0.0]]
    grid = functional.affine_grid(
        torch.tensor([rows]).to(picture), list(picture.shape), align_corners=False
    )
    return functional.grid_sample(
        picture, grid, mode="bicubic", padding_mode="reflection", align_corners=False
    ).clamp(0, 1)
