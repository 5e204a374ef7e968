"""A training that is computed in slices: a page never waits for longer than one takes."""

import time
from collections.abc import Iterator
from typing import Any

FIRST_SLICE, SLICE = 0.15, 0.3  # seconds


class GrowsBySlices:
    """A run whose frames are computed while the browser plays towards the last of them."""

    frames: list[Any]
    iterator: Iterator[Any]
    is_over: bool

    def more(self, seconds: float) -> None:
        """Train on for so long, at least one frame."""
        until = time.monotonic() + seconds
        while not self.is_over:
            frame = next(self.iterator, None)
            if frame is None:
                self.is_over = True
                return
            self.frames.append(frame)
            if time.monotonic() > until:
                return
