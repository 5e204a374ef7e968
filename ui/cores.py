"""Heavy jobs on all cores, while everything else keeps to one."""

import os
from collections.abc import Iterator
from typing import TypeVar

F = TypeVar("F")


def on_all_cores(frames: Iterator[F]) -> Iterator[F]:
    """Yield the frames; each is computed with as many threads as this process has cores.

    Small sums are quicker on one thread (see `ui.warmup`), so that is what the worker goes back to.
    """
    import torch

    try:
        while True:
            torch.set_num_threads(count())
            try:
                frame = next(frames)
            except StopIteration:
                return
            finally:
                torch.set_num_threads(1)
            yield frame
    finally:
        if hasattr(frames, "close"):
            frames.close()


def count() -> int:
    """Return how many cores this process may use."""
    # A container may lend fewer cores than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
