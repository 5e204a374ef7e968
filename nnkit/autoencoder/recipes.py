"""How the shipped autoencoders are made, and what is measured of them."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from nnkit import noise
from nnkit.autoencoder import anomaly, denoising, evaluation
from nnkit.autoencoder.coder import Autoencoder
from nnkit.autoencoder.models import ConvolutionalAutoencoder
from nnkit.autoencoder.pca import PrincipalComponents
from nnkit.autoencoder.training import TrainingSettings
from nnkit.digits import recognition
from nnkit.digits.dataset import DigitSet
from nnkit.ranking import auroc

RECIPES = {
    "ae2": TrainingSettings(epochs=10, learning_rate=3e-3),
    "ae8": TrainingSettings(epochs=6, learning_rate=3e-3),
    "ae32": TrainingSettings(epochs=6, learning_rate=3e-3),
    "vae2": TrainingSettings(epochs=10, learning_rate=2e-3),
    "vae8": TrainingSettings(epochs=6, learning_rate=3e-3),
    "vae32": TrainingSettings(epochs=6, learning_rate=3e-3),
    "denoiser": TrainingSettings(epochs=6, learning_rate=3e-3, noise=0.8),
}
DESCRIPTIONS = {
    "ae2": "A digit through 2 numbers and back: a convolutional autoencoder.",
    "ae8": "A digit through 8 numbers and back: a convolutional autoencoder.",
    "ae32": "A digit through 32 numbers and back: a convolutional autoencoder.",
    "vae2": "A digit through 2 numbers and back: a variational autoencoder.",
    "vae8": "A digit through 8 numbers and back: a variational autoencoder.",
    "vae32": "A digit through 32 numbers and back: a variational autoencoder.",
    "denoiser": "A noisy digit through 64 numbers to a clean one: a denoising autoencoder.",
}
SIGMA = 0.5  # of the noise that denoisers are compared on
COMPARED = 500  # digits on which non-local means is tried: it takes its time


def measure(model: Autoencoder, test: DigitSet) -> dict[str, Any]:
    """Return what the manifest says of an autoencoder, or of PCA, on the test digits.

    read_right: the share of the digits that the shipped digit reader still reads as what they are.
    """
    pictures = test.images()
    returned = model.reconstruct(pictures)
    errors = evaluation.squared_error(pictures, returned).double()
    read = recognition.load("cnn").logits(returned).argmax(1)
    figures: dict[str, Any] = {
        "test_digits": len(test),
        "code": model.code,
        "mse": round(errors.mean().item(), 6),
        "mse_of_each_digit": [
            round(errors[test.labels == kind].mean().item(), 6) for kind in range(10)
        ],
        "read_right": _share(read == test.labels),
    }
    module = model.module
    if isinstance(module, PrincipalComponents):
        rows = pictures.flatten(1)
        uncut = (module.restore(module.project(rows)) - rows).square().mean().item()
        figures["mse_uncut"] = round(uncut, 6)  # as scikit-learn gives it: beyond black and white
    if isinstance(module, ConvolutionalAutoencoder) and module.shape.variational:
        figures |= _elbo(module, pictures)
    return figures


def measure_denoising(model: Autoencoder, test: DigitSet) -> dict[str, float]:
    """Return mean PSNRs in decibels of the first test digits with noise of 0.5, before and after.

    The noise is added, then cut to black and white, as a picture must be.
    """
    clean = test.images(slice(0, COMPARED))
    noisy = noise.gaussian(clean, SIGMA, seed=0)
    means = denoising.non_local_means(noisy, SIGMA)
    return {
        "sigma": SIGMA,
        "digits": len(clean),
        "psnr_noisy": _mean_psnr(clean, noisy),
        "psnr_denoised": _mean_psnr(clean, model.reconstruct(noisy)),
        "psnr_non_local_means": _mean_psnr(clean, means),
    }


def _mean_psnr(clean: Tensor, found: Tensor) -> float:
    return round(evaluation.psnr(clean, found).mean().item(), 3)


def _elbo(module: ConvolutionalAutoencoder, pictures: Tensor) -> dict[str, float]:
    """Return the divergence, and the negative ELBO with one code drawn for each digit, in nats."""
    generator = torch.Generator().manual_seed(0)
    divergences, misfits = [], []
    with torch.no_grad():
        for part in torch.split(pictures, 500):
            means, log_variances = module.posterior(part)
            divergences.append(evaluation.kl_divergence(means, log_variances))
            chance = torch.randn(means.shape, generator=generator)
            logits = module.logits(means + (log_variances / 2).exp() * chance)
            misfits.append(evaluation.misfit(logits, part))
    divergence = torch.cat(divergences).double().mean().item()
    misfit = torch.cat(misfits).double().mean().item()
    return {"divergence": round(divergence, 3), "negative_elbo": round(misfit + divergence, 3)}


def measure_anomaly(
    model: Autoencoder, known: dict[str, Tensor], test: DigitSet
) -> dict[str, float]:
    """Return how well the score tells test digits from letters, other doodles and noise (AUROC).

    odd: the share of each that is over the threshold. auroc: from all three together.
    """
    digits = anomaly.judged(model, test.images(), known)
    figures = {"threshold": round(digits.threshold, 4), "digits_odd": _share(digits.is_odd)}
    scores = []
    for kind, pictures in strangers().items():
        found = anomaly.judged(model, pictures, known)
        figures[f"auroc_{kind}"] = round(auroc(digits.score, found.score), 4)
        figures[f"{kind}_odd"] = _share(found.is_odd)
        scores.append(found.score)
    figures["auroc"] = round(auroc(digits.score, torch.cat(scores)), 4)
    return figures


def strangers(count: int = 1000, seed: int = 50) -> dict[str, Tensor]:
    """Return pictures [count,1,28,28] that are no digits: letters, all doodles, and noise.

    Half of the letters are drawn, half printed. Half of the noise is grains of all sizes, prepared
    as drawings are; the other half is grey pixels at random.
    """
    from nnkit.digits.doodles import FAMILIES, doodles  # not needed where networks are only used

    def drawn(families: Sequence[str], wanted: int = count) -> Tensor:
        return doodles(wanted, seed, families)[:, None].float() / 255

    grains = drawn(["noise"], count // 2)
    generator = torch.Generator().manual_seed(seed)
    grey = torch.rand(count - count // 2, *grains.shape[1:], generator=generator)
    return {
        "letters": drawn(["letter", "printed letter"]),
        "doodles": drawn(sorted(FAMILIES)),
        "noise": torch.cat([grains, grey]),
    }


def _share(found: Tensor) -> float:
    return round(found.double().mean().item(), 4)
