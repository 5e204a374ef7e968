"""64 forged digits, all included, beside the bare forward pass of the same network.

    python -m benchmarks.gan [--rounds 5] [--threads 2]

Rows take turns, so that the machine's other work meets them alike; each shows its quickest median.
"As a user would" is the same network as it comes out of training: batch norm not folded, NCHW.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import torch

from nnkit import gan, heap
from nnkit.gan import networks

COUNT, TIMES, WARM_UP = 64, 30, 5
GOAL_MS, GOAL_RATIO = 40.0, 1.3


def milliseconds(action: Callable[[], object]) -> float:
    """Median of many calls."""
    for _ in range(WARM_UP):
        action()
    samples = []
    for _ in range(TIMES):
        began = time.perf_counter()
        action()
        samples.append(1000 * (time.perf_counter() - began))
    return statistics.median(samples)


def rows() -> dict[str, Callable[[], object]]:
    """What is measured, by name."""
    digits, conditional = gan.load("digits"), gan.load("conditional")
    latents = gan.draw(COUNT, 0)
    labels = torch.full((COUNT,), 7)
    pictures = digits.sample(COUNT, 0)
    trained = networks.make("digits")[0].eval()

    def bare(network: torch.nn.Module, *given: torch.Tensor) -> torch.Tensor:
        with torch.inference_mode():
            made: torch.Tensor = network(*given)
        return made

    return {
        "digits: bare forward": lambda: bare(digits.forger, latents),
        "digits: sample": lambda: digits.sample(COUNT, 0),
        "conditional: bare forward": lambda: bare(conditional.forger, latents, labels),
        "conditional: sample": lambda: conditional.sample(COUNT, 0, label=7),
        "digits: as a user would": lambda: bare(trained, latents),
        "critic: bare forward": lambda: bare(digits.critic, pictures),
        "critic: discriminate": lambda: digits.discriminate(pictures),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    heap.reuse()
    actions = rows()
    quickest = dict.fromkeys(actions, float("inf"))
    for _ in range(options.rounds):
        for name, action in actions.items():
            quickest[name] = min(quickest[name], milliseconds(action))
    print(f"{COUNT} pictures, {options.threads} threads, milliseconds")
    for name, found in quickest.items():
        print(f"  {name:<28}{found:7.2f}")
    for name in gan.NAMES:
        ratio = quickest[f"{name}: sample"] / quickest[f"{name}: bare forward"]
        print(
            f"  {name}: {quickest[f'{name}: sample']:.1f} ms (goal under {GOAL_MS:g}), "
            f"{ratio:.2f} x the bare forward (goal at most {GOAL_RATIO:g})"
        )


if __name__ == "__main__":
    main()
