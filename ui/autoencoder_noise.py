"""A digit in noise, cleaned by the denoising autoencoder and by a classical method."""

from typing import TYPE_CHECKING

from ui import autoencoder_pictures
from ui.autoencoder_pictures import Shown

if TYPE_CHECKING:
    from torch import Tensor


def cleaned(image: "Tensor", sigma: float, seed: int) -> "dict[str, Tensor]":
    """Return the noisy digit and what each method makes of it, by their titles."""
    from nnkit import autoencoder, noise

    noisy = noise.gaussian(image, sigma, seed)
    return {
        "With noise": noisy,
        "Autoencoder": autoencoder.denoise(noisy),
        "Classical": autoencoder.non_local_means(noisy, sigma),
    }


def decibels(image: "Tensor", found: "dict[str, Tensor]") -> dict[str, float]:
    """Return each picture's PSNR in decibels against the clean digit."""
    from nnkit.autoencoder import evaluation

    return {title: evaluation.psnr(image, each).item() for title, each in found.items()}


def show(image: "Tensor", found: "dict[str, Tensor]") -> None:
    """Show the clean digit and the others, each with its PSNR."""
    measured = decibels(image, found)
    shown = [Shown(image, "Clean", "never shown to them")]
    shown += [
        Shown(each, title, f"PSNR: {autoencoder_pictures.decibels(measured[title])}")
        for title, each in found.items()
    ]
    autoencoder_pictures.row(shown)


def verdict(image: "Tensor", found: "dict[str, Tensor]") -> str:
    """Say what the network gained or spoiled."""
    measured = decibels(image, found)
    gain = measured["Autoencoder"] - measured["With noise"]
    if measured["With noise"] == float("inf"):
        return "Without noise there is nothing to gain: the network can only spoil a clean digit."
    word = "better" if gain >= 0 else "worse"
    return f"The autoencoder made it **{abs(gain):.1f} dB {word}**."


def measured() -> str:
    """Say how both did on 500 test digits, as the manifest has it."""
    from nnkit import weights

    figures = weights.manifest()["autoencoder_denoiser"].metrics["denoising"]
    return (
        f"On {figures['digits']} unseen digits with noise of {figures['sigma']}: "
        f"{figures['psnr_noisy']:.1f} dB before, **{figures['psnr_denoised']:.1f} dB** after the "
        f"autoencoder, {figures['psnr_non_local_means']:.1f} dB after non-local means."
    )
