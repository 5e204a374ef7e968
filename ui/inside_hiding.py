"""A second test of a saliency map: blur away what it points at, and see whether the class goes."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ui import inside_look
from ui import picture as tray_picture

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.vision.hiding import HidingCurve

_KEPT = 48  # pairs of curves of a visit
_CLEAR = 0.15  # a smaller gain over the yardstick, in shares of its area, says nothing
_MAP, _MOVED = "this map", "the same, moved"


def show(found: "Tensor", title: str, label: int, name: str) -> None:
    """Show how the class fades as the map's strongest places are blurred away."""
    curve, moved = _curves(found, title, label)
    st.markdown(
        "**A second test.** Blur the picture away bit by bit, the places that this map calls "
        f"strongest first. If they make the network say *{name}*, the answer must go soon: sooner "
        "than with **the same map moved elsewhere**, which hides as much in the same pattern, but "
        "in wrong places (the mean of four)."
    )
    _chart(curve, moved)
    st.markdown(_verdict(title, curve, moved))


def _verdict(title: str, curve: "HidingCurve", moved: "HidingCurve") -> str:
    measured = f"**Mean certainty {curve.area:.0%}**, elsewhere {moved.area:.0%}. "
    if curve.area < (1 - _CLEAR) * moved.area:
        return measured + f"What {title} points at does carry the answer: **it passes here.**"
    if curve.area > (1 + _CLEAR) * moved.area:
        return (
            measured + f"What {title} points at matters *less* than elsewhere: **it fails here.**"
        )
    return measured + (
        "**No verdict**: the same map anywhere else does as much harm. (Fine specks hide a picture "
        "like a sieve: the network loses its way wherever they lie.)"
    )


def _curves(found: "Tensor", title: str, label: int) -> "tuple[HidingCurve, HidingCurve]":
    """Return the map's curve and that of the map moved elsewhere, both kept for this visit."""
    from nnkit.vision import hiding

    network, seen, shown = inside_look.network(), inside_look.seen(), tray_picture.current().title
    known = st.session_state.setdefault("_hiding", {})

    def of(name: str, *maps: "Tensor") -> "HidingCurve":
        key = (network.name, shown, label, name)
        if key not in known:
            known[key] = hiding.mean([hiding.hide(network, seen, each, label) for each in maps])
        return known[key]  # type: ignore[no-any-return]

    curves = of(title, found), of(f"{title}, moved", *hiding.elsewhere(found))
    while len(known) > _KEPT:
        del known[next(iter(known))]
    return curves


def _chart(curve: "HidingCurve", moved: "HidingCurve") -> None:
    import altair

    rows = [
        {"order": order, "hidden": share, "sure": probability}
        for order, line in ((_MAP, curve), (_MOVED, moved))
        for share, probability in zip(line.shares, line.probabilities, strict=True)
    ]
    st.altair_chart(
        altair.Chart(pd.DataFrame(rows))
        .mark_line(strokeWidth=3, point=True)
        .encode(
            x=altair.X("hidden", title="blurred away", axis=altair.Axis(format="%")),
            y=altair.Y("sure", title="how sure", axis=altair.Axis(format="%")),
            color=altair.Color("order", title=None, sort=[_MAP, _MOVED],
                               legend=altair.Legend(orient="top", labelLimit=300)),
            strokeDash=altair.StrokeDash("order", sort=[_MAP, _MOVED], legend=None),
            tooltip=["order", altair.Tooltip("hidden", format=".0%"),
                     altair.Tooltip("sure", format=".1%")],
        )
        .properties(
            height=240,
            description="How sure the network stays while more and more of the picture is blurred.",
        ),
        width="stretch",
    )  # fmt: skip
