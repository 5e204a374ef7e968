"""The short text that carries a kernel in a link. Imports torch only to make a tensor."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nnkit.errors import SettingsError
from nnkit.kernels.shapes import MAX_SIDE, Rows

if TYPE_CHECKING:
    from torch import Tensor

MAX_VALUE = 1000.0
_MAX_TEXT = 4000


def parse(text: str) -> "Tensor":
    """Return the kernel [k,k] written as "0,-1,0;-1,5,-1;0,-1,0"; cells may be fractions: 1/9.

    Raises `SettingsError` unless it is square, 1..11 a side, of finite numbers up to 1000.
    """
    import torch

    return torch.tensor(parse_rows(text), dtype=torch.float32)


def parse_rows(text: str) -> Rows:
    """Do what `parse` does, without torch: return rows of plain numbers."""
    if len(text) > _MAX_TEXT:
        raise SettingsError("The kernel's text is too long: at most 11 rows of 11 short numbers.")
    rows = [[_number(cell) for cell in row.split(",")] for row in text.split(";")]
    if len(rows) > MAX_SIDE or any(len(row) != len(rows) for row in rows):
        raise SettingsError(
            "A kernel must be square, at most 11 x 11: cells between commas, rows between "
            "semicolons, as in 0,-1,0;-1,5,-1;0,-1,0."
        )
    return rows


def format_kernel(kernel: "Tensor | Sequence[Sequence[float]]") -> str:
    """Return the text that `parse` reads, each cell rounded to four decimals.

    Raises `SettingsError` for a kernel that `parse` would refuse.
    """
    rows: Sequence[Sequence[float]] = (
        kernel if isinstance(kernel, Sequence) else kernel.detach().cpu().tolist()
    )
    text = ";".join(",".join(_short(cell) for cell in row) for row in rows)
    parse_rows(text)
    return text


def _number(cell: str) -> float:
    top, slash, bottom = cell.partition("/")
    try:
        value = float(top) / float(bottom) if slash else float(top)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise SettingsError(
            "Each cell of a kernel must be a number such as -1, 0.25 or 1/9."
        ) from None
    if not abs(value) <= MAX_VALUE:
        raise SettingsError("Each cell of a kernel must be a finite number from -1000 to 1000.")
    return value


def _short(value: float) -> str:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
