"""Many small networks of one shape at once, forward and, by the chain rule, backward.

The backward pass is written by hand: on networks this small, autograd's bookkeeping would cost
several times what the arithmetic does. A test compares the two.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.activations import ACTIVATIONS, LEAK

_aten = torch.ops.aten
_sigmoid, _tanh = _aten.sigmoid_backward.default, _aten.tanh_backward.default
_relu, _leaky_relu = _aten.threshold_backward.default, _aten.leaky_relu_backward.default
_elu, _gelu = _aten.elu_backward.default, _aten.gelu_backward.default
_silu, _softplus = _aten.silu_backward.default, _aten.softplus_backward.default

# From the slope of the loss with respect to an activation's outputs to that with respect to its
# sums: PyTorch's own kernels, one call each. (slopes, sums, outputs) -> slopes.
BACKWARD: dict[str, Callable[[Tensor, Tensor, Tensor], Tensor]] = {
    "identity": lambda slopes, sums, outputs: slopes,
    "sigmoid": lambda slopes, sums, outputs: _sigmoid(slopes, outputs),
    "tanh": lambda slopes, sums, outputs: _tanh(slopes, outputs),
    "relu": lambda slopes, sums, outputs: _relu(slopes, sums, 0),
    "leaky_relu": lambda slopes, sums, outputs: _leaky_relu(slopes, sums, LEAK, False),
    "elu": lambda slopes, sums, outputs: _elu(slopes, 1, 1, 1, False, sums),
    "gelu": lambda slopes, sums, outputs: _gelu(slopes, sums),
    "silu": lambda slopes, sums, outputs: _silu(slopes, sums),
    "softplus": lambda slopes, sums, outputs: _softplus(slopes, sums, 1, 20),
}


@dataclass(frozen=True)
class Architecture:
    """sizes: inputs, neurons of each hidden layer, outputs. activations: of each hidden layer."""

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    residual: bool = False

    def skips(self, layer: int) -> bool:
        """Whether hidden layer `layer`, from 0, adds its inputs to its outputs."""
        return self.residual and layer > 0 and self.sizes[layer] == self.sizes[layer + 1]


class Parameters:
    """Weights and biases of R networks of one shape, or their gradients, in one flat tensor.

    flat: [P], what an optimiser changes in one go. weights: a view [R, out, in] of each layer.
    biases: a view [R, 1, out] of each layer.
    """

    def __init__(
        self,
        architecture: Architecture,
        runs: int,
        flat: Tensor | None = None,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        """Lay out the views; `flat` is used as it is, without it all is zero."""
        shapes = list(zip(architecture.sizes[1:], architecture.sizes, strict=False))
        counts = [runs * count for out, into in shapes for count in (out * into, out)]
        self.architecture, self.runs = architecture, runs
        self.flat = torch.zeros(sum(counts), dtype=dtype) if flat is None else flat
        parts = self.flat.split_with_sizes(counts)
        self.weights = [
            part.view(runs, *shape) for part, shape in zip(parts[::2], shapes, strict=True)
        ]
        self.biases = [part.view(runs, 1, -1) for part in parts[1::2]]
        # Kept, because making a view takes as long as multiplying by it.
        self.turned = [weights.transpose(1, 2) for weights in self.weights]

    def is_weight(self) -> Tensor:
        """Return [P]: 1 for a weight, 0 for a bias."""
        mask = Parameters(self.architecture, self.runs, torch.zeros_like(self.flat))
        for weights in mask.weights:
            weights.fill_(1)
        return mask.flat

    def of_run(self, run: int) -> "Parameters":
        """Return a copy of one network alone."""
        parts = [
            part[run].reshape(-1)
            for pair in zip(self.weights, self.biases, strict=True)
            for part in pair
        ]
        return Parameters(self.architecture, 1, torch.cat(parts))


@dataclass(frozen=True)
class Trace:
    """What happened on the way forward, layer by layer, [R, N, neurons] each.

    inputs: what each layer was given. sums: before the activation. fired: after it. The sums of the
    last layer are what the loss looks at.
    """

    inputs: list[Tensor]
    sums: list[Tensor]
    fired: list[Tensor]

    @property
    def result(self) -> Tensor:
        """The sums of the output layer, [R, N, outputs]."""
        return self.sums[-1]

    def of_first(self, count: int) -> "Trace":
        """Return the trace of the first so many points."""
        return Trace(*([part[:, :count] for part in parts]
                       for parts in (self.inputs, self.sums, self.fired)))  # fmt: skip


def forward(parameters: Parameters, inputs: Tensor, masks: Sequence[Tensor] = ()) -> Trace:
    """Send inputs [R, N, F] through the networks.

    masks: with dropout, what the outputs of each hidden layer are multiplied by, [R, N, neurons].
    """
    architecture = parameters.architecture
    trace = Trace([inputs], [], [])
    values = inputs
    last = len(parameters.weights) - 1
    for layer, (turned, biases) in enumerate(
        zip(parameters.turned, parameters.biases, strict=True)
    ):
        sums = torch.baddbmm(biases, values, turned)
        trace.sums.append(sums)
        if layer == last:
            break
        fired = ACTIVATIONS[architecture.activations[layer]].function(sums)
        trace.fired.append(fired)
        if masks:
            fired = fired * masks[layer]
        values = fired + values if architecture.skips(layer) else fired
        trace.inputs.append(values)
    return trace


def backward(
    parameters: Parameters,
    trace: Trace,
    slopes: Tensor,
    gradient: Parameters,
    masks: Sequence[Tensor] = (),
) -> None:
    """Write the gradient of the loss into `gradient`.

    slopes: [R, N, outputs], the loss's slope with respect to the sums of the output layer.
    """
    architecture = parameters.architecture
    skipped = slopes
    for layer in range(len(parameters.weights) - 1, -1, -1):
        torch.bmm(slopes.transpose(1, 2), trace.inputs[layer], out=gradient.weights[layer])
        torch.sum(slopes, 1, keepdim=True, out=gradient.biases[layer])
        if layer == 0:
            return
        values = torch.bmm(slopes, parameters.weights[layer])  # slopes of the layer's inputs
        if layer < len(trace.fired) and architecture.skips(layer):
            values = values + skipped
        below = layer - 1
        skipped = values  # a skipping layer hands on what arrives at its outputs
        if masks:
            values = values * masks[below]
        slopes = BACKWARD[architecture.activations[below]](
            values, trace.sums[below], trace.fired[below]
        )
