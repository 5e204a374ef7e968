"""The story of the real training: what the forger drew from the same latents, again and again.

One small file holds a sheet of pictures, a row for each moment and a column for each latent, and
the numbers that go with it.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from nnkit import weights
from nnkit.errors import SettingsError
from nnkit.gan.evaluation import Reading, frechet, read
from nnkit.gan.forging import forge
from nnkit.gan.networks import LATENTS, NAMES, SIDE
from nnkit.gan.training import TrainingFrame

COUNT = 36  # latents that are followed
_SEED = 7
_SKETCHED = 1000  # forgeries from which the Fréchet distance of a moment is measured
_NUMBERS = ("epoch", "forger_loss", "critic_loss", "real_score", "forged_score", "frechet")


@dataclass(frozen=True, eq=False)
class Moment:
    """The game after `step` of `total` steps, each with one batch of real digits.

    forgeries: [36,1,28,28], 0..1, from the same latents at every moment. scores: [36], the critic's
    raw probability at that moment that each is real. The losses, and the critic's scores for real
    digits and all forgeries, are means over the steps since the moment before. frechet: distance of
    the forgeries from real digits, see `evaluation.frechet`.
    """

    step: int
    total: int
    epoch: float
    forgeries: Tensor
    scores: Tensor
    forger_loss: float
    critic_loss: float
    real_score: float
    forged_score: float
    frechet: float


@dataclass(frozen=True, eq=False)
class Story:
    """All moments, the untrained networks first.

    sprite: all forgeries as one WebP file, a row for each moment and a column for each latent of
    `followed`, 28 pixels each.
    """

    moments: tuple[Moment, ...]
    sprite: bytes = field(repr=False)


def followed(labels: int) -> tuple[Tensor, Tensor | None]:
    """Return the latents [36,100] of the story and, for a forger of `labels`, digits in turn."""
    drawn = torch.randn(COUNT, LATENTS, generator=torch.Generator().manual_seed(_SEED))
    return drawn, torch.arange(COUNT) % labels if labels else None


@lru_cache(maxsize=2)
def load_story(name: str = "digits") -> Story:
    """Return how the shipped GAN "digits" or "conditional" was trained.

    Raises SettingsError for another name, WeightsError when the file is damaged.
    """
    if name not in NAMES:
        raise SettingsError(f"There is no GAN '{name}': choose one of {', '.join(NAMES)}.")
    return unpack(weights.load(f"gan_{name}_story"))


def moment(frame: TrainingFrame, real: Reading) -> Moment:
    """Return what the story keeps of a frame; `real` is a reading of real digits."""
    sketches, _ = forge(frame.forger, _SKETCHED, seed=0)
    drawn, labels = followed(frame.forger.labels)
    with torch.inference_mode():
        forgeries = frame.forger(drawn, labels)
        scores = frame.critic(forgeries, labels).sigmoid()
    return Moment(
        step=frame.step,
        total=frame.total,
        epoch=frame.epoch,
        forgeries=forgeries.clone(),
        scores=scores.clone(),
        forger_loss=frame.forger_loss,
        critic_loss=frame.critic_loss,
        real_score=frame.real_score,
        forged_score=frame.forged_score,
        frechet=frechet(real.features, read(sketches).features),
    )


def pack(told: Sequence[Moment]) -> dict[str, Tensor]:
    """Return the moments as tensors, the pictures as one lossless WebP file of 8 bits a pixel."""
    pictures = torch.stack([one.forgeries[:, 0] for one in told])  # [moments, 36, 28, 28]
    rows = (pictures * 255).round().to(torch.uint8).permute(0, 2, 1, 3).flatten(2).flatten(0, 1)
    file = io.BytesIO()
    Image.fromarray(rows.numpy()).save(file, "WEBP", lossless=True, method=6)
    numbers = [[getattr(one, name) for name in _NUMBERS] for one in told]
    return {
        "sheet": torch.frombuffer(bytearray(file.getvalue()), dtype=torch.uint8),
        "steps": torch.tensor([[one.step, one.total] for one in told]),
        "numbers": torch.tensor(numbers, dtype=torch.float32),
        "scores": torch.stack([one.scores for one in told]),
    }


def unpack(tensors: dict[str, Tensor]) -> Story:
    """Return the story that `pack` wrote."""
    sprite = tensors["sheet"].numpy().tobytes()
    with Image.open(io.BytesIO(sprite)) as image:
        sheet = torch.from_numpy(np.array(image.convert("L"))).float() / 255
    rows, columns = sheet.shape[0] // SIDE, sheet.shape[1] // SIDE
    pictures = sheet.reshape(rows, SIDE, columns, SIDE).permute(0, 2, 1, 3)
    told = []
    for place, forgeries in enumerate(pictures):
        step, total = tensors["steps"][place].tolist()
        numbers = dict(zip(_NUMBERS, tensors["numbers"][place].tolist(), strict=True))
        told.append(
            Moment(
                step=step,
                total=total,
                forgeries=forgeries[:, None].clone(),
                scores=tensors["scores"][place],
                **numbers,
            )
        )
    return Story(tuple(told), sprite)
