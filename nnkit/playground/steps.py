"""The engine: R networks of one shape go through the points, epoch by epoch."""

from collections.abc import Sequence
from itertools import repeat

import torch
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.playground import network as networks
from nnkit.playground import optimisers, seeds
from nnkit.playground.features import features
from nnkit.playground.layers import Parameters, Trace, backward, forward
from nnkit.playground.network import NetworkSettings
from nnkit.playground.objectives import objective
from nnkit.playground.points import Points
from nnkit.playground.settings import TrainingSettings

_TOO_LARGE = 1e6  # a weight beyond this will not come back


class Engine:
    """Networks in training, all on the same points; each has its own first weights and order."""

    def __init__(
        self,
        points: Points,
        network: NetworkSettings,
        training: TrainingSettings,
        runs: int = 1,
        parameters: Parameters | None = None,
        memory: optimisers.Memory | None = None,
        epoch: int = 0,
    ) -> None:
        """Begin with first weights, or go on with copies of those given."""
        self.network, self.training, self.epoch = network, training, epoch
        self.objective = objective(training.loss, points)
        self.seeds = [training.seed + run for run in range(runs)]
        wanted = network.architecture(self.objective.outputs)
        if parameters is None:
            own = tuple(network.seed + run for run in range(runs))
            self.parameters = networks.initial(network, self.objective.outputs, own)
        else:
            if parameters.architecture.sizes != wanted.sizes:
                raise SettingsError(
                    "A run can go on only with a network of the same shape: "
                    f"{parameters.architecture.sizes}, not {wanted.sizes}."
                )
            self.parameters = Parameters(wanted, runs, parameters.flat.clone())
        self.gradient = Parameters(wanted, runs)
        self.optimiser = optimisers.make(training.optimiser, self.parameters.flat, memory)
        self.penalised = self.parameters.is_weight()
        ordered = torch.cat([points.is_train.nonzero(), (~points.is_train).nonzero()])[:, 0]
        self.learned = int(points.is_train.sum())
        self.inputs = features(points.inputs[ordered].float(), network.features)  # [N, F]
        self.wanted = self.objective.wanted(points.targets[ordered])  # [N, outputs]
        self.dropped: list[Tensor] = []

    def learn(self) -> None:
        """Go once through all points to learn from."""
        order = torch.stack([self._order(seed) for seed in self.seeds])  # [R, N]
        masks = self._masks()
        steps = zip(
            self._batches(self.inputs[order]),
            self._batches(self.wanted[order]),
            zip(*map(self._batches, masks), strict=True) if masks else repeat(()),
            strict=False,
        )
        for inputs, wanted, part in steps:
            self._step(inputs, wanted, part)
        self.dropped = [mask[0, -1] == 0 for mask in masks]
        self.epoch += 1

    def _batches(self, rows: Tensor) -> tuple[Tensor, ...]:
        batch = self.training.batch
        return rows.tensor_split(tuple(range(batch, self.learned, batch)), 1)

    def _step(self, inputs: Tensor, wanted: Tensor, masks: Sequence[Tensor]) -> None:
        trace = forward(self.parameters, inputs, masks)
        slopes = self.objective.slopes(trace.result, wanted).div_(inputs.shape[1])
        backward(self.parameters, trace, slopes, self.gradient, masks)
        add_penalties(self.gradient.flat, self.parameters.flat, self.penalised, self.training)
        rate = self.training.learning_rate
        self.optimiser.step(self.parameters.flat, self.gradient.flat, rate)

    def _order(self, seed: int) -> Tensor:
        own = seeds.generator(seed, "order", self.epoch)
        return torch.randperm(self.learned, generator=own)

    def _masks(self) -> list[Tensor]:
        """Return, for each hidden layer, what dropout multiplies its outputs by, [R, N, neurons].

        Which neurons are off hangs on the seed, the epoch and the layer, and on nothing before.
        """
        likely = self.network.dropout
        if not likely:
            return []
        return [
            torch.stack([
                torch.rand(self.learned, neurons, generator=seeds.generator(
                    seed, "dropout", self.epoch, layer)) >= likely
                for seed in self.seeds
            ]) / (1 - likely)
            for layer, neurons in enumerate(self.network.hidden)
        ]  # fmt: skip

    def look(self, others: Tensor | None = None) -> Trace:
        """Send all points, those to learn from first, through the networks; then `others`."""
        rows = self.inputs if others is None else torch.cat([self.inputs, others])
        return forward(self.parameters, rows.expand(self.parameters.runs, -1, -1))

    def losses(self, trace: Trace) -> tuple[Tensor, Tensor]:
        """Return the mean losses [R] over the points to learn from and to test with."""
        each = self.objective.losses(trace.result[:, : len(self.wanted)], self.wanted)
        return each[:, : self.learned].mean(1), each[:, self.learned :].mean(1)

    def scores(self, trace: Trace) -> tuple[Tensor, Tensor]:
        """Return the accuracies or R^2 [R] over the points to learn from and to test with."""
        sums, count = trace.result[:, : len(self.wanted)], self.learned
        return (
            self.objective.score(sums[:, :count], self.wanted[:count]),
            self.objective.score(sums[:, count:], self.wanted[count:]),
        )

    def whole_gradient(self, trace: Trace) -> Parameters:
        """Return the gradient of the mean loss over all points to learn from, without penalties."""
        gradient = Parameters(self.parameters.architecture, self.parameters.runs)
        own = trace.of_first(self.learned)
        slopes = self.objective.slopes(own.result, self.wanted[: self.learned])
        backward(self.parameters, own, slopes / self.learned, gradient)
        return gradient

    def diverged(self) -> Tensor:
        """Return [R]: whose weights are not numbers any more, or beyond all bounds."""
        sides = [
            part.flatten(1).abs().amax(1)
            for part in (*self.parameters.weights, *self.parameters.biases)
        ]
        return ~(torch.stack(sides).amax(0) <= _TOO_LARGE)


def add_penalties(
    gradient: Tensor, weights: Tensor, is_weight: Tensor, training: TrainingSettings
) -> None:
    """Add to a gradient [P] what L1 and L2 pull at the weights; biases go free."""
    if training.l2:
        gradient.addcmul_(weights, is_weight, value=training.l2)
    if training.l1:
        gradient.addcmul_(weights.sign(), is_weight, value=training.l1)
