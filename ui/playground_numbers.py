"""Backpropagation as it would be done on paper: names, the worked chain, tables, the check."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from nnkit.activations import activation
from ui.guard import plain
from ui.written import factor, formula, written

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.playground import Backpropagation, NetworkSettings, Points
    from nnkit.playground.backpropagation import LayerSteps

AGREED = 1e-6  # further apart than this, the example sits on a kink
BIAS = "its bias (input 1)"


@dataclass(frozen=True)
class Names:
    """What the neurons are called. columns: the inputs first, then each layer, the output last."""

    columns: tuple[tuple[str, ...], ...]
    activations: tuple[str, ...]

    @classmethod
    def of(cls, network: "NetworkSettings", points: "Points") -> "Names":
        """Name the neurons as the drawing of the network does."""
        hidden = tuple(
            tuple(f"layer {layer}, neuron {neuron}" for neuron in range(1, size + 1))
            for layer, size in enumerate(network.hidden, 1)
        )
        outputs: tuple[str, ...] = ("output",)
        if points.classes > 2:
            outputs = tuple(f"output “{name}”" for name in points.target_names)
        inputs = tuple(name.replace("^2", "²") for name in network.features)
        return cls((inputs, *hidden, outputs), (*network.activations, "identity"))

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of the layers that have weights."""
        return (*(f"Layer {number}" for number in range(1, len(self.activations))), "Output")


@dataclass(frozen=True)
class Chain:
    """The weight (source None: the bias) that is followed through the chain rule."""

    layer: int
    to: int
    source: int | None

    def now(self, steps: "LayerSteps") -> float:
        """Its value."""
        return self._of(steps.weights, steps.biases)

    def after(self, steps: "LayerSteps") -> float:
        """Its value after one step."""
        return self._of(steps.new_weights, steps.new_biases)

    def given(self, steps: "LayerSteps") -> float:
        """The number that it is multiplied by."""
        return 1.0 if self.source is None else steps.inputs[self.source].item()

    def slopes(self, steps: "LayerSteps") -> tuple[float, float, float]:
        """Its slope by the chain rule, by autograd and by central differences."""
        ways = (steps.chain, steps.autograd, steps.measured)
        first, second, third = (self._of(way.weights, way.biases) for way in ways)
        return first, second, third

    def _of(self, weights: "Tensor", biases: "Tensor") -> float:
        kept = biases[self.to] if self.source is None else weights[self.to, self.source]
        return kept.item()


def forward(told: "Backpropagation", names: Names) -> str:
    """Return the way forward as a Markdown table, one line a layer."""
    rows = ["| | sums, with bias | what comes out |", "|---|---|---|"]
    inputs = ", ".join(
        f"{name} = {written(value)}"
        for name, value in zip(names.columns[0], told.layers[0].inputs.tolist(), strict=True)
    )
    rows.append(f"| **Inputs** | | {inputs} |")
    for layer, name, kind in zip(told.layers, names.layers, names.activations, strict=True):
        title = f"**{name}**" if kind == "identity" and layer is told.layers[-1] else (
            f"**{name}** ({activation(kind).title}{' + skip' if layer.skips else ''})"
        )  # fmt: skip
        rows.append(f"| {title} | {_row(layer.sums)} | {_row(layer.outputs)} |")
    return "\n".join(rows)


def worked(told: "Backpropagation", names: Names, chain: Chain) -> None:
    """Show the chain rule for one weight, factor by factor."""
    steps = told.layers[chain.layer]
    total, out = steps.sums[chain.to].item(), steps.outputs[chain.to].item()
    by_output = steps.output_slopes[chain.to].item()
    by_sum, given = steps.activation_slopes[chain.to].item(), chain.given(steps)
    neuron = plain(names.columns[chain.layer + 1][chain.to])
    through = _through(names, chain)
    st.markdown(
        f"The neuron *{neuron}* has the sum **s = {written(total)}** and puts out "
        f"**a = {written(out)}**. Three questions, one after the other:\n"
        f"1. If a grew a little, how would the loss change? {_arriving(told, chain)}\n"
        f"2. If s grew a little, how would a change? {_firing(told, names, chain)}: "
        f"**{written(by_sum)}**.\n"
        f"3. If w grew a little, how would s change? By the number that w is multiplied by, "
        f"{through}: **{written(given)}**."
    )
    st.latex(
        r"\begin{aligned}\frac{dL}{dw}&=\frac{dL}{da}\times\frac{da}{ds}\times\frac{ds}{dw}\\[4pt]"
        rf"&={factor(by_output)}\times{factor(by_sum)}\times{factor(given)}\\[4pt]"
        rf"&={formula(chain.slopes(steps)[0])}\end{{aligned}}"
    )


