"""Autoencoders: a picture squeezed through a few numbers and drawn again from them."""

from torch import Tensor

from nnkit.autoencoder.anomaly import Anomaly, anomaly_score, judge
from nnkit.autoencoder.coder import NAMES, Autoencoder, LayerMaps, load
from nnkit.autoencoder.denoising import denoise, non_local_means
from nnkit.autoencoder.inpainting import InpaintingFrame, InpaintingSettings, inpaint
from nnkit.autoencoder.interpolation import interpolate
from nnkit.autoencoder.latent_map import LatentMap, Story, load_map, load_story
from nnkit.autoencoder.samples import sample_digits
from nnkit.autoencoder.training import TrainingFrame, TrainingSettings, train

__all__ = [
    "NAMES",
    "Anomaly",
    "Autoencoder",
    "InpaintingFrame",
    "InpaintingSettings",
    "LatentMap",
    "LayerMaps",
    "Story",
    "TrainingFrame",
    "TrainingSettings",
    "anomaly_score",
    "decode",
    "denoise",
    "encode",
    "inpaint",
    "interpolate",
    "judge",
    "load",
    "load_map",
    "load_story",
    "non_local_means",
    "reconstruct",
    "sample_digits",
    "train",
]


def encode(pictures: Tensor, name: str = "ae2") -> Tensor:
    """Return the codes [N, k] that autoencoder `name` makes of digits [N,1,28,28], 0..1.

    Raises SettingsError and WeightsError, as `load` and `Autoencoder.encode` do.
    """
    return load(name, pictures.device).encode(pictures)


def decode(codes: Tensor, name: str = "ae2") -> Tensor:
    """Return the digits [N,1,28,28], 0..1, that autoencoder `name` draws from codes [N, k]."""
    return load(name, codes.device).decode(codes)


def reconstruct(pictures: Tensor, name: str = "ae2") -> Tensor:
    """Return digits [N,1,28,28] after they went through the numbers of autoencoder `name`."""
    return load(name, pictures.device).reconstruct(pictures)
