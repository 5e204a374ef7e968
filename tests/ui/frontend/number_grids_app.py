"""The page that the tests beside it drive; ?part= chooses which grids it shows."""

import numpy as np
import streamlit as st

from ui.number_grids import Grid, Term, chosen_cell, grids

DIGITS = tuple("0123456789")


def ink(seed: int) -> np.ndarray:
    """A round stroke of soft ink [28, 28], another size for each seed."""
    row, column = np.mgrid[:28, :28]
    away = np.hypot(row - 13.5, column - 13.5) - (6 + seed % 5)
    return np.clip(2.2 - np.abs(away), 0, 1).astype(np.float32)


def neuron(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Bits and weights, both [24, 24]; the weights do not depend on the seed."""
    weights = np.random.default_rng(3).normal(0, 0.4, (24, 24)).astype(np.float32)
    return (ink(seed)[2:26, 2:26] > 0.4).astype(np.float32), weights


def confusion() -> np.ndarray:
    """Counts [10, 10], large on the diagonal."""
    counts = np.random.default_rng(4).poisson(3.0, (10, 10))
    return counts + np.diag(np.arange(950, 1050, 10))


def show_ink(seed: int) -> None:
    grid = Grid("What the network sees", ink(seed), "ink", "A round stroke", name="ink")
    grids([grid], key="ink")


def show_neuron(seed: int) -> None:
    bits, weights = neuron(seed)
    products = bits * weights
    shown = [
        Grid("Your ink", bits, "ink", "Ink as zeros and ones", name="ink", digits=0),
        Grid("Weights", weights, "signed", "Weights", name="weight", limit=1.4),
        Grid("Products", products, "signed", "Ink times weight", limit=1.4),
    ]
    total = float(products.sum())
    account = [
        Term(f"{total:.2f}", "sum of all products"),
        Term("−1.30", "bias", "+"),
        Term(f"{total - 1.3:.2f}", "score", "="),
        Term(f"{100 / (1 + np.exp(1.3 - total)):.0f} %", "sigmoid", "→"),
    ]
    grids(shown, key="neuron", operators=["×", "="], account=account)


def show_confusion(seed: int) -> None:
    grid = Grid(
        "Mistakes <b>of</b> the network",
        confusion() + seed,
        "counts",
        "Confusion matrix",
        digits=0,
        row_labels=DIGITS,
        column_labels=DIGITS,
        row_title="true digit",
        column_title="read as",
        show_values=st.query_params.get("numbers", "1") == "1",
    )

    def take_over() -> None:
        st.session_state["kept"] = chosen_cell("confusion", (10, 10))

    cell = grids(
        [grid],
        key="confusion",
        selected=st.session_state.get("kept"),
        can_choose=st.query_params.get("choose", "1") == "1",
        on_cell_change=take_over,
    )
    st.text(f"CELL {cell} KEPT {st.session_state.get('kept')}")
    if st.button("Select 7, 1"):
        st.session_state["kept"] = (7, 1)
        st.rerun()


PARTS = {"ink": show_ink, "neuron": show_neuron, "confusion": show_confusion}

if __name__ == "__main__":
    st.set_page_config(layout="wide" if st.query_params.get("wide") else "centered")
    if st.button("Next"):
        st.session_state["seed"] = st.session_state.get("seed", 0) + 1
    PARTS[st.query_params["part"]](st.session_state.get("seed", 0))
