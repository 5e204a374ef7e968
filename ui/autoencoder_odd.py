"""How odd a drawing is, beside the scores of digits and of doodles."""

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ui import autoencoder_pictures
from ui.autoencoder_pictures import Shown

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.autoencoder import Anomaly

LOWEST, HIGHEST = -6.0, 14.0  # of the threshold and the histogram
DOODLES, SEED = 100, 7
DIGIT, DOODLE = "digits", "doodles and letters"
_THRESHOLD, _OWN = "threshold", "your drawing"
_LINES = {_THRESHOLD: "#8A8F98", _OWN: "#009E73"}
_COLOURS = {DIGIT: "#0072B2", DOODLE: "#D55E00"}


@lru_cache(maxsize=1)
def known() -> dict[str, tuple[float, ...]]:
    """Return the scores of a hundred digits and of a hundred drawings that are none."""
    from nnkit import autoencoder
    from nnkit.digits.doodles import doodles

    pictures = {
        DIGIT: autoencoder.sample_digits().images(),
        DOODLE: doodles(DOODLES, SEED)[:, None].float() / 255,
    }
    return {
        name: tuple(autoencoder.anomaly_score(each).tolist()) for name, each in pictures.items()
    }


def usual_threshold() -> float:
    """Return the shipped threshold, which 2 % of unseen digits pass, to a tenth."""
    from nnkit import weights

    return round(float(weights.manifest()["autoencoder_anomaly"].metrics["threshold"]), 1)


def show(image: "Tensor", found: "Anomaly", threshold: float) -> None:
    """Show a drawing, what came back, and what that says; the score stands in the headline."""
    score = found.score.item()
    word = "odd" if score > threshold else "a digit, as far as I can tell"
    st.markdown(f"### Score {_written(score)}: {word}")
    autoencoder_pictures.row(
        [
            Shown(image, "Went in", "as the network gets it"),
            Shown(found.drawn, "Came back", f"{found.residual.item():.0%} of the ink off"),
            Shown(
                found.familiar, "Nearest digit", f"{found.unfamiliarity.item():.0%} of the ink off"
            ),
        ]
    )
    st.markdown(
        "Two questions make the score. Is what **came back** like what went in? And is what the "
        "network draws from the three **nearest codes of 5,000 known digits**? 0 is the average "
        "digit; the larger, the odder."
    )


def _written(score: float) -> str:
    return f"{score:.1f}".replace("-", "−")


def histogram(threshold: float, own: float | None) -> None:
    """Chart the scores of digits and doodles, the threshold, and the drawing's own score."""
    import altair

    rows = [
        {"what": name, "score": min(max(score, LOWEST), HIGHEST)}
        for name, scores in known().items()
        for score in scores
    ]
    bars = (
        altair.Chart(pd.DataFrame(rows))
        .mark_bar(opacity=0.7)
        .encode(
            x=altair.X("score:Q", bin=altair.Bin(step=1.0), title="score: how odd"),
            y=altair.Y("count()", stack=None, title="how many of a hundred"),
            color=altair.Color("what:N", title=None,
                               scale=altair.Scale(domain=list(_COLOURS),
                                                  range=list(_COLOURS.values())),
                               legend=altair.Legend(orient="top")),
            tooltip=["what", "count()"],
        )
    )  # fmt: skip
    marks = {_THRESHOLD: threshold} | ({} if own is None else {_OWN: own})
    lines = pd.DataFrame(
        [{"line": name, "at": min(max(at, LOWEST), HIGHEST)} for name, at in marks.items()]
    )
    base = altair.Chart(lines).encode(x=altair.X("at:Q"))
    rules = base.mark_rule(strokeWidth=3).encode(
        color=altair.Color("line:N", title=None,
                           scale=altair.Scale(domain=list(_LINES), range=list(_LINES.values())),
                           legend=altair.Legend(orient="bottom")),
        strokeDash=altair.StrokeDash("line:N", legend=None),
    )  # fmt: skip
    chart = (bars + rules).resolve_scale(color="independent")
    st.altair_chart(
        chart.properties(
            height=260, description="Scores of digits and of doodles; the threshold between them."
        ),
        width="stretch",
    )


def sentence(threshold: float) -> str:
    """Say what a threshold gets right and wrong."""
    scores = known()
    alarms = sum(score > threshold for score in scores[DIGIT])
    missed = sum(score <= threshold for score in scores[DOODLE])
    return (
        f"With this threshold **{alarms}** of 100 digits are called odd although they are digits, "
        f"and **{missed}** of 100 doodles and letters slip through as digits. Move it: one error "
        "can only be bought with the other."
    )


def measured() -> str:
    """Say whose digits the chart shows, and how the judge did on others, as the manifest has it."""
    from nnkit import weights

    figures = weights.manifest()["autoencoder_anomaly"].metrics
    return (
        "The hundred digits come from the forger of *GAN Sampler*, and only such as the digit "
        "reader is at least 95% sure of: tidier than people write. A program drew the doodles and "
        "letters. On 10,000 digits by real hands the usual threshold calls "
        f"{figures['digits_odd']:.0%} odd. Put one of them beside a stranger, and the stranger "
        f"scores higher in {figures['auroc_noise']:.1%} of the cases where it is noise, "
        f"{figures['auroc_letters']:.1%} where it is a letter, {figures['auroc_doodles']:.1%} "
        f"where it is any doodle. Yet {1 - figures['letters_odd']:.0%} of the letters, one in "
        "five, stay under that threshold and pass."
    )
