"""The shipped GANs: digits that nobody ever wrote, and what the critic thinks of a digit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from nnkit import weights
from nnkit.digits.models import CLASSES
from nnkit.errors import ImageError, SettingsError
from nnkit.gan import latents as space
from nnkit.gan.directions import Direction
from nnkit.gan.networks import LATENTS, NAMES, SIDE, Critic, Generator, finished, make

Label = int | Sequence[int] | Tensor | None


@dataclass(frozen=True, eq=False)
class Gan:
    """A trained pair: shared, frozen, evaluating.

    calibration: slope and offset that turn the critic's logit into a probability. directions: the
    main ones of latent space, the one that changes most first.
    """

    name: str
    forger: Generator
    critic: Critic
    calibration: tuple[float, float]
    directions: tuple[Direction, ...]

    def sample(self, n: int, seed: int, truncation: float = 1.0, label: Label = None) -> Tensor:
        """Return n new digits [n,1,28,28], 0..1; the same seed gives the same digits.

        truncation: see `latents.draw`. label: for "conditional" the digit to draw, or one for each
        picture; or weights [n,10] of the ten digits, for what lies between two, see
        `latents.interpolate_labels`. Without it the latents decide, see `latents.digits_of`. Raises
        SettingsError.
        """
        return self.generate(space.draw(n, seed, truncation), label)

    def generate(self, latents: Tensor, label: Label = None) -> Tensor:
        """Return the pictures [N,1,28,28], 0..1, of latents [N,100]; label and errors as above."""
        if latents.ndim != 2 or latents.shape[1] != LATENTS or not latents.is_floating_point():
            raise SettingsError(f"Latents must be fractions in the shape [N, {LATENTS}].")
        device = self.forger.last.weight.device
        labels = self._labels(label, len(latents), device)
        if labels is None and self.name == "conditional":
            labels = space.digits_of(latents).to(device)
        with torch.inference_mode():
            pictures = self.forger(latents.to(device, torch.float32), labels)
        # A tensor born in inference mode could not be differentiated by whoever gets it.
        copied: Tensor = pictures.clone()
        return copied

    def logits(self, pictures: Tensor, label: Label = None) -> Tensor:
        """Return the critic's raw logits [N]; arguments and errors as for `discriminate`."""
        if pictures.ndim != 4 or pictures.shape[1:] != (1, SIDE, SIDE):
            raise ImageError(f"The critic judges pictures in the shape [N, 1, {SIDE}, {SIDE}].")
        if not pictures.is_floating_point() or not bool(((pictures >= 0) & (pictures <= 1)).all()):
            raise ImageError("The critic judges pictures of fractions from 0 to 1.")
        if label is None and self.name == "conditional":
            raise SettingsError("This critic judges a picture as a certain digit: say which.")
        device = self.critic.verdict.weight.device
        labels = self._labels(label, len(pictures), device)
        with torch.inference_mode():
            found = self.critic(pictures.to(device, torch.float32), labels)
        copied: Tensor = found.clone()
        return copied

    def discriminate(self, pictures: Tensor, label: Label = None) -> Tensor:
        """Return for pictures [N,1,28,28], 0..1, the probability [N] that each is real.

        It is calibrated (Platt 1999): mix real digits of MNIST that the critic never saw with as
        many of this forger's; of those to which it gives 70 %, about 70 % are real. It knows these
        two piles only: for a drawing from a mouse it tells which pile the drawing would rather lie
        in. label: the digit that the picture shall be, for "conditional", or weights. Raises
        ImageError, and SettingsError for a label that is wrong or missing.
        """
        slope, offset = self.calibration
        return (self.logits(pictures, label) * slope + offset).sigmoid()

    def _labels(self, label: Label, count: int, device: torch.device) -> Tensor | None:
        if label is None:
            return None
        if self.name != "conditional":
            raise SettingsError('Only the GAN "conditional" draws the digit that it is asked for.')
        if isinstance(label, Tensor):
            return _weights(label, count).to(device, torch.float32)
        asked = [label] * count if isinstance(label, int) else list(label)
        if len(asked) != count:
            raise SettingsError(f"Give one label, or one for each of the {count} pictures.")
        for one in asked:
            if type(one) is not int or not 0 <= one < CLASSES:
                raise SettingsError("A label must be a digit from 0 to 9.")
        return torch.tensor(asked, device=device)


@lru_cache(maxsize=8)
def load(name: str = "digits", device: torch.device | str = "cpu") -> Gan:
    """Return a shipped GAN: "digits", or "conditional", which draws the digit it is asked for.

    Raises SettingsError for another name, WeightsError when the file is damaged.
    """
    if name not in NAMES:
        raise SettingsError(f"There is no GAN '{name}': choose one of {', '.join(NAMES)}.")
    tensors = weights.load(f"gan_{name}")
    forger, critic = make(name)
    plain = finished(forger)
    plain.load_state_dict(_part(tensors, "forger"))
    critic.load_state_dict(_part(tensors, "critic"))
    critic = critic.eval().requires_grad_(False).to(memory_format=torch.channels_last)
    slope, offset = tensors["calibration"].tolist()
    measured = weights.manifest()[f"gan_{name}"].metrics["directions"]
    directions = tuple(
        Direction(vector, **figures)
        for vector, figures in zip(tensors["directions"], measured, strict=True)
    )
    return Gan(name, plain.to(device), critic.to(device), (slope, offset), directions)


def sample(
    n: int,
    seed: int,
    truncation: float = 1.0,
    label: Label = None,
    device: torch.device | str = "cpu",
) -> Tensor:
    """Return n new digits [n,1,28,28], 0..1: any, or with a label those asked for.

    They are those of "conditional", which draws better than "digits"; without a label the digit is
    drawn by lot too. Raises SettingsError and WeightsError as `load` and `Gan.sample` do.
    """
    return load("conditional", device).sample(n, seed, truncation, label)


def discriminate(pictures: Tensor) -> Tensor:
    """Return the probability [N] that each of these pictures [N,1,28,28] is real.

    It is the critic of "digits" that judges; `Gan.discriminate` says what the number means. Raises
    ImageError and WeightsError.
    """
    return load("digits", pictures.device).discriminate(pictures)


def _weights(label: Tensor, count: int) -> Tensor:
    if label.shape != (count, CLASSES) or not label.is_floating_point():
        raise SettingsError(f"Weights of digits must be fractions in the shape [{count}, 10].")
    if not bool(label.isfinite().all()):
        raise SettingsError("Weights of digits must be finite.")
    return label


def _part(tensors: dict[str, Tensor], name: str) -> dict[str, Tensor]:
    return {
        key.removeprefix(f"{name}."): tensor
        for key, tensor in tensors.items()
        if key.startswith(f"{name}.")
    }
