"""A visitor's CSV file as points: two columns of numbers, and a label or a number to learn."""

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import torch

from nnkit.errors import NnkitError
from nnkit.playground.points import MAX_CLASSES, REACH, Points, Scale, split
from nnkit.ranges import check_number, check_whole

MAX_ROWS = 100_000
MAX_COLUMNS = 100
MAX_BYTES = 50_000_000
_MIN_ROWS = 4
_NAME = 40  # letters of a column's name
_MOSTLY = 0.8  # a column is one of numbers if so large a share of what it holds can be read as one
_GAPS = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "?", ".", "#n/a"})
_SPREAD = 2.0  # where one standard deviation lies, so that three just fill the plane


class TableError(NnkitError):
    """A table cannot be learned from."""


@dataclass
class _Column:
    """A column as it is read; a cell that is no finite number is None among the numbers."""

    name: str
    cells: list[str] = field(default_factory=list)
    numbers: list[float | None] = field(default_factory=list)

    def add(self, cell: str, decimal: str) -> None:
        cell = cell.strip()
        self.cells.append("" if cell.lower() in _GAPS else cell)
        self.numbers.append(_number(cell, decimal))

    @property
    def is_numeric(self) -> bool:
        filled = sum(cell != "" for cell in self.cells)
        read = len(self.numbers) - self.numbers.count(None)
        return filled > 0 and read >= _MOSTLY * filled and len(set(self.numbers) - {None}) > 1

    @property
    def labels(self) -> Counter[str]:
        return Counter(cell for cell in self.cells if cell)

    @property
    def counts_rows(self) -> bool:
        """Whether it only numbers the rows one by one."""
        pairs = zip(self.numbers, self.numbers[1:], strict=False)
        return all(a is not None and b is not None and b - a == 1 for a, b in pairs)

    @property
    def could_be_classes(self) -> bool:
        """Whether it holds few enough different answers, none of them with a fraction."""
        whole = all(number is None or number == int(number) for number in self.numbers)
        return 2 <= len(self.labels) <= MAX_CLASSES and whole


def from_csv(data: bytes, train_share: float = 0.7, seed: int = 0) -> Points:
    """Return the points of a CSV file in UTF-8, with commas, semicolons or tabs.

    What is learned is the last column with 2..4 different labels or whole numbers, else the last
    column of numbers; what it is learned from, the first two other columns of numbers. Columns that
    only number the rows, or hold one number throughout, are passed over. Rows with a gap in one of
    the three are left out, and a first line of names is used as such; `notes` says so. Inputs are
    standardised to about -6..6, numbers to be learned to -1..1. Raises TableError, and
    SettingsError for a share or seed out of range.
    """
    check_number("train_share", train_share, 0.1, 0.9)
    check_whole("seed", seed, 0, 2**31)
    columns = _read(data)
    target = _target(columns)
    is_class = target.could_be_classes
    inputs = [
        column
        for column in columns
        if column is not target and column.is_numeric and not column.counts_rows
    ]
    if len(inputs) < 2:
        raise TableError(
            f"The table needs two columns of numbers besides “{target.name}”, "
            f"but it has {len(inputs)}."
        )
    first, second = inputs[:2]
    wanted: Sequence[str | float | None] = (
        [cell or None for cell in target.cells] if is_class else target.numbers
    )
    rows = [
        (a, b, answer)
        for a, b, answer in zip(first.numbers, second.numbers, wanted, strict=True)
        if a is not None and b is not None and answer is not None
    ]
    left_out = len(target.cells) - len(rows)
    if len(rows) < _MIN_ROWS:
        raise TableError(
            f"Only {len(rows)} rows have no gap in “{first.name}”, “{second.name}” and "
            f"“{target.name}”: it takes at least {_MIN_ROWS}."
        )
    places, centres, spreads = _standardised([[a, b] for a, b, _ in rows], (first, second))
    answers = [answer for _, _, answer in rows]
    is_train = split(len(rows), train_share, seed)
    names = (first.name, second.name)
    notes = _notes(first, second, target, left_out, len(rows))
    if is_class:
        labels = sorted({str(answer) for answer in answers})
        if len(labels) < 2:
            raise TableError(
                f"Without the rows that have gaps, “{target.name}” holds only “{labels[0]}”: "
                "with one class there is no question."
            )
        targets = torch.tensor([labels.index(str(answer)) for answer in answers])
        scale = Scale(centres, spreads)
        return Points(places, targets, is_train, len(labels), names, tuple(labels), scale, notes)
    numbers = torch.tensor([float(answer) for answer in answers], dtype=torch.float64)
    low, high = numbers.min().item(), numbers.max().item()
    if low == high:
        raise TableError(f"Every row has the same “{target.name}”: there is nothing to learn.")
    centre, spread = (low + high) / 2, (high - low) / 2
    targets = ((numbers - centre) / spread).float()
    scale = Scale(centres, spreads, centre, spread)
    return Points(places, targets, is_train, 0, names, (target.name,), scale, notes)


