"""Reading a phone photo small: ``decode`` beside opening and resizing it with Pillow alone.

``python -m benchmarks.images [--runs 7]`` prints the median of each. Target: a JPEG of 12
megapixels comes in at 224 px in about 20 ms.
"""

import argparse
import io
import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from PIL import Image

from nnkit import decoding, samples

WIDTH, HEIGHT = 4000, 3000
SIDES = (224, 512, 1024)


def phone_photo() -> bytes:
    """A real photo enlarged to 12 megapixels, with some of a sensor's noise."""
    with Image.open(samples.path("temple")) as image:
        large = image.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    noise = np.random.default_rng(0).normal(0, 4, (HEIGHT, WIDTH, 1))
    pixels = np.clip(np.asarray(large) + noise, 0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def plain(content: bytes, side: int) -> Image.Image:
    """The same with Pillow alone: decode every pixel, then resize."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    return image.resize((side, side * HEIGHT // WIDTH), Image.Resampling.LANCZOS)


def milliseconds(act: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs

    content = phone_photo()
    print(f"JPEG, {WIDTH} x {HEIGHT} pixels, {len(content) / 1e6:.1f} MB; median of {runs}")
    print(f"{'to':>8} {'decode()':>10} {'Pillow':>10} {'ratio':>7} {'mean difference':>17}")
    for side in SIDES:
        ours, theirs = [], []
        for _ in range(runs):  # in turn, so that a busy machine slows both alike
            ours.append(milliseconds(partial(decoding.decode, content, side)))
            theirs.append(milliseconds(partial(plain, content, side)))
        fast, slow = statistics.median(ours), statistics.median(theirs)
        first = np.asarray(decoding.decode(content, side)).astype(int)
        difference = np.abs(first - np.asarray(plain(content, side))).mean()
        print(
            f"{side:>5} px {fast:>7.0f} ms {slow:>7.0f} ms {slow / fast:>6.1f}x"
            f" {difference:>11.2f} / 255"
        )


if __name__ == "__main__":
    main()
