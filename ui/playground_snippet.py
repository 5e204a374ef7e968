"""The Python that leads to the visitor's run, for the tabs that ask something of it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from nnkit.playground.data import DataSettings

if TYPE_CHECKING:
    from nnkit.playground import NetworkSettings, TrainingSettings
    from ui.playground_run import Run


def settings(
    origin: object, network: "NetworkSettings", training: "TrainingSettings"
) -> tuple[str, str, str]:
    """Return the lines that make points, network and training."""
    # Points that were drawn or uploaded are the visitor's own: she has them, the code has not.
    is_made = isinstance(origin, DataSettings)
    points = f"playground.make(playground.{origin})" if is_made else "...  # your own points"
    return (
        f"points = {points}",
        f"network = playground.{network}",
        f"training = playground.{training}",
    )


def lines(run: "Run") -> tuple[str, ...]:
    """Return the lines that make points, network, training and the frame that is shown."""
    return (*_leading_here(run), f"*_, frame = {training_call(run)}")


def lines_with_way(run: "Run") -> tuple[str, ...]:
    """Return the same lines, but that they keep the run's own frames, too."""
    return (*_leading_here(run), f"frames = list({training_call(run)})", "frame = frames[-1]")


def _leading_here(run: "Run") -> tuple[str, ...]:
    return leading(replace(run, training=replace(run.training, epochs=run.shown.epoch)))


def leading(run: "Run") -> tuple[str, ...]:
    """Return the lines that make what a run is trained from and with.

    A branch begins with ``frame``, so the way there is trained again, with each edited weight.
    """
    points, network, training = settings(run.origin, run.network, run.training)
    way: list[str] = []
    for number, leg in enumerate(run.way):
        start = ", frame" if number else ""
        way += [
            f"before = playground.{leg.training}",
            f"*_, frame = playground.train(points, network, before{start})",
            *([f"frame = frame.{leg.edit}"] if leg.edit else []),
        ]
    return (points, network, *way, training)


def training_call(run: "Run") -> str:
    """Return the call that trains a run with what `leading` has made."""
    start = "" if run.start is None else ", frame"
    return f"playground.train(points, network, training{start})"
