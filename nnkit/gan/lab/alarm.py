"""The collapse alarm: what it looks for, and the sentence with the numbers in it."""

from nnkit.gan.lab.measuring import Figures

_CROWDED = 1 / 3  # of the cells that the real points fill
_FEW = 1 / 2  # of the modes
_ON_THE_CLOUD = 1 / 2  # of the forgeries: fewer, and the generator is still on its way
PATIENCE = 200  # rounds: a crowd on its way to somewhere is no collapse


def looks_collapsed(figures: Figures) -> bool:
    """Whether forgeries lack variety, at this moment.

    They do if most of them crowd into less than a third of the cells that most real points fill, or
    if they hit the cloud, but at most half of its modes.
    """
    return _is_crowded(figures) or (figures.coverage <= _FEW and figures.quality >= _ON_THE_CLOUD)


def sentence(figures: Figures, since: int | None, now: int) -> str:
    """Return what the alarm says in round `now` of forgeries that have looked so since a round.

    It is silent, "", for the first 200 rounds.
    """
    if since is None or now - since < PATIENCE:
        return ""
    began = f"Collapse: for {now - since} rounds now,"
    if _is_crowded(figures):
        cells = "cell" if figures.fake_cells == 1 else "cells"
        return (
            f"{began} nine in ten forgeries have crowded into {figures.fake_cells} {cells} of the "
            f"grid, where real points fill {figures.real_cells}."
        )
    return (
        f"{began} {figures.quality:.0%} of the forgeries lie on the cloud, but only "
        f"{sum(figures.covered)} of its {len(figures.covered)} parts get a quarter of their share."
    )


def _is_crowded(figures: Figures) -> bool:
    return figures.fake_cells < _CROWDED * figures.real_cells
