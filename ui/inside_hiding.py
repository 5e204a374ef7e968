"""A second test of a saliency map: blur away what it points at, and see whether the class goes."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ui import inside_look
from ui import picture as tray_picture

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.vision.hiding import HidingCurve

_KEPT = 48  # curves of a visit
_CLEAR = 0.85  # what is not below this share of its best rival's area is not clearly better
_UNSURE = 0.05  # a class that is less likely at the start has nothing to lose
_QUICK = "efficientnet_lite"  # what these networks do in a blink takes others many seconds
_MAP, _CONTROL, _DISC = "this map", "without learning", "a disc in the middle"


def show(found: "Tensor", control: "Tensor", title: str, label: int, name: str) -> None:
    """Show how the class fades as the map's strongest places are blurred away, beside two rivals.

    control: the map of a network that never learned. name: the class in words.
    """
    from nnkit.vision import hiding

    if not inside_look.network().name.startswith(_QUICK):
        return
    maps = {_MAP: found, _CONTROL: control, _DISC: hiding.disc(*found.shape)}
    if not control.any():
        del maps[_CONTROL]  # an empty map puts no place before another
    curves = {rival: _curve(each, f"{title}: {rival}", label) for rival, each in maps.items()}
    st.markdown(
        "**A second test.** Blur the picture away bit by bit, the places that the map calls "
        f"strongest first. If they make the network say *{name}*, the answer must go soon. Hiding "
        "*anything* disturbs a network, so the map has two rivals: the one without learning, and "
        "a plain disc in the middle, where photographers put what matters."
    )
    _chart(curves)
    st.markdown(verdict(title, name, curves))


def verdict(title: str, name: str, curves: "dict[str, HidingCurve]") -> str:
    """Say whether the map is clearly better than both rivals; the first curve is its own."""
    own, *_ = curves.values()
    whole = own.probabilities[0]
    if whole < _UNSURE:
        return f"**No verdict**: the network hardly says *{name}* at all, there is nothing to lose."
    rival = min(list(curves)[1:], key=lambda each: curves[each].area)
    certainties = ", ".join(f"{each} {curve.area:.0%}" for each, curve in curves.items())
    words = f"Mean certainty on the way: {certainties}. "
    if own.area < _CLEAR * curves[rival].area:
        words += f"Its rivals are beaten: what {title} points at **does carry the answer**."
    else:
        words += f"This map is **not clearly better** than *{rival}*: it explains little here."
    if max(own.probabilities) > 1.1 * whole:
        words += " (On the way the network gets surer for a while: what spoke against it goes too.)"
    return words


def _curve(found: "Tensor", name: str, label: int) -> "HidingCurve":
    """Return a map's curve, kept for this visit."""
    from nnkit.vision import hiding

    network, shown = inside_look.network(), tray_picture.current().title
    known: dict[tuple[str, str, int, str], HidingCurve]
    known = st.session_state.setdefault("_hiding", {})
    key = (network.name, shown, label, name)
    if key not in known:
        known[key] = hiding.hide(network, inside_look.seen(), found, label)
    while len(known) > _KEPT:
        del known[next(iter(known))]
    return known[key]


def _chart(curves: "dict[str, HidingCurve]") -> None:
    import altair

    rows = [
        {"map": rival, "hidden": share, "sure": probability}
        for rival, curve in curves.items()
        for share, probability in zip(curve.shares, curve.probabilities, strict=True)
    ]
    st.altair_chart(
        altair.Chart(pd.DataFrame(rows))
        .mark_line(strokeWidth=3, point=True)
        .encode(
            x=altair.X("hidden", title="blurred away", axis=altair.Axis(format="%")),
            y=altair.Y("sure", title="how sure", axis=altair.Axis(format="%")),
            color=altair.Color("map", title=None, sort=list(curves),
                               legend=altair.Legend(orient="top", columns=2)),
            strokeDash=altair.StrokeDash("map", sort=list(curves), legend=None),
            tooltip=["map", altair.Tooltip("hidden", format=".0%"),
                     altair.Tooltip("sure", format=".1%")],
        )
        .properties(
            height=300,
            description="How sure the network stays while more and more of the picture is blurred.",
        ),
        width="stretch",
    )  # fmt: skip
