"""The shipped autoencoders, and PCA beside them, behind one door."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import torch
from torch import Tensor, nn

from nnkit import weights
from nnkit.autoencoder import models
from nnkit.autoencoder.models import ConvolutionalAutoencoder
from nnkit.autoencoder.pca import PrincipalComponents
from nnkit.digits.preparation import SIDE
from nnkit.errors import SettingsError

PCA_BOTTLENECKS = (2, 8, 32)
NAMES = (*models.MODELS, *(f"pca{count}" for count in PCA_BOTTLENECKS))
_BATCH = 500


class Squeezer(Protocol):
    """What turns pictures into codes and codes into pictures."""

    def encode(self, pictures: Tensor) -> Tensor:
        """Return codes [N, k]."""

    def decode(self, codes: Tensor) -> Tensor:
        """Return pictures [N,1,28,28]."""


@dataclass(frozen=True, eq=False)
class LayerMaps:
    """What one layer makes of the pictures, after its activation.

    part: "encoder", "code" or "decoder". title: in words. values: [N,C,H,W], or [N,C] for neurons.
    """

    part: str
    title: str
    values: Tensor


@dataclass(frozen=True, eq=False)
class Autoencoder:
    """A trained autoencoder, or PCA: shared, frozen, evaluating. `code`: its numbers k.

    Pictures are MNIST's form [N,1,28,28], 0..1, ink 1; all methods take any float and answer in
    float32, and raise SettingsError for other shapes and for numbers that are not finite.
    """

    name: str
    code: int
    module: Squeezer

    def encode(self, pictures: Tensor) -> Tensor:
        """Return the codes [N, k] of pictures."""
        pictures = prepared(pictures)
        with torch.no_grad():
            return torch.cat([self.module.encode(part) for part in torch.split(pictures, _BATCH)])

    def decode(self, codes: Tensor) -> Tensor:
        """Return the pictures [N,1,28,28], 0..1, of codes [N, k]."""
        if codes.ndim != 2 or codes.shape[1] != self.code or len(codes) == 0:
            raise SettingsError(f"Codes of {self.name} have the shape [N, {self.code}].")
        if not codes.is_floating_point() or not codes.isfinite().all():
            raise SettingsError("Codes are finite floats.")
        with torch.no_grad():
            parts = torch.split(codes.float(), _BATCH)
            return torch.cat([self.module.decode(part) for part in parts])

    def reconstruct(self, pictures: Tensor) -> Tensor:
        """Return the pictures after they went through the k numbers."""
        return self.decode(self.encode(pictures))

    def activations(self, pictures: Tensor) -> tuple[LayerMaps, ...]:
        """Return what each layer makes of the pictures, in order; PCA has none but the code."""
        pictures = prepared(pictures)
        module = self.module
        if not isinstance(module, ConvolutionalAutoencoder):
            return (LayerMaps("code", _numbers(self.code), self.encode(pictures)),)
        with torch.no_grad():
            found = _walk("encoder", module.encoder[:-1], pictures)
            code = module.encode(pictures)
            found.append(LayerMaps("code", _numbers(self.code), code))
            found += _walk("decoder", module.decoder[:-1], code)
            found.append(LayerMaps("decoder", "the picture", module.decode(code)))
        return tuple(found)


@lru_cache(maxsize=32)
def load(name: str, device: torch.device | str = "cpu") -> Autoencoder:
    """Return a shipped autoencoder by name, one of NAMES; "pca2", "pca8", "pca32" are PCA.

    Raises SettingsError for another name, WeightsError when the file is damaged.
    """
    if name not in NAMES:
        raise SettingsError(f"There is no autoencoder '{name}': choose one of {', '.join(NAMES)}.")
    if name.startswith("pca"):
        return from_components(weights.load("autoencoder_pca"), int(name[3:]), device)
    return from_weights(name, weights.load(f"autoencoder_{name}"), device)


def from_weights(
    name: str, tensors: Mapping[str, Tensor], device: torch.device | str = "cpu"
) -> Autoencoder:
    """Return the autoencoder `name`, one of MODELS, with these weights; they may be halves."""
    module = models.make(name)
    module.load_state_dict(tensors)
    return Autoencoder(name, module.shape.code, models.finished(module).to(device))


def from_components(
    tensors: Mapping[str, Tensor], count: int, device: torch.device | str = "cpu"
) -> Autoencoder:
    """Return PCA with the first `count` of these components; they may be halves."""
    whole = PrincipalComponents(tensors["mean"].float(), tensors["components"].float())
    return Autoencoder(f"pca{count}", count, whole.first(count).to(device))


def check_pictures(pictures: Tensor) -> None:
    """Raise SettingsError unless these are pictures in MNIST's form, at least one."""
    if pictures.ndim != 4 or pictures.shape[1:] != (1, SIDE, SIDE) or len(pictures) == 0:
        raise SettingsError(f"Digits have the shape [N, 1, 28, 28], not {list(pictures.shape)}.")
    if not pictures.is_floating_point():
        raise SettingsError(f"Digits are floats from 0 to 1, not {pictures.dtype}.")


def prepared(pictures: Tensor) -> Tensor:
    """Return pictures as the networks take them, float32.

    Raises SettingsError as `check_pictures` does, and for numbers that are not finite.
    """
    check_pictures(pictures)
    if not pictures.isfinite().all():
        raise SettingsError("Digits are finite numbers: there is a NaN or an infinity among these.")
    return pictures.float()


def _walk(part: str, stages: nn.Module, given: Tensor) -> list[LayerMaps]:
    found = []
    for stage in stages.children():
        given = stage(given)
        if isinstance(stage, nn.Sequential):
            found.append(LayerMaps(part, _title(given), given))
    return found


def _title(values: Tensor) -> str:
    if values.ndim == 2:
        return f"{values.shape[1]} neurons"
    return f"{values.shape[1]} maps of {values.shape[2]} x {values.shape[3]}"


def _numbers(count: int) -> str:
    return f"{count} numbers"
