"""A photo squeezed through a few numbers a patch, beside PCA and JPEG of the same size."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import display, player
from ui.autoencoder_pictures import decibels
from ui.display import data_url

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.autoencoder.patch_rivals import Squeezed
    from nnkit.autoencoder.patches import PatchFrame

SIZES = (256, 384, 512)
ALT = "The photo as the autoencoder draws it, sharper from step to step."
TITLES = {"autoencoder": "Autoencoder", "PCA": "PCA", "JPEG": "JPEG"}


@dataclass(frozen=True)
class Shot:
    """One frame made small for the way to the browser; `painter` knows the last one whole."""

    picture: bytes
    size: tuple[int, int]
    step: int
    psnr: float
    painter: "Painter" = field(repr=False, compare=False)


class Painter:
    """Turns frames into shots; compares the newest frame with its rivals, once."""

    def __init__(self, picture: "Tensor") -> None:
        """Take the picture [1, 3, H, W] that is squeezed."""
        self.picture = picture
        self.frame: PatchFrame | None = None
        self._rivals: tuple[Squeezed, ...] | None = None

    def encode(self, frame: "PatchFrame") -> Shot:
        """Paint one frame; with the last one the rivals are made as well, here and not later."""
        from nnkit import images

        self.frame, self._rivals = frame, None
        if frame.step == frame.total:
            self.rivals()
        height, width = frame.picture.shape[-2:]
        return Shot(images.to_jpeg(frame.picture), (width, height), frame.step, frame.psnr, self)

    def rivals(self) -> "tuple[Squeezed, ...]":
        """Return six rows: by the numbers' bytes alone, then with the decoder counted in."""
        from nnkit.autoencoder import patch_rivals

        if self._rivals is None:
            assert self.frame is not None
            self._rivals = patch_rivals.compare(self.picture, self.frame)
        return self._rivals


def show(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one shot while the job runs."""
    caption = f"Step {shot.step}, PSNR: {decibels(shot.psnr)}"
    place.image(data_url(shot.picture), alt=ALT, caption=caption, width="stretch")


def bundle(shots: Sequence[Shot]) -> player.Bundle:
    """Return the whole run for the player."""
    return player.bundle_of(shots, {"PSNR": [shot.psnr for shot in shots]}, alt=ALT)


def pictures(photo: "Tensor", rows: "Sequence[Squeezed]") -> None:
    """Show the photo [1, 3, H, W] and what each method makes of it."""
    first, *others = st.columns(1 + len(rows))
    with first:
        words = f"Your photo: {photo.numel():,} bytes as plain numbers"
        display.photo(photo, alt=words, caption=words)
    for place, row in zip(others, rows, strict=True):
        with place:
            words = f"{TITLES[row.name]}: {row.size:,} bytes, PSNR: {decibels(row.psnr)}"
            display.photo(row.picture, alt=words, caption=words)


def table(rows: "Sequence[Squeezed]", pixels: int) -> None:
    """Show all figures."""
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "method": TITLES[row.name],
                    "what is counted": "with the decoder" if row.counts_decoder else "numbers only",
                    "bytes": row.size,
                    "bits a pixel": round(8 * row.size / pixels, 3),
                    "PSNR": decibels(row.psnr),
                    "how": row.note,
                }
                for row in rows
            ]
        ),
        hide_index=True,
    )


def verdict(rows: "Sequence[Squeezed]") -> str:
    """Say plainly who wins, by both ways of counting."""
    lines = [
        f"- Counting {words}: {_ranking(chosen)}{_too_large(chosen)}."
        for words, counted in (("the numbers alone", False), ("the decoder as well", True))
        for chosen in [[row for row in rows if row.counts_decoder == counted]]
    ]
    return "\n".join(lines)


def _ranking(rows: "Sequence[Squeezed]") -> str:
    """Name the methods, the best first; those whose figures are written alike are equally good."""
    titles: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: -row.psnr):
        titles.setdefault(decibels(row.psnr), []).append(TITLES[row.name])
    (figure, best), *others = titles.items()
    if not others:
        return f"all three are equally good with {figure}"
    names = " and ".join(f"**{title}**" for title in best)
    words = f"{names} {'are equally good' if len(best) > 1 else 'is best'} with {figure}"
    rest = " and ".join(f"{title} ({figure})" for figure, more in others for title in more)
    return f"{words}, then {rest}"


def _too_large(rows: "Sequence[Squeezed]") -> str:
    least = min(row.size for row in rows if row.name == "autoencoder")
    jpeg = next(row for row in rows if row.name == "JPEG")
    return f"; JPEG could not go below {jpeg.size:,} bytes" if jpeg.size > least else ""
