"""Where the visitor stands on the map of two numbers, in the visit and in the link."""

from typing import TYPE_CHECKING, cast

import streamlit as st

from ui import latent_map, lens

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.autoencoder import LatentMap
    from ui.latent_map import Beneath, Point

TITLES = {"ae2": "Autoencoder", "vae2": "Variational autoencoder"}
WORDS = {
    "ae2": (
        "Nobody told this network how to use its two numbers, and it spread the digits as it "
        "liked. In the gaps, where no digit lies, **one drawing in six** is none, says the "
        "judge of *Spot the odd one*. Can you find one?"
    ),
    "vae2": (
        "This network had to draw every digit from a *slightly shaken* code, and to keep all codes "
        "around the middle. Its map has gaps too, most of them at the rim. But neighbours look "
        "more alike, and where no digit lies only about **one drawing in forty** is none, says the "
        "judge of *Spot the odd one*."
    ),
}
CODES, SHEET = "Where real digits lie", "What is drawn there"
BENEATH: "dict[str, Beneath]" = {CODES: "codes", SHEET: "sheet"}
BELOW = {
    CODES: (
        "Below lie 2,000 digits that the network has never learned from, nearly all of them on "
        "this sheet, each where the encoder put it."
    ),
    SHEET: "Below lies what the decoder draws, all over the map.",
}


def source(plane: "LatentMap") -> str:
    """Send the sheet of drawn digits to the browser, once; return its id."""
    return lens.picture_source(plane.sheet, key=f"sheet_{plane.name}")


def point(plane: "LatentMap") -> "Point":
    """Return the code on which the visitor stands: from the visit, the link, or the middle."""
    kept = cast("Point | None", st.session_state.get(_key(plane)))
    if kept is None:
        kept = _read(st.query_params.get(_link(plane), ""), plane) or _middle(plane)
        st.session_state[_key(plane)] = kept
    return kept


def show(plane: "LatentMap", source_id: str, beneath: str, own: "Tensor | None") -> None:
    """Show the map; own: the code [1, 2] of the visitor's digit."""
    first, second = point(plane)
    mark = None if own is None else (own[0, 0].item(), own[0, 1].item())
    latent_map.show(
        plane,
        source_id,
        (first, second),
        key=f"map_{plane.name}",
        alt=f"The map of {TITLES[plane.name].lower()}'s two numbers, Y0 across and Y1 up",
        own=mark,
        beneath=BENEATH[beneath],
        on_point_change=lambda: _take_over(plane),
    )


def sentence(words: str, own: "Tensor") -> str:
    """Say where the visitor's digit lies; own: its code [1, 2]."""
    first, second = (f"{number:.2f}".replace("-", "−") for number in own[0].tolist())
    return (
        f"The ring marked *yours* is {words}: the encoder turned it into Y0 = **{first}** and "
        f"Y1 = **{second}**. Change it and watch the ring wander."
    )


def code(plane: "LatentMap") -> tuple[str, ...]:
    """Return the Python that draws the digit at the point."""
    first, second = point(plane)
    return (
        f"codes = torch.tensor([[{first:.4f}, {second:.4f}]])",
        f'result = autoencoder.decode(codes, "{plane.name}")',
    )


def _take_over(plane: "LatentMap") -> None:
    found = latent_map.moved(f"map_{plane.name}", plane)
    if found is not None:
        st.session_state[_key(plane)] = found
        st.query_params[_link(plane)] = "_".join(f"{number:.3f}" for number in found)


def _key(plane: "LatentMap") -> str:
    return f"_point_{plane.name}"


def _link(plane: "LatentMap") -> str:
    return f"at_{plane.name}"  # each map's own: a place on one says nothing on the other


def _middle(plane: "LatentMap") -> "Point":
    first, second = plane.codes.median(0).values.tolist()
    return first, second


def _read(text: str, plane: "LatentMap") -> "Point | None":
    try:
        first, second = (float(part) for part in text.split("_"))
    except ValueError:
        return None
    return latent_map.within(plane, (first, second))