def _read(data: bytes) -> list[_Column]:
    if len(data) > MAX_BYTES:
        raise TableError(f"The file is larger than {MAX_BYTES // 10**6} MB: leave some rows out.")
    if not data.strip():
        raise TableError("The file is empty.")
    if b"\0" in data:
        raise TableError("The file is not UTF-8 text: save it as CSV UTF-8.")
    try:
        rows = _rows(data)
        first = next(rows, None)
        second = next(rows, None)
        if first is None or second is None:
            raise TableError("The table has no rows of data.")
        if not 3 <= len(first) <= MAX_COLUMNS:
            raise TableError(
                f"The table needs three columns or more, up to {MAX_COLUMNS}: two with numbers and "
                f"one with what is to be learned; this one has {len(first)}."
            )
        return _columns(first, second, rows)
    except UnicodeDecodeError:
        raise TableError("The file is not UTF-8 text: save it as CSV UTF-8.") from None
    except csv.Error:
        raise TableError("The file cannot be read as a CSV table.") from None


def _rows(data: bytes) -> Iterator[list[str]]:
    """Yield the rows that are not blank, one at a time: the file is never held as a whole."""
    head = data[: data.find(b"\n") + 1] or data
    delimiter = max(",;\t", key=lambda mark: head.count(mark.encode()))
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
    for row in csv.reader(text, delimiter=delimiter, strict=True):
        if any(cell.strip() for cell in row):
            yield row


def _columns(first: list[str], second: list[str], rows: Iterator[list[str]]) -> list[_Column]:
    decimal = "," if any(_is_continental(cell) for cell in second) else "."
    has_names = not any(_number(cell, decimal) is not None for cell in first)
    names = first if has_names else [""] * len(first)
    columns = [
        _Column(" ".join(name.split())[:_NAME] or f"column {index + 1}")
        for index, name in enumerate(names)
    ]
    data = chain([] if has_names else [first], [second], rows)
    for count, row in enumerate(data, 1):
        if count > MAX_ROWS:
            raise TableError(f"The table has more than {MAX_ROWS:,} rows: leave some out.")
        if len(row) > len(columns):
            raise TableError(
                f"Row {count} has {len(row)} cells, but the first line has {len(columns)}."
            )
        for index, column in enumerate(columns):
            column.add(row[index] if index < len(row) else "", decimal)
    return columns


def _is_continental(cell: str) -> bool:
    """Whether a cell is a number with a decimal comma."""
    return "," in cell and _number(cell, ",") is not None


def _number(cell: str, decimal: str) -> float | None:
    try:
        number = float(cell.strip().replace(decimal, "."))
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < 1e15 else None


def _target(columns: list[_Column]) -> _Column:
    for column in reversed(columns):
        if column.could_be_classes:
            return column
    numeric = [column for column in columns if column.is_numeric and not column.counts_rows]
    words = [column for column in columns if column.labels and not column.is_numeric]
    if len(numeric) >= 3:
        return numeric[-1]
    for column in reversed(words):
        kinds = len(column.labels)
        if kinds == 1:
            raise TableError(
                f"Every row has the same “{column.name}”: with one class there is no question."
            )
        if kinds > MAX_CLASSES:
            raise TableError(
                f"“{column.name}” has {kinds:,} different labels: the playground tells 2 to "
                f"{MAX_CLASSES} classes apart."
            )
    raise TableError(
        f"The table needs two columns of numbers and one with what is to be learned, but only "
        f"{len(numeric)} of its {len(columns)} columns hold different numbers."
    )


def _standardised(
    places: list[list[float]], columns: Sequence[_Column]
) -> tuple[torch.Tensor, tuple[float, float], tuple[float, float]]:
    """Return places with mean 0 and, unless some lie far out, deviation 2; centres; spreads."""
    table = torch.tensor(places, dtype=torch.float64)
    centres = table.mean(0)
    away = table - centres
    farthest = away.abs().amax(0)
    for column, distance in zip(columns, farthest.tolist(), strict=True):
        if distance == 0:
            raise TableError(f"Every row has the same “{column.name}”: there is nothing to see.")
    spreads = torch.maximum(away.square().mean(0).sqrt() / _SPREAD, farthest / REACH)
    (x, y), (width, height) = centres.tolist(), spreads.tolist()
    return (away / spreads).float(), (x, y), (width, height)


def _notes(
    first: _Column, second: _Column, target: _Column, left_out: int, kept: int
) -> tuple[str, ...]:
    notes = [f"“{target.name}” is learned from “{first.name}” and “{second.name}”."]
    if left_out:
        rows = "1 row was" if left_out == 1 else f"{left_out:,} rows were"
        notes.append(f"{rows} left out for gaps or text among the numbers; {kept:,} are used.")
    return tuple(notes)
