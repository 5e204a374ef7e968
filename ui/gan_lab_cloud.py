"""Which real points the forger shall imitate: a ready-made cloud, or one that the visitor draws."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import streamlit as st

from nnkit.errors import NnkitError
from ui import permalinks, point_pad
from ui.guard import plain

if TYPE_CHECKING:
    from typing import TypeAlias

    from nnkit.gan.lab import Cloud, CloudSettings, Preset

    Origin: TypeAlias = "CloudSettings | Drawn"

DRAWN = "Draw your own"
POINTS, SEED = "lab_points", "lab_seed"  # keys of controls
_PAD, _LINK, _MADE = "lab_pad", "lab_drawn", "_gan_lab_cloud"
_REACH = 1.0
_CLASSES = 1  # all of them are real


def _arc(count: int, first: float, last: float) -> list[tuple[float, float, int]]:
    angles = (math.radians(first + (last - first) * at / (count - 1)) for at in range(count))
    return [(round(0.7 * math.cos(one), 2), round(0.7 * math.sin(one), 2), 0) for one in angles]


# A smile, so that there is something to change.
_BEGIN: point_pad.Drawing = ((-0.3, 0.4, 0), (0.3, 0.4, 0), *_arc(13, 205, 335))


@dataclass(frozen=True)
class Drawn:
    """Points drawn on the page; see `nnkit.gan.lab.drawn`."""

    points: tuple[tuple[float, float], ...]
    seed: int


def choose(begin: "Preset") -> "Origin":
    """Ask for the cloud and, with it, for the seed."""
    from nnkit.gan.lab import KINDS, CloudSettings

    kinds = {KINDS[key].title: key for key in KINDS}
    title = permalinks.selectbox("Real points", [*kinds, DRAWN], key=POINTS,
                                 default=KINDS[begin.cloud.kind].title)  # fmt: skip
    st.caption(KINDS[kinds[title]].sentence if title in kinds else "Below: the pad is yours.")
    seed = int(permalinks.slider("Seed", 0, 50, begin.settings.seed, key=SEED,
                                 help="Another number: other points, weights, noise."))  # fmt: skip
    if title == DRAWN:
        return Drawn((), seed)
    return CloudSettings(kinds[title], begin.cloud.points, seed)


def draw(origin: "Origin", usual: "CloudSettings") -> "Origin":
    """Show the pad where points are to be drawn; return the origin, or the last that was usable."""
    if not isinstance(origin, Drawn):
        return origin
    begin = point_pad.read(st.query_params.get(_LINK, ""), _REACH, _CLASSES) or _BEGIN
    drawing = point_pad.draw(
        begin, ["real"], reach=_REACH, key=_PAD,
        alt="A plane to draw real points on, which the forger shall imitate",
    )  # fmt: skip
    if drawing != begin:
        st.query_params[_LINK] = point_pad.written(drawing, _REACH)
    drawn = Drawn(tuple((x, y) for x, y, _ in drawing), origin.seed)
    last = st.session_state.get(_MADE, (usual, None))[0]
    try:
        make(drawn)
    except NnkitError as error:
        st.warning(plain(str(error)), icon=":material/info:")
        return last if isinstance(last, Drawn) else usual
    return drawn


def make(origin: "Origin") -> "Cloud":
    """Return the cloud of an origin; the last one made is kept. Raises NnkitError."""
    from nnkit.gan import lab

    made = st.session_state.get(_MADE)
    if made is None or made[0] != origin:
        if isinstance(origin, Drawn):
            cloud = lab.drawn(origin.points, seed=origin.seed)
        else:
            cloud = lab.make(origin)
        made = st.session_state[_MADE] = origin, cloud
    return cast("Cloud", made[1])


def is_like(origin: "Origin", cloud: "CloudSettings") -> bool:
    """Return whether the origin is such a cloud, though perhaps of another seed."""
    return not isinstance(origin, Drawn) and origin.kind == cloud.kind


def code(origin: "Origin") -> str:
    """Return the line that makes the cloud."""
    if isinstance(origin, Drawn):
        return f"cloud = lab.drawn({list(origin.points)!r}, seed={origin.seed})"
    return f"cloud = lab.make(lab.{origin!r})"


def title(origin: "Origin") -> str:
    """Return what the cloud is called."""
    from nnkit.gan.lab import KINDS

    return "Your own points" if isinstance(origin, Drawn) else KINDS[origin.kind].title
