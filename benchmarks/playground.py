"""The playground's engine: one network and sixteen, beside PyTorch's usual way.

    python -m benchmarks.playground [--rounds 5]

A network 2-4-2-1 learns from 500 points in batches of 10. An epoch of nnkit includes its frame:
losses and accuracies of all points, gradient and update sizes, and the map of every neuron, or for
sixteen the map of every output. "autograd" is what its user would write, without any frame:
nn.Sequential, binary cross-entropy and torch.optim. Rows take turns, so that the machine's other
work meets them alike; each row shows its quickest median. One thread.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator

import torch
from torch import nn
from torch.nn import functional

from nnkit.playground import (
    DataSettings,
    NetworkSettings,
    Points,
    TrainingSettings,
    make,
    train,
    train_many,
)

EPOCHS, WARM_UP, SEEDS, BATCH = 30, 3, 16, 10
GOAL_MS, GOAL_RATIO = 12.0, 2.0
POINTS = make(DataSettings("circle", points=1000, train_share=0.5))  # 500 to learn from
MANY_EPOCHS = 100_000


def settings(optimiser: str) -> TrainingSettings:
    return TrainingSettings(optimiser=optimiser, batch=BATCH, epochs=MANY_EPOCHS)


def one(optimiser: str) -> Iterator[object]:
    return train(POINTS, NetworkSettings(), settings(optimiser))


def sixteen(optimiser: str) -> Iterator[object]:
    return train_many(POINTS, NetworkSettings(), settings(optimiser), SEEDS)


def autograd(optimiser: str) -> Iterator[object]:
    inputs, targets = learned(POINTS)
    layers = (nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2), nn.Tanh(), nn.Linear(2, 1))
    network = nn.Sequential(*layers)
    kind = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimiser]
    steps = kind(network.parameters(), lr=settings(optimiser).learning_rate)
    while True:
        for batch in torch.randperm(len(inputs)).split(BATCH):
            sums = network(inputs[batch])
            loss = functional.binary_cross_entropy_with_logits(sums, targets[batch])
            steps.zero_grad()
            loss.backward()
            steps.step()
        yield loss


def learned(points: Points) -> tuple[torch.Tensor, torch.Tensor]:
    return points.inputs[points.is_train], points.targets[points.is_train, None].float()


ROWS: tuple[tuple[str, Callable[[str], Iterator[object]]], ...] = (
    ("one network", one),
    ("sixteen networks", sixteen),
    ("autograd, one, no frame", autograd),
)


def measured(run: Iterator[object]) -> float:
    """Return the median of the epochs, in milliseconds."""
    for _ in range(WARM_UP):
        next(run)
    times = []
    for _ in range(EPOCHS):
        start = time.perf_counter()
        next(run)
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    for optimiser in ("sgd", "adam"):
        quickest = {name: float("inf") for name, _ in ROWS}
        ratios = []
        for _ in range(rounds):
            this = {name: measured(run(optimiser)) for name, run in ROWS}
            quickest = {name: min(quickest[name], this[name]) for name in this}
            ratios.append(this["sixteen networks"] / this["one network"])
        print(f"\n{optimiser}: ms an epoch of 500 points")
        for name, milliseconds in quickest.items():
            print(f"  {name:<26}{milliseconds:7.2f}")
        ratio = quickest["sixteen networks"] / quickest["one network"]
        print(f"  one network: goal under {GOAL_MS:g} ms")
        print(
            f"  sixteen / one: {ratio:.2f} (rounds {min(ratios):.2f} to {max(ratios):.2f}), "
            f"goal under {GOAL_RATIO:g}"
        )


if __name__ == "__main__":
    main()
