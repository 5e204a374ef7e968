"""Filters: nnkit beside torch's conv2d, SciPy and OpenCV, in milliseconds.

    python -m benchmarks.convolution [--quick]

Everyone starts from the same RGB picture with zeros past its border. nnkit and torch are given
the tensor [1,3,H,W]; OpenCV an array [H,W,3], its natural layout, and once more the tensor
("from tensor": rearranged there and back, as its user would have to); SciPy the three planes.
Medians of alternating runs, as many as fit into two seconds for each peer.
The last column is nnkit's time over the fastest peer's: at most 1.2 is the aim.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from scipy import ndimage, signal

from nnkit.convolution import convolve

AIM = 1.2
SIZES = (3, 5, 15, 31)
ENOUGH_SECONDS = 2.0
# Above this many multiplications a direct peer would need minutes and could not win.
HOPELESS = 2e10


def peers(picture: torch.Tensor, kernel: torch.Tensor) -> dict[str, Callable[[], object]]:
    """Return what each library's user would call, OpenCV's layout prepared beforehand."""
    cells = kernel.numpy()
    planes = picture[0].numpy()
    natural = np.ascontiguousarray(planes.transpose(1, 2, 0))
    size = len(kernel)
    depthwise = kernel.expand(3, 1, size, size).contiguous()
    single = kernel[None, None]

    def opencv(image: np.ndarray) -> np.ndarray:
        return cv2.filter2D(image, -1, cells, borderType=cv2.BORDER_CONSTANT)

    def opencv_from_tensor() -> torch.Tensor:
        image = np.ascontiguousarray(picture[0].permute(1, 2, 0).numpy())
        return torch.from_numpy(opencv(image)).permute(2, 0, 1)[None].contiguous()

    work = picture.numel() * kernel.numel()
    result: dict[str, Callable[[], object]] = {
        "nnkit": lambda: convolve(picture, kernel),
        "OpenCV": lambda: opencv(natural),
        "OpenCV from tensor": opencv_from_tensor,
        "fftconvolve": lambda: signal.fftconvolve(
            planes, cells[None, ::-1, ::-1], mode="same", axes=(1, 2)
        ),
    }
    if work < HOPELESS:
        result |= {
            "conv2d groups=3": lambda: F.conv2d(picture, depthwise, padding="same", groups=3),
            "conv2d as batch": lambda: F.conv2d(picture[0][:, None], single, padding="same"),
            "ndimage": lambda: [ndimage.correlate(p, cells, mode="constant") for p in planes],
        }
    return result


def medians(calls: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return each call's median in milliseconds over rounds in ever new order.

    Every timed run follows an untimed one of the same call, so that nobody pays for waking the
    threads or refilling the caches that a neighbour emptied; slow calls need no such care.
    """
    shuffled, times = random.Random(0), {name: [run(call)] for name, call in calls.items()}
    for _ in range(rounds):
        for name in shuffled.sample(list(calls), len(calls)):
            if sum(times[name]) < ENOUGH_SECONDS:
                if times[name][0] < 0.1:
                    run(calls[name])
                times[name].append(run(calls[name]))
    return {name: 1000 * statistics.median(t[1:] or t) for name, t in times.items()}


def run(call: Callable[[], object]) -> float:
    """Return the seconds of one call; freeing its result is not counted."""
    begin = time.perf_counter()
    result = call()
    seconds = time.perf_counter() - begin
    del result
    return seconds


def kernels(size: int) -> dict[str, torch.Tensor]:
    """Return a separable and a non-separable kernel."""
    bell = cv2.getGaussianKernel(size, -1)
    gaussian = torch.from_numpy((bell @ bell.T).astype(np.float32))
    noise = torch.rand(size, size, generator=torch.Generator().manual_seed(size))
    return {"Gaussian": gaussian, "random": noise / noise.sum()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="512 x 512 only, fewer rounds")
    quick = parser.parse_args().quick

    columns = ["nnkit", "OpenCV", "OpenCV from tensor", "fftconvolve"]
    columns += ["conv2d groups=3", "conv2d as batch", "ndimage"]
    print(f"torch {torch.__version__}, OpenCV {cv2.__version__}, {torch.get_num_threads()} threads")
    print("| picture | kernel | " + " | ".join(columns) + " | ratio |")
    print("|" + "---|" * (len(columns) + 3))
    worst = 0.0
    for width, height in [(512, 512)] if quick else [(512, 512), (4000, 3000)]:
        generator = torch.Generator().manual_seed(0)
        picture = torch.rand(1, 3, height, width, generator=generator)
        rounds = 21 if quick else 61
        for size in SIZES:
            for kind, kernel in kernels(size).items():
                took = medians(peers(picture, kernel), rounds)
                ratio = took["nnkit"] / min(t for name, t in took.items() if name != "nnkit")
                worst = max(worst, ratio)
                cells = [f"{took[name]:.2f}" if name in took else "-" for name in columns]
                print(
                    f"| {width} x {height} | {size} x {size} {kind} | "
                    f"{' | '.join(cells)} | {ratio:.2f} |",
                    flush=True,
                )
    print(f"worst ratio {worst:.2f} (aim: at most {AIM})")


if __name__ == "__main__":
    main()
