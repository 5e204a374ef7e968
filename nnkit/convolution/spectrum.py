"""The waves in a picture."""

import torch
from torch import Tensor

from nnkit.errors import SettingsError


def spectrum(picture: Tensor) -> Tensor:
    """Return how strong each wave in a picture is: [H, W], logarithmic, no wave in the centre.

    ``picture`` is [1, 1, H, W]; the result is log10(1 + |F|), F its discrete Fourier transform.
    """
    if picture.ndim != 4 or picture.shape[:2] != (1, 1):
        raise SettingsError(f"A spectrum needs one grey picture, not {list(picture.shape)}.")
    waves: Tensor = torch.fft.fft2(picture[0, 0])
    centred: Tensor = torch.fft.fftshift(waves.abs().add(1).log10())
    return centred
