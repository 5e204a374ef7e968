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
    training = replace(run.training, epochs=run.shown.epoch)
    return (
        *settings(run.origin, run.network, training),
        "*_, frame = playground.train(points, network, training)",
    )
