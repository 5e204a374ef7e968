"""MNIST's digits as other hands might have written them."""

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.digits.preparation import SIDE
from nnkit.errors import SettingsError

MAX_STRENGTH = 2.0


def augment(
    images: Tensor, generator: torch.Generator, strength: float = 1.0, shift: float = 1.0
) -> Tensor:
    """Return digits [N,1,28,28] turned, slanted, scaled, moved, bent, with another stroke width.

    At `strength` 1: up to 12 degrees, shear 0.25, 12 % larger or smaller each way, `shift` pixels,
    bent smoothly by about a pixel (Simard, Steinkraus, Platt 2003), and strokes up to a pixel wider
    or half a pixel narrower. Raises SettingsError.
    """
    if not 0 <= strength <= MAX_STRENGTH:
        raise SettingsError(f"The strength of augmentation must be 0..{MAX_STRENGTH:g}.")
    return _rewrite(_move(images, generator, strength, shift), generator, strength)


def _move(images: Tensor, generator: torch.Generator, strength: float, shift: float) -> Tensor:
    def about_zero(most: float) -> Tensor:
        numbers = torch.rand(len(images), generator=generator) * 2 - 1
        return (numbers * most * strength).to(images.device)

    angle, shear = about_zero(0.21), about_zero(0.25)
    wide, high = 1 + about_zero(0.12), 1 + about_zero(0.12)
    right, down = about_zero(shift / 14), about_zero(shift / 14)
    cosine, sine = angle.cos(), angle.sin()
    matrices = torch.stack(
        [
            torch.stack([cosine / wide, (shear * cosine - sine) / wide, right], dim=1),
            torch.stack([sine / high, (shear * sine + cosine) / high, down], dim=1),
        ],
        dim=1,
    )  # [N, 2, 3]
    grid = functional.affine_grid(matrices, list(images.shape), align_corners=False)
    grid = grid + strength * _bends(len(images), generator).to(images.device)
    return functional.grid_sample(images, grid, align_corners=False)


def _bends(count: int, generator: torch.Generator) -> Tensor:
    """Return smooth displacements [count,28,28,2] in grid_sample's units, 1 being 14 pixels."""
    coarse = torch.randn(count, 2, 5, 5, generator=generator) * (0.8 / 14)
    fine = functional.interpolate(coarse, (SIDE, SIDE), mode="bicubic", align_corners=True)
    return fine.permute(0, 2, 3, 1)


def _rewrite(images: Tensor, generator: torch.Generator, strength: float) -> Tensor:
    """Blend each digit with a wider or narrower version of itself."""
    shares = torch.rand(len(images), 1, 1, 1, generator=generator) * 2 - 1
    shares = (shares * strength).clamp(-0.6, 1).to(images.device)
    wider = functional.max_pool2d(images, 3, 1, 1)
    narrower = -functional.max_pool2d(-images, 3, 1, 1)
    return (
        images + shares.clamp(min=0) * (wider - images) + shares.clamp(max=0) * (images - narrower)
    )
