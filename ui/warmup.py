"""Loads the heavy parts once, in the background, while the visitor reads the first page."""

import gc
import importlib
import logging
import threading
import time
from collections.abc import Callable, Sequence

import streamlit as st

from ui import site

_log = logging.getLogger("nnkit.warmup")

HEAVY_MODULES = (
    "nnkit.images",
    "nnkit.convolution",
    "nnkit.kernels",
    "nnkit.challenges",
    "nnkit.digits",
    "nnkit.attacks",
    "nnkit.autoencoder",
    "nnkit.playground",
    "altair",
)


class WarmUp:
    """Runs its steps once on a thread of its own; a failing step is logged and passed over."""

    def __init__(self, steps: Sequence[Callable[[], object]]) -> None:
        """Take the steps in the order in which they run."""
        self._steps = steps
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()

    def start(self) -> None:
        """Begin, unless it has begun."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="warm-up", daemon=True)
                self._thread.start()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end, at most ``timeout`` seconds; return whether all is loaded."""
        return self._ready.wait(timeout)

    def _run(self) -> None:
        began = time.perf_counter()
        for step in self._steps:
            try:
                step()
            except Exception:
                _log.exception("A part could not be loaded beforehand.")
        self._ready.set()
        _log.info("Warmed up in %.1f s.", time.perf_counter() - began)


def _import_modules() -> None:
    for name in HEAVY_MODULES:
        importlib.import_module(name)


def _reuse_heap() -> None:
    from nnkit import heap

    heap.reuse()


def _calm_threads() -> None:
    """Let each small sum run on the thread that asks for it.

    Threads started later inherit this. On a busy machine two threads that wait for one another
    made a frequency response take 16 ms instead of 0.05.
    """
    import torch

    torch.set_num_threads(1)


def _load_networks() -> None:
    from nnkit import digits, vision

    vision.load()
    vision.load_first_layer()
    vision.imagenet_labels()
    vision.untrained()
    for name in (*digits.NETWORKS, "gate"):
        digits.load(name)


def _rehearse() -> None:
    """Run one small filter, read one digit: first calls set up thread pools and kernels."""
    import torch

    from nnkit import convolution, images
    from ui import digit_examples, digit_reading

    picture = torch.zeros(1, 3, 64, 64)
    images.to_jpeg(convolution.convolve(picture, torch.ones(3, 3)))
    digit_reading.look(digit_examples.example(6))


def freeze() -> None:
    """Take all that is loaded out of the garbage collector's sight.

    Streamlit collects garbage after every rerun; with torch imported that costs 200 ms each time.
    Call it again after a later heavy import.
    """
    gc.collect()
    gc.freeze()


_warm_up = WarmUp([_import_modules, _calm_threads, _reuse_heap, _load_networks, _rehearse, freeze])
start = _warm_up.start
wait = _warm_up.wait


def wait_on_page() -> None:
    """Hold a page that needs torch until it is loaded, with a word to the visitor meanwhile."""
    start()
    if wait(timeout=0):
        return
    site.disown_pages_folder()
    slot = st.empty()
    with slot.container():
        st.caption("Waking up the networks: a few seconds, once after the start of the server.")
        progress = st.progress(0.0)
    ticks = 0
    while not wait(timeout=0.1):
        ticks += 1
        progress.progress(min(0.95, ticks / 50))  # a call into Streamlit lets a click interrupt
    slot.empty()
    st.rerun()  # the run began before everything was there: let the whole page begin again
