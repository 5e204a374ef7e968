"""An autoencoder, a variational one and PCA side by side, with as many numbers each."""

from typing import TYPE_CHECKING

import streamlit as st

from ui import autoencoder_pictures
from ui.autoencoder_pictures import Shown

if TYPE_CHECKING:
    from torch import Tensor

BOTTLENECKS = (2, 8, 32)


def names(count: int) -> dict[str, str]:
    """Return the shipped models with so many numbers, by the titles that they are shown under."""
    return {"Autoencoder": f"ae{count}", "Variational": f"vae{count}", "PCA": f"pca{count}"}


def errors(image: "Tensor", count: int) -> dict[str, float]:
    """Return each model's mean squared error of a pixel for a digit [1, 1, 28, 28]."""
    from nnkit import autoencoder
    from nnkit.autoencoder import evaluation

    return {
        title: evaluation.squared_error(image, autoencoder.reconstruct(image, name)).item()
        for title, name in names(count).items()
    }


def usual(count: int, figure: str) -> dict[str, float]:
    """Return a figure of each model over MNIST's 10,000 test digits, as the manifest has it.

    figure: "mse", the mean error, or "read_right", the share still read as the right digit.
    """
    from nnkit import weights

    entries = weights.manifest()
    return {
        title: float(
            entries["autoencoder_pca"].metrics[name][figure]
            if name.startswith("pca")
            else entries[f"autoencoder_{name}"].metrics[figure]
        )
        for title, name in names(count).items()
    }


def show(image: "Tensor", count: int) -> None:
    """Show what comes back from each of them, and how wrong it is."""
    from nnkit import autoencoder

    found = errors(image, count)
    shown = [Shown(image, "Went in", "784 numbers")]
    shown += [
        Shown(autoencoder.reconstruct(image, name), title, f"error {found[title]:.4f}")
        for title, name in names(count).items()
    ]
    autoencoder_pictures.row(shown)
    st.markdown(sentence(count))


def sentence(count: int) -> str:
    """Say how the models compare over all test digits."""
    mean, right = usual(count, "mse"), usual(count, "read_right")
    listed = ", ".join(f"{title} **{error:.4f}**" for title, error in mean.items())
    read = ", ".join(f"{title} **{share:.0%}**" for title, share in right.items())
    share = mean["Autoencoder"] / mean["PCA"]
    return (
        f"Over 10,000 digits that none of them has learned from: {listed} (mean squared error of "
        f"a pixel, 0 is perfect). With {count} numbers the autoencoder's error is {share:.2f} "
        f"times PCA's. **Still read as the right digit**, by *Digit Drawing*'s network: {read}."
    )
