"""Numbers as a book writes them: three digits, a true minus, powers of ten."""

import math

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def written(value: float, digits: int = 3) -> str:
    """Write a number for text: 0.0123, −4.5 × 10⁻⁷."""
    mantissa, power = _parts(value, digits)
    text = f"{mantissa} × 10{str(power).translate(_RAISED)}" if power else mantissa
    return text.replace("-", "−")


def formula(value: float, digits: int = 3) -> str:
    """Write a number for LaTeX."""
    mantissa, power = _parts(value, digits)
    return rf"{mantissa} \cdot 10^{{{power}}}" if power else mantissa


def factor(value: float, digits: int = 3) -> str:
    """Write a number for LaTeX among factors, in brackets if it is negative."""
    text = formula(value, digits)
    return f"({text})" if value < 0 else text


def _parts(value: float, digits: int) -> tuple[str, int]:
    """Return the digits and the power of ten that follows them, 0 where none is needed."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}", 0
    if 1e-3 <= abs(value) < 1e6:
        plain = f"{value:.{digits}g}"
        return (f"{float(plain):,.0f}".replace(",", "\u202f") if "e" in plain else plain), 0
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    return mantissa, int(power)
