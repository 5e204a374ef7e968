"""Which classes the visitor's network takes for which, class by class."""

import streamlit as st

from ui import number_grids, permalinks
from ui.playground_run import Run

_UNSEEN, _LEARNED = "Test points", "Points it learned from"


def show(run: Run) -> None:
    """Show, folded away, the confusion matrix of the last epoch; numbers have none."""
    if run.points.classes == 0:
        return
    with st.expander("Who is taken for whom?", icon=":material/grid_on:"):
        kind = permalinks.choice("Of which points", [_UNSEEN, _LEARNED], key="mixups_of")
        st.markdown(_words(run))
        number_grids.grids([_grid(run, kind == _LEARNED)], key="playground_mixups")


def _words(run: Run) -> str:
    return (
        "Each row is a class, each column what the network says. On the diagonal it is right, "
        "everywhere else it takes one class for another: an accuracy alone does not tell which. "
        f"After epoch {run.shown.epoch}, the last one computed."
    )


def _grid(run: Run, learned: bool) -> number_grids.Grid:
    from nnkit.playground import confusion

    counts = confusion(run.points, run.network, run.shown, learned=learned)
    names = run.points.target_names
    return number_grids.Grid(
        _LEARNED if learned else _UNSEEN, counts.numpy(), "counts",
        "Rows: the class of the points. Columns: the class that the network says. Numbers: points.",
        name="points", digits=0, row_labels=names, column_labels=names,
        row_title="class", column_title="answer",
    )  # fmt: skip
