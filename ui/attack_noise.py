"""The noise that an attack begins with, as controls and as a picture."""

from typing import TYPE_CHECKING, Any

from ui import display, permalinks

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.attacks import NoiseSettings

KINDS = {"Snow": "snow", "Mist": "mist", "Plain grey": "grey"}


def settings(side: int, on_change: Any) -> "NoiseSettings":
    """Show the kinds of noise and the seed; return what is chosen."""
    from nnkit import attacks

    kind = permalinks.choice("Begin with", list(KINDS), key="noise", on_change=on_change)
    seed = permalinks.slider(
        "Seed", 0, 50, 0, key="noise_seed", help="Another number, other noise.", on_change=on_change
    )
    return attacks.NoiseSettings(kind=KINDS[kind], side=side, seed=seed)  # type: ignore[arg-type]


def show_start(picture: "Tensor") -> None:
    """Show the noise as it is at first."""
    display.photo(picture, alt="Noise: nothing can be seen in it.", caption="Where it begins")
