"""Points in latent space: drawing them, walking between them, calculating with them."""

from collections.abc import Sequence

import torch
from torch import Tensor

from nnkit.digits.models import CLASSES
from nnkit.errors import SettingsError
from nnkit.gan.networks import LATENTS
from nnkit.ranges import check_number, check_whole

MAX_SAMPLES = 10_000
MAX_FRAMES = 1000


def draw(n: int, seed: int, truncation: float = 1.0) -> Tensor:
    """Return n latents [n,100]: numbers of a normal distribution of this spread.

    truncation, 0..2: below 1 the draws stay nearer to the middle (the idea of Brock, Donahue and
    Simonyan 2019, who trade variety for quality so); the same seed then moves along a straight
    line, it does not jump. What it does to the shipped forgers, good or bad, was measured: see
    "truncated" in the manifest. SettingsError out of range.
    """
    check_whole("n", n, 1, MAX_SAMPLES)
    check_whole("seed", seed, 0, 2**31)
    check_number("truncation", truncation, 0, 2)
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(n, LATENTS, generator=generator) * truncation


def digits_of(latents: Tensor) -> Tensor:
    """Return the digits [N] that latents [N,100] stand for where nobody asks for one.

    The way in which the first two numbers point, a tenth of a turn for each digit: so all digits
    are as likely, whatever the truncation, and the same latent is always the same digit.
    """
    turn = torch.atan2(latents[:, 1], latents[:, 0]) / (2 * torch.pi)  # -0.5..0.5
    return ((turn % 1) * CLASSES).long().clamp(max=CLASSES - 1)


def interpolate(z0: Tensor, z1: Tensor, frames: int, spherical: bool = True) -> Tensor:
    """Return the latents [frames,100] of a walk from z0 [100] to z1 [100], both ends included.

    spherical: along the great circle, its length changing evenly (slerp, Shoemake 1985; for GANs
    White 2016): in 100 dimensions nearly all draws lie on a shell of radius 10, and a straight line
    cuts through its hollow inside. frames: 2..1000. SettingsError.
    """
    check_whole("frames", frames, 2, MAX_FRAMES)
    for end in (z0, z1):
        _check(end)
    share = torch.linspace(0, 1, frames, device=z0.device, dtype=z0.dtype)[:, None]
    straight = torch.lerp(z0[None], z1[None].to(z0), share)
    far, near = z0.norm(), z1.norm().to(z0.device)
    if not spherical or min(far.item(), near.item()) < 1e-6:
        return straight
    one, other = z0 / far, z1.to(z0) / near
    angle = torch.atan2((one - other).norm(), (one + other).norm()) * 2  # exact for small ones too
    if not 1e-4 < angle.item() < torch.pi - 1e-4:
        return straight  # one direction, or opposite ones, between which no shortest way exists
    bent = ((1 - share) * angle).sin() * one + (share * angle).sin() * other
    path: Tensor = bent / angle.sin() * torch.lerp(far, near, share)
    path[0], path[-1] = z0, z1
    return path


def interpolate_labels(first: int, last: int, frames: int) -> Tensor:
    """Return weights [frames,10] of the ten digits, all of `first` at first, of `last` at last.

    For a forger that is asked for a digit, beside the latents of a walk: what it would draw if it
    were asked for something in between. frames: 2..1000. SettingsError.
    """
    check_whole("frames", frames, 2, MAX_FRAMES)
    for digit in (first, last):
        check_whole("A digit", digit, 0, CLASSES - 1)
    here, there = torch.eye(CLASSES)[[first, last]]
    return torch.lerp(here, there, torch.linspace(0, 1, frames)[:, None])


def arithmetic(terms: Sequence[tuple[float, Tensor]], restore: bool = True) -> Tensor:
    """Return the weighted sum [100] of latents: ``arithmetic([(1, a), (-1, b), (1, c)])``.

    After Radford, Metz and Chintala 2016. A sum of three is longer than any of them, and no forger
    has practised on such latents: with `restore` it gets the mean length of the terms back. Raises
    SettingsError for no terms, or terms that cancel out.
    """
    if not terms:
        raise SettingsError("Latent arithmetic needs at least one term.")
    for share, latent in terms:
        check_number("The weight of a term", share, -10, 10)
        _check(latent)
    total = torch.stack([share * latent for share, latent in terms]).sum(0)
    if not restore:
        return total
    length = torch.stack([latent.norm() for _, latent in terms]).mean()
    if total.norm() < 1e-6 < length:
        raise SettingsError("These terms cancel out: nothing is left to draw.")
    restored: Tensor = total * (length / total.norm().clamp(min=1e-12))
    return restored


def _check(latent: Tensor) -> None:
    if latent.shape != (LATENTS,) or not latent.is_floating_point():
        raise SettingsError(f"A latent must hold {LATENTS} fractions, [{LATENTS}].")
    if not bool(latent.isfinite().all()):
        raise SettingsError("A latent must hold finite numbers only.")
