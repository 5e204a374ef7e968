"""How a map came about: the shipped network's training, to be played."""

import io
from functools import lru_cache

import streamlit as st
from PIL import Image

from ui import autoencoder_scatter, encoding, permalinks, player

_KINDS = 10
_GAP = 12


def show(name: str) -> None:
    """Offer the story of "ae2" or "vae2", folded away."""
    box = permalinks.expander("How this map came about", key="story", icon=":material/movie:")
    if not box.open:
        return
    with box:
        player.player(bundle(name), key=f"story_{name}", fps=4)
        st.caption(
            "500 test digits, from the untrained network to the finished one; below them ten "
            "digits as they went in, and what came out at that moment."
        )


@lru_cache(maxsize=2)
def bundle(name: str) -> player.Bundle:
    """Return the moments of a map's training as frames."""
    from nnkit import autoencoder
    from nnkit.autoencoder import sheets

    story = autoencoder.load_story(name)
    width = 2 * _KINDS * story.cell
    with Image.open(io.BytesIO(story.sheet)) as file:
        sheet = file.convert("RGB")
    frames = []
    for moment, codes in enumerate(story.codes):
        across, up = sheets.ranges(codes)
        cloud = autoencoder_scatter.scatter(codes, story.labels, across, up, side=width)
        rows = [_row(sheet, 0, story.cell, width), _row(sheet, moment + 1, story.cell, width)]
        frames.append(autoencoder_scatter.below([cloud, *rows], gap=_GAP))
    return player.Bundle(
        kind="jpeg",
        width=frames[0].width,
        height=frames[0].height,
        pictures=[encoding.jpeg(frame) for frame in frames],
        figures={"step": list(story.steps), "error": list(story.errors)},
        alt="The codes of digits, first in a heap, then spreading into ten coloured regions.",
    )


def _row(sheet: Image.Image, row: int, cell: int, width: int) -> Image.Image:
    strip = sheet.crop((0, row * cell, _KINDS * cell, (row + 1) * cell))
    return strip.resize((width, width // _KINDS), Image.Resampling.NEAREST)
