"""The Python that leads to the visitor's run, for the tabs that ask something of it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from nnkit.playground.data import DataSettings

if TYPE_CHECKING:
    from ui.playground_run import Run


def lines(run: "Run") -> tuple[str, ...]:
    """Return the lines that make points, network, training and the frame that is shown."""
    # Points that were drawn or uploaded are the visitor's own: she has them, the code has not.
    points = f"playground.make(playground.{run.origin})"
    training = replace(run.training, epochs=run.shown.epoch)
    return (
        f"points = {points if isinstance(run.origin, DataSettings) else '...  # your own points'}",
        f"network = playground.{run.network}",
        f"training = playground.{training}",
        "*_, frame = playground.train(points, network, training)",
    )
