"""One recognition, preparation included, on one core, beside the bare forward pass.

``python -m benchmarks.recognition [--times 300]``. Target: under 5 ms for each network.
"""

import argparse
import statistics
import time

import torch

from nnkit import digits
from nnkit.strokes import paint
from ui import digit_examples


def milliseconds(action, times):
    """Median and 90th percentile over many single calls."""
    for _ in range(20):
        action()
    samples = []
    for _ in range(times):
        began = time.perf_counter()
        action()
        samples.append(1000 * (time.perf_counter() - began))
    return statistics.median(samples), statistics.quantiles(samples, n=10)[-1]


def row(name, action, times):
    median, late = milliseconds(action, times)
    print(f"{name:<44}{median:>9.2f}{late:>9.2f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=300)
    times = parser.parse_args().times
    torch.set_num_threads(1)
    drawing = paint(digit_examples.example(3))
    prepared = digits.prepare(drawing)
    print(f"{'milliseconds on one core':<44}{'median':>9}{'p90':>9}")
    row("painting the strokes on 280 x 280", lambda: paint(digit_examples.example(3)), times)
    row("preparation of 280 x 280", lambda: digits.prepare(drawing), times)
    for name in digits.NETWORKS:
        module = digits.load(name).module
        with torch.inference_mode():
            row(f"{name}: bare forward pass", lambda m=module: m(prepared.image), times)
        row(f"{name}: recognise, all included", lambda n=name: digits.recognise(drawing, n), times)

    def all_four():
        seen = digits.prepare(drawing)
        return [digits.recognise(seen, name) for name in digits.NETWORKS]

    row("all four networks, one preparation", all_four, times)


if __name__ == "__main__":
    main()
