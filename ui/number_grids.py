"""Grids of numbers shown as colours, in which every single number can be read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import streamlit as st

from nnkit import colours as palettes
from nnkit.errors import SettingsError
from ui import components

Colours = Literal["ink", "signed", "heat", "counts"]
Cell = tuple[int, int]

RAMP = 17  # colours along the scale beneath a grid; the browser blends between them

_GRIDS = components.register("number_grids", "figures", "pane", "number_sheet")


@dataclass(frozen=True, eq=False)
class Grid:
    """Numbers [rows, columns] and how they are shown; checked when made, raises SettingsError.

    `colours`: "ink" from black at 0 to white, "signed" orange above and blue below zero, "heat"
    cividis from 0 up, "counts" the same on a logarithmic scale, log(1 + count). `limit` is the
    number with the strongest colour: by default 1 for ink, else the largest magnitude; give it
    where numbers change, so that a colour keeps its meaning. `digits` are the decimals written.
    `name` says what one number is, in the line that reads a cell ("ink 1 × weight −0.31").
    Labels stand along the sides together with the two titles. With `show_values` the numbers are
    written into the cells where they fit; else a magnifier shows those around the marked cell.
    """

    title: str
    values: npt.NDArray[np.generic]
    colours: Colours
    alt: str
    name: str = ""
    limit: float | None = None
    digits: int = 2
    row_labels: Sequence[str] = ()
    column_labels: Sequence[str] = ()
    row_title: str = "row"
    column_title: str = "column"
    show_values: bool = True

    def __post_init__(self) -> None:
        """Check that every number can be shown and every label has its place."""
        if self.colours not in get_args(Colours):
            raise SettingsError(f'"{self.colours}" is unknown: use one of {get_args(Colours)}.')
        if np.asarray(self.values).dtype.kind not in "biuf":
            raise SettingsError(f'"{self.title}" needs real numbers in its cells.')
        numbers = self.numbers
        if numbers.ndim != 2 or numbers.size == 0:
            raise SettingsError(f'"{self.title}" needs rows and columns, not {numbers.shape}.')
        if not np.isfinite(numbers).all():
            raise SettingsError(f'"{self.title}" has numbers that are not finite: leave them out.')
        if self.colours != "signed" and numbers.min() < 0:
            raise SettingsError(f'"{self.title}" has negative numbers: show it as "signed".')
        if self.limit is not None and not 0 < self.limit < float("inf"):
            raise SettingsError(f'The limit of "{self.title}" must be a number above 0.')
        if not 0 <= self.digits <= 6:
            raise SettingsError(f'"{self.title}" can be written with 0 to 6 decimals.')
        labels = {"row": self.row_labels, "column": self.column_labels}
        for (side, given), count in zip(labels.items(), numbers.shape, strict=True):
            if len(given) not in (0, count):
                raise SettingsError(
                    f'"{self.title}" needs {count} {side} labels, not {len(given)}.'
                )

    @property
    def numbers(self) -> npt.NDArray[np.float32]:
        """The values [rows, columns] as they travel to the browser."""
        with np.errstate(over="ignore"):
            return np.ascontiguousarray(self.values, dtype="<f4")

    @property
    def highest(self) -> float:
        """The number with the strongest colour."""
        if self.limit is not None:
            return self.limit
        return 1.0 if self.colours == "ink" else float(np.abs(self.numbers).max()) or 1.0

    def paint(self, values: npt.ArrayLike) -> palettes.Pixels:
        """Colours [H, W, 3] of numbers [H, W] on this grid's scale."""
        numbers = np.asarray(values, dtype=np.float64)
        if self.colours == "signed":
            return palettes.signed(numbers, self.highest)
        if self.colours == "heat":
            return palettes.heat(numbers, 0.0, self.highest)
        if self.colours == "counts":
            return palettes.heat(np.log1p(numbers), 0.0, float(np.log1p(self.highest)))
        grey = np.rint(255 * np.clip(numbers / self.highest, 0, 1)).astype(np.uint8)
        return grey[..., None].repeat(3, axis=-1)


@dataclass(frozen=True)
class Term:
    """One part of an account: `operator` stands before `value`, `name` beneath it."""

    value: str
    name: str
    operator: str = ""


def grids(
    shown: Sequence[Grid],
    *,
    key: str,
    operators: Sequence[str] = (),
    account: Sequence[Term] = (),
    selected: Cell | None = None,
    can_choose: bool = False,
    on_cell_change: Callable[[], None] | None = None,
) -> Cell | None:
    """Show grids of one shape side by side; the cell pointed at is marked and read in all of them.

    `operators` stand between the grids ("×", "=") and between the numbers of the line that reads
    the marked cell; `account` is a calculation written beneath. With `can_choose` a click or Enter
    chooses a cell. Returns the chosen (row, column), counted from 0, or None before; a page that
    keeps the cell itself gives it as `selected` and takes changes over in `on_cell_change`, where
    `chosen_cell` reads them. Pointing alone sends nothing. Raises SettingsError.
    """
    shapes = {grid.numbers.shape for grid in shown}
    if len(shapes) != 1:
        raise SettingsError("Grids side by side need one shape: give at least one, all alike.")
    if len(operators) not in (0, len(shown) - 1):
        raise SettingsError(f"{len(shown)} grids need {len(shown) - 1} operators between them.")
    rows, columns = shapes.pop()
    if selected is not None and _cell(selected, (rows, columns)) is None:
        raise SettingsError(f"The selected cell {selected} is not in a grid of {rows} x {columns}.")
    chosen = chosen_cell(key, (rows, columns))
    header = {
        "rows": rows,
        "columns": columns,
        "grids": [_describe(grid) for grid in shown],
        "operators": list(operators),
        "account": [[term.operator, term.value, term.name] for term in account],
        "selected": selected or chosen,
        "canChoose": can_choose,
    }
    blobs = [part for grid in shown for part in (grid.numbers, grid.paint(grid.numbers))]
    _GRIDS(
        key=key,
        data=components.pack(header, [blob.tobytes() for blob in blobs]),
        on_cell_change=on_cell_change or components.ignore,
    )
    return chosen_cell(key, (rows, columns))


def chosen_cell(key: str, shape: tuple[int, int]) -> Cell | None:
    """The cell last chosen in grids of `shape`; None if there is none or it is nonsense."""
    return _cell((st.session_state.get(key) or {}).get("cell"), shape)


def _cell(value: object, shape: tuple[int, int]) -> Cell | None:
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    if not all(isinstance(at, int) and not isinstance(at, bool) for at in value):
        return None
    row, column = value
    return (row, column) if 0 <= row < shape[0] and 0 <= column < shape[1] else None


def _describe(grid: Grid) -> dict[str, object]:
    """What the browser is told about a grid besides its numbers and their colours."""
    most = grid.highest
    shares = np.linspace(-1 if grid.colours == "signed" else 0, 1, RAMP)
    marks = {
        "signed": [-most, 0.0, most],
        "counts": [0.0, round(np.expm1(np.log1p(most) / 2)), most],
    }
    steps = np.expm1(shares * np.log1p(most)) if grid.colours == "counts" else shares * most
    return {
        "title": grid.title,
        "name": grid.name,
        "alt": grid.alt,
        "digits": grid.digits,
        "rowTitle": grid.row_title,
        "columnTitle": grid.column_title,
        "rowLabels": list(grid.row_labels),
        "columnLabels": list(grid.column_labels),
        "showValues": grid.show_values,
        "ramp": grid.paint(steps[None])[0].tolist(),
        "marks": marks.get(grid.colours, [0.0, most]),
    }
