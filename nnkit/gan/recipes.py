"""How the shipped GANs are made, and what is measured of them."""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.digits.dataset import DigitSet
from nnkit.gan import directions, evaluation, latents
from nnkit.gan.calibration import calibrate, verdicts
from nnkit.gan.evaluation import Reading
from nnkit.gan.forging import forge, forge_from, judge
from nnkit.gan.networks import Critic, Generator
from nnkit.gan.training import TrainingSettings

HELD_OUT, SPLIT_SEED = 5000, 0  # as for the networks that read digits
RECIPES = {
    "digits": TrainingSettings(),
    "conditional": TrainingSettings(epochs=13, last_penalty=0.02),
}
DESCRIPTIONS = {
    "digits": "A forger (generator) of digits and its critic (discriminator).",
    "conditional": "A forger that draws the digit it is asked for, and its critic.",
}
TEST_SEED = 12  # of the forgeries that are measured
TRUNCATIONS = (1.0, 0.85, 0.7, 0.5)
_SKETCHED, _COMPARED = 2000, 500  # forgeries measured after an epoch, and those for novelty


def progress(forger: Generator, real: Reading, known: DigitSet) -> dict[str, float]:
    """Return the figures of an epoch.

    real: a reading of digits from which the GAN does not learn. known: those it learns from.
    """
    forgeries, labels = forge(forger, _SKETCHED, seed=0)
    seen = evaluation.read(forgeries)
    precision, recall = evaluation.precision_recall(real.features[:_SKETCHED], seen.features)
    figures = {
        "frechet": evaluation.frechet(real.features, seen.features),
        "precision": precision,
        "recall": recall,
        "rarest": min(seen.shares),
        "commonest": max(seen.shares),
        "unreadable": seen.unreadable,
        "doubtful": seen.doubtful,
        "novelty": evaluation.novelty(forgeries[:_COMPARED], known),
    }
    return figures if labels is None else figures | {"obeyed": seen.obeyed(labels)}


def measure(
    forger: Generator, critic: Critic, known: DigitSet, validation: DigitSet, test: DigitSet
) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """Return what the manifest says of a finished pair, and the tensors that go with it.

    The calibration comes from the validation digits; the figures, rounded, from the test digits and
    as many forgeries. Beside them stand those of other pictures, to compare with.
    """
    images = test.images()
    real = evaluation.read(images)
    # Spread evenly: the first half of MNIST's test digits is neater than the second.
    some = evaluation.read(images[:: max(1, len(test) // _SKETCHED)])
    forgeries, labels = forge(forger, len(test), TEST_SEED)
    slope, offset = calibrate(forger, critic, validation)
    asked = test.labels if forger.labels else None
    logits = torch.cat([judge(critic, images, asked), judge(critic, forgeries, labels)])
    found = directions.principal(forger, directions.COUNT)
    main = [directions.measure(forger, *pair) for pair in zip(*found, strict=True)]
    figures = {
        "test_digits": len(test),
        **quality(forgeries, real, known, labels),
        "beside": {
            name: quality(pictures, real, known)
            for name, pictures in yardsticks(known, len(test)).items()
        },
        "of_test_digits": {
            "unreadable": round(real.unreadable, 4),
            "doubtful": round(real.doubtful, 4),
            "novelty": round(evaluation.novelty(images[:_COMPARED], known), 4),
        },
        "truncated": {str(share): truncated(forger, share, some) for share in TRUNCATIONS},
        "critic": verdicts(logits * slope + offset, len(test)),
        "directions": [one.figures() for one in main],
    }
    if labels is not None:
        drawn = latents.draw(len(test), TEST_SEED)
        digits = latents.digits_of(drawn)
        figures["unasked"] = quality(forge_from(forger, drawn, digits), real, known, digits)
    vectors = torch.stack([one.vector for one in main])
    return figures, {"calibration": torch.tensor([slope, offset]), "directions": vectors}


def quality(
    pictures: Tensor, real: Reading, known: DigitSet, labels: Tensor | None = None
) -> dict[str, Any]:
    """Return rounded figures of pictures [N,1,28,28] beside a reading of real digits."""
    seen = evaluation.read(pictures)
    precision, recall = evaluation.precision_recall(real.features, seen.features)
    figures = {
        "frechet": round(evaluation.frechet(real.features, seen.features), 3),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "digits": [round(share, 4) for share in seen.shares],
        "unreadable": round(seen.unreadable, 4),
        "doubtful": round(seen.doubtful, 4),
        "novelty": round(evaluation.novelty(pictures[:_COMPARED], known), 4),
    }
    return figures if labels is None else figures | {"obeyed": round(seen.obeyed(labels), 4)}


def truncated(forger: Generator, truncation: float, real: Reading) -> dict[str, float]:
    """Return what is lost and gained by drawing latents nearer to the middle.

    real: a reading of about as many real digits as there are forgeries, 2,000.
    """
    pictures, _ = forge(forger, _SKETCHED, TEST_SEED, truncation)
    seen = evaluation.read(pictures)
    precision, recall = evaluation.precision_recall(real.features, seen.features)
    return {
        "frechet": round(evaluation.frechet(real.features, seen.features), 3),
        "unreadable": round(seen.unreadable, 4),
        "doubtful": round(seen.doubtful, 4),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
    }


def yardsticks(known: DigitSet, count: int) -> dict[str, Tensor]:
    """Return pictures [N,1,28,28] whose figures help to read others: real, blurred, noise."""
    generator = torch.Generator().manual_seed(TEST_SEED)
    some = known.images(torch.randperm(len(known), generator=generator)[:count])
    line = torch.tensor([1.0, 2.0, 1.0]) / 4
    blurred = functional.conv2d(some, torch.outer(line, line)[None, None], padding=1)
    noise = torch.rand(some.shape, generator=generator)
    return {"training digits": some, "training digits, blurred": blurred, "noise": noise}
