"""A row of a benchmark: steps timed in a fresh process, on a CPU or a GPU."""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch.nn import functional

from nnkit import samples

ROOT = Path(__file__).parents[1]
WARM_UP, MOST = 3, 40
ON_GPU = 20  # steps between two looks at the clock: a look waits for all that was started


def in_fresh_process(module: str, row: str, *arguments: object) -> dict[str, float] | None:
    """Run ``python -m module --measure row ...``; return the JSON that it prints as its last line.

    None where it fails; its last words are printed.
    """
    run = subprocess.run(
        [sys.executable, "-m", module, "--measure", row, *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if run.returncode != 0:
        print(f"{row}: {(run.stderr.strip().splitlines() or ['failed'])[-1]}")
        return None
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def timed(steps: Iterator[None], device: torch.device, enough_seconds: float) -> dict[str, float]:
    """Return the milliseconds of a step, the median, and the peak memory in MB."""
    group = ON_GPU if device.type == "cuda" else 1
    times: list[float] = []
    for _ in range(WARM_UP):
        next(steps)
    while len(times) < MOST and sum(times) < enough_seconds:
        wait(device)
        begin = time.perf_counter()
        for _ in range(group):
            next(steps)
        wait(device)
        times.append((time.perf_counter() - begin) / group)
    return {"ms": 1000 * statistics.median(times), "peak": peak_mb(device)}


def wait(device: torch.device) -> None:
    """Wait until a GPU has done all that was asked of it."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def peak_mb(device: torch.device) -> float:
    """Return the most memory that this process, or on a GPU its tensors, ever took."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device) / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6  # Linux counts KiB


def photo(name: str, width: int, height: int, device: torch.device) -> torch.Tensor:
    """Return a sample photo in this size."""
    picture = samples.load(name)
    return functional.interpolate(picture, (height, width), mode="bicubic").clamp(0, 1).to(device)
