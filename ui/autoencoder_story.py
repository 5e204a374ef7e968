"""How a shipped network came about: its training, to be played."""

import io
from functools import lru_cache

import streamlit as st
from PIL import Image

from nnkit.autoencoder.latent_map import MAPPED
from ui import autoencoder_scatter, encoding, permalinks, player

_KINDS = 10
_GAP = 12


def show(name: str) -> None:
    """Offer a network's story, folded away: with its map, where it has one."""
    mapped = name in MAPPED
    label = "How this map came about" if mapped else "How it learned"
    box = permalinks.expander(label, key="story", icon=":material/movie:")
    if not box.open:
        return
    with box:
        player.player(bundle(name), key=f"story_{name}", fps=4)
        st.caption(
            "500 test digits, from the untrained network to the finished one; below them what came "
            "out at that moment for a 0, a 1 and so on."
            if mapped
            else "The error on digits held out, from the untrained network to the finished one."
        )


@lru_cache(maxsize=8)
def bundle(name: str) -> player.Bundle:
    """Return the moments of a network's training as frames."""
    from nnkit import autoencoder
    from nnkit.autoencoder import sheets

    story = autoencoder.load_story(name)
    figures: dict[str, list[float]] = {"step": list(story.steps), "error": list(story.errors)}
    if story.sheet is None or story.codes is None or story.labels is None:
        alt = "The error falls, first quickly, then ever more slowly."
        return player.Bundle("jpeg", 0, 0, figures=figures, alt=alt)
    width = 2 * _KINDS * story.cell
    with Image.open(io.BytesIO(story.sheet)) as file:
        sheet = file.convert("RGB")
    frames = []
    for moment, codes in enumerate(story.codes):
        across, up = sheets.ranges(codes)
        cloud = autoencoder_scatter.scatter(codes, story.labels, across, up, side=width)
        row = _row(sheet, moment, story.cell, width)
        frames.append(autoencoder_scatter.below([cloud, row], gap=_GAP))
    return player.Bundle(
        kind="jpeg",
        width=frames[0].width,
        height=frames[0].height,
        pictures=[encoding.jpeg(frame) for frame in frames],
        figures=figures,
        alt="The codes of digits, first in a heap, then spreading into ten coloured regions.",
    )


def _row(sheet: Image.Image, row: int, cell: int, width: int) -> Image.Image:
    strip = sheet.crop((0, row * cell, _KINDS * cell, (row + 1) * cell))
    return strip.resize((width, width // _KINDS), Image.Resampling.NEAREST)
