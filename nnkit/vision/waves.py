"""Pictures stored as waves in uncorrelated colours, so that gradient ascent paints like photos.

After Olah, Mordvintsev and Schubert, "Feature Visualization" (Distill 2017): in photos slow waves
are stronger than fast ones, about as 1 / frequency, and red, green and blue rise and fall together.
Stored so that every number has the same weight in a photo, a step of gradient ascent moves all of
them alike, and the noise that pixel-wise ascent brings never builds up.
"""

import torch
from torch import Tensor

# The square root of the covariance of ImageNet's colours: how much of each of three independent
# colours (grey, orange to blue, green to magenta) is in red, green and blue (Olah et al. 2017).
_COLOURS = ((0.26, 0.09, 0.02), (0.27, 0.00, -0.05), (0.27, -0.09, 0.03))


def noise(side: int, amplitude: float, generator: torch.Generator) -> Tensor:
    """Return random waves [3, side, side // 2 + 1, 2] for one picture; amplitude 0.01 is calm."""
    return torch.randn(3, side, side // 2 + 1, 2, generator=generator) * amplitude


def paint(waves: Tensor) -> Tensor:
    """Return the pictures [N, 3, side, side] in 0..1 that waves stand for; any numbers are allowed.

    Their left edge goes on at the right one and the upper at the lower.
    """
    side = waves.shape[2]
    spectrum = torch.view_as_complex(waves) * _strengths(side).to(waves)
    planes = torch.fft.irfft2(spectrum, s=(side, side), norm="ortho")
    colours = torch.tensor(_COLOURS).to(planes)
    colours = colours / colours.norm(dim=0).max()
    return torch.einsum("rc,nchw->nrhw", colours, planes).sigmoid()


def _strengths(side: int) -> Tensor:
    """Return 1 / frequency [side, side // 2 + 1], in waves per two pixels."""
    rows, columns = torch.fft.fftfreq(side), torch.fft.rfftfreq(side)
    return 0.5 / torch.hypot(rows[:, None], columns[None]).clamp(min=1 / side)
