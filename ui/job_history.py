"""The frames of a run that are kept for the player, within bounds however long the run is."""

import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Generic, TypeVar

MOST_FRAMES = 240  # about ten seconds in the player
MOST_BYTES = 12 * 2**20

E = TypeVar("E")


class History(Generic[E]):
    """Frames evenly spaced over a run: each time it is full, every second one is dropped."""

    def __init__(self, most_frames: int = MOST_FRAMES, most_bytes: int = MOST_BYTES) -> None:
        """Start empty; both bounds count kept frames, the newest one may come on top."""
        self._most_frames = most_frames
        self._most_bytes = most_bytes
        self.clear()

    def clear(self) -> None:
        """Forget every frame."""
        self._kept: list[E] = []
        self._latest: list[E] = []  # the newest frame, where the spacing passed it over
        self._bytes = 0
        self._spacing = 1
        self._seen = 0

    def add(self, encoded: E) -> None:
        """Take the next frame of the run."""
        due = self._seen % self._spacing == 0
        self._seen += 1
        if not due:
            self._latest = [encoded]
            return
        self._kept.append(encoded)
        self._latest = []
        self._bytes += size_in_bytes(encoded)
        while len(self._kept) > 1 and self._overfull():
            self._thin_out()

    def frames(self) -> list[E]:
        """The kept frames in order; the newest one is always the last."""
        return [*self._kept, *self._latest]

    def _overfull(self) -> bool:
        return len(self._kept) > self._most_frames or self._bytes > self._most_bytes

    def _thin_out(self) -> None:
        if len(self._kept) % 2 == 0:
            self._latest = self._kept[-1:]
        self._kept = self._kept[::2]
        self._bytes = sum(map(size_in_bytes, self._kept))
        self._spacing *= 2


def size_in_bytes(encoded: object) -> int:
    """Memory of an encoded frame: buffers, and whatever holds them in containers or dataclasses."""
    if isinstance(encoded, bytes | bytearray | str):
        return len(encoded)
    if isinstance(encoded, Mapping):
        return sum(map(size_in_bytes, encoded.values()))
    if isinstance(encoded, list | tuple):
        return sum(map(size_in_bytes, encoded))
    if is_dataclass(encoded):
        return sum(size_in_bytes(getattr(encoded, field.name)) for field in fields(encoded))
    return int(getattr(encoded, "nbytes", sys.getsizeof(encoded)))