def check(chain: Chain, steps: "LayerSteps") -> None:
    """Show the chosen weight's slope from three independent ways."""
    titles = ("By the chain rule, above", "By PyTorch's autograd", "By trying: central difference")
    rows = ["| how | slope |", "|---|---|"]
    for title, slope in zip(titles, chain.slopes(steps), strict=True):
        rows.append(f"| {title} | {written(slope, 10)} |")
    st.markdown("\n".join(rows))


def agreement(told: "Backpropagation") -> str:
    """Say how far the three ways agree over all weights."""
    count = sum(len(layer.weights.flatten()) + len(layer.biases) for layer in told.layers)
    apart = written(told.disagreement, 1)
    if told.disagreement <= AGREED:
        return f"Over all {count} weights and biases they differ by at most **{apart}**."
    return (
        f"Here they differ by up to **{apart}**: this example sits exactly on a **kink**, of a "
        "ReLU whose sum is 0 or of the hinge loss, where the slope to the left is not the slope to "
        "the right. Choose another point, or train for an epoch."
    )


def step(told: "Backpropagation", chain: Chain, optimiser: str, rate: float) -> str:
    """Say what one step of training does to the chosen weight and to the loss."""
    steps = told.layers[chain.layer]
    slope, now, after = chain.slopes(steps)[0], chain.now(steps), chain.after(steps)
    name = "weight" if chain.source is not None else "bias"
    down = "down" if slope > 0 else "up"
    way = f"The slope is {'positive' if slope > 0 else 'negative'}, so the {name} should go {down}."
    if slope == 0:
        way = f"The slope is 0: on this example the {name} has nothing to learn."
    return (
        f"{way} One step of {optimiser} with the learning rate {rate:g}, on this example alone, "
        f"takes it from **{written(now, 5)}** to **{written(after, 5)}**. All weights stepping "
        f"together change the loss of this example from **{written(told.loss, 5)}** to "
        f"**{written(told.new_loss, 5)}**."
    )


def weights_table(
    steps: "LayerSteps", sources: tuple[str, ...], to: tuple[str, ...]
) -> pd.DataFrame:
    """Return a line for each weight and bias of a layer, with its slope in three ways."""
    rows = []
    for neuron, title in enumerate(to):
        for source in (*range(len(sources)), None):
            chain = Chain(0, neuron, source)
            first, second, third = chain.slopes(steps)
            rows.append(
                {
                    "from": "bias" if source is None else sources[source],
                    "to": title,
                    "value": chain.now(steps),
                    "its input": chain.given(steps),
                    "chain rule": first,
                    "autograd": second,
                    "measured": third,
                    "after a step": chain.after(steps),
                }
            )
    return pd.DataFrame(rows)


def neurons_table(steps: "LayerSteps", to: tuple[str, ...]) -> pd.DataFrame:
    """Return a line for each neuron of a layer: its sum, output and slopes."""
    return pd.DataFrame(
        {
            "neuron": to,
            "sum s": steps.sums.tolist(),
            "output a": steps.outputs.tolist(),
            "dL/da": steps.output_slopes.tolist(),
            "da/ds": steps.activation_slopes.tolist(),
            "dL/ds": steps.sum_slopes.tolist(),
        }
    )


def table(rows: pd.DataFrame) -> None:
    """Show a table of numbers, each with four digits."""
    numbers = rows.select_dtypes("number").columns
    st.dataframe(
        rows.style.format(lambda value: written(value, 4), subset=list(numbers)),
        hide_index=True,
        width="stretch",
    )


def _firing(told: "Backpropagation", names: Names, chain: Chain) -> str:
    if chain.layer == len(told.layers) - 1:
        return "The output has no activation, a is s itself, so by as much"
    return f"That is the slope of {activation(names.activations[chain.layer]).title} at s"


def _through(names: Names, chain: Chain) -> str:
    if chain.source is None:
        return "which for a bias is always 1"
    source = plain(names.columns[chain.layer][chain.source])
    return f"the input {source}" if chain.layer == 0 else f"what comes out of {source}"


def _row(values: "Tensor") -> str:
    return ", ".join(written(value) for value in values.tolist())


def _arriving(told: "Backpropagation", chain: Chain) -> str:
    """Say where dL/da of the chosen neuron comes from."""
    slope = f"**{written(told.layers[chain.layer].output_slopes[chain.to].item())}**"
    if chain.layer == len(told.layers) - 1:
        return f"The loss itself says so: by {slope} for each 1 of a."
    after = told.layers[chain.layer + 1]
    parts = [
        f"({written(weight)}) × ({written(by_sum)})"
        for weight, by_sum in zip(
            after.weights[:, chain.to].tolist(), after.sum_slopes.tolist(), strict=True
        )
    ]
    if after.skips:
        parts.append(f"({written(after.output_slopes[chain.to].item())}) past it, by the skip")
    return (
        "It goes on to each neuron of the next layer, through a weight each; we ask them how much "
        f"their sums matter (dL/ds) and add up weight × dL/ds: {' + '.join(parts)} = {slope}. "
        "That they had to be asked first is why the way goes *back*."
    )
