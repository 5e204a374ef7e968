"""One neuron's account for a drawing: ink times weight, square by square, and the sum."""

from typing import TYPE_CHECKING, cast

from nnkit.strokes import Stroke
from ui import charts, code_panel, digit_control, number_grids
from ui.digit_reading import percent

if TYPE_CHECKING:
    from nnkit.digits import Prepared
    from nnkit.digits.explanation import Account
    from nnkit.digits.models import Neurons


def account(prepared: "Prepared", name: str, answer: int) -> None:
    """Show ink, weights and products of a neuron, and how they add up to its answer."""
    found = _account(prepared, name, answer)
    limit = float(abs(found.weights).max())
    grids = [
        number_grids.Grid("Your ink", found.ink.numpy(), "ink",
                          "Your digit on 24 × 24 squares, 1 is ink.", name="ink", digits=0),
        number_grids.Grid("The neuron's weights", found.weights.numpy(), "signed",
                          "The neuron's 576 weights: orange speaks for its digit, blue against.",
                          name="weight", limit=limit),
        number_grids.Grid("Their products", found.products.numpy(), "signed",
                          "The weights where you drew, nothing elsewhere.", limit=limit),
    ]  # fmt: skip
    terms = [
        number_grids.Term(f"{found.sum_of_products:+.2f}", "all products together"),
        number_grids.Term(f"{abs(found.bias):.2f}", "bias", "+" if found.bias >= 0 else "−"),
        number_grids.Term(f"{found.total:+.2f}", "sum", "="),
    ]
    if name == "six":
        terms.append(number_grids.Term(percent(found.probability), "it is a 6", "sigmoid →"))
    number_grids.grids(grids, key="account", operators=("×", "="), account=terms)


def softmax(prepared: "Prepared", answer: int) -> None:
    """Show the ten neurons' sums, what e to them is, and the shares of 100 %."""
    charts.softmax(_account(prepared, "ten", answer).totals.tolist(), answer)


def code(strokes: tuple[Stroke, ...], prepared: "Prepared", name: str, answer: int) -> None:
    """Show the Python that makes the picture of the products."""
    from nnkit import colours, images

    found = _account(prepared, name, answer)
    lines = code_panel.snippet(
        "colours, digits, images, strokes",
        digit_control.code(strokes),
        f'network = digits.load("{name}")',
        "bits = digits.prepare(drawing).bits",
        "account = digits.explanation.contributions(",
        f"    network.module, bits, {answer}, network.temperature",
        ")",
        "print(account.sum_of_products, account.bias, account.total, account.probability)",
        "result = images.from_uint8(colours.signed(account.products))",
    )
    result = code_panel.Result(
        images.from_uint8(colours.signed(found.products)), "ink times weights", lines
    )
    code_panel.show(result, key="products", origin="My drawing")


def _account(prepared: "Prepared", name: str, answer: int) -> "Account":
    from nnkit import digits
    from nnkit.digits import explanation

    network = digits.load(name)
    neurons = cast("Neurons", network.module)
    return explanation.contributions(neurons, prepared.bits, answer, network.temperature)
