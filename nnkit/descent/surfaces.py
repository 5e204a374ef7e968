"""Loss surfaces over two weights, to walk down on: a map of each, and where it is lowest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

import torch
from torch import Tensor

from nnkit.box import Box
from nnkit.descent.fits import Fit, line_examples, neuron_examples
from nnkit.descent.formulas import Ravine, Saddle, Valleys
from nnkit.errors import SettingsError

Place = tuple[float, float]


class Terrain(Protocol):
    """Heights and slopes: places [..., 2] in, values [...] and gradients [..., 2] out."""

    def value(self, places: Tensor, /) -> Tensor:
        """Return the heights."""

    def gradient(self, places: Tensor, /) -> Tensor:
        """Return the gradients, written by hand."""


@dataclass(frozen=True)
class Surface:
    """A loss over two weights, float64.

    axes: what the weights are called. box: the map. start: a good place to set out from. minima:
    all the places where it is lowest.
    """

    key: str
    title: str
    sentence: str
    axes: tuple[str, str]
    box: Box
    start: Place
    minima: tuple[Place, ...]
    terrain: Terrain = field(repr=False)

    def value(self, places: Tensor) -> Tensor:
        """Return the loss [...] at places [..., 2]."""
        return self.terrain.value(places)

    def gradient(self, places: Tensor) -> Tensor:
        """Return the gradient [..., 2] at places [..., 2]."""
        return self.terrain.gradient(places)

    @property
    def examples(self) -> Fit | None:
        """The examples that the loss is a mean over, None where it is a mere formula."""
        return self.terrain if isinstance(self.terrain, Fit) else None


def surface(key: str) -> Surface:
    """Return the named one of `SURFACES`, or raise SettingsError."""
    if key not in SURFACES:
        raise SettingsError(f"surface must be one of {', '.join(SURFACES)}.")
    return SURFACES[key]


def heights(surface: Surface, resolution: int) -> Tensor:
    """Return the loss over the surface's box, float64 [resolution, resolution], top row first.

    resolution: 2..1024. Raises SettingsError.
    """
    rows = surface.box.grid(resolution)
    return torch.stack([surface.value(row) for row in rows])  # by rows: examples take memory


_LINE, _NEURON = line_examples(), neuron_examples()

_ALL = (
    Surface(
        "line",
        "Fitting a line",
        "Every place on this map is a line: its slope w and its height b. The loss is the mean "
        "squared distance from the points, and it makes a bowl with a single bottom.",
        ("slope w", "height b"),
        Box(-2.0, 4.0, -2.5, 3.5),
        (-1.4, -1.8),
        (_LINE.lowest(),),
        _LINE,
    ),
    Surface(
        "neuron",
        "One neuron, yes or no",
        "A neuron's weight and bias, judged by cross-entropy. Far from the bottom the slope hardly "
        "changes; near it the ground turns almost flat, and the last steps are small ones.",
        ("weight w", "bias b"),
        Box(-3.0, 5.0, -4.0, 4.0),
        (-2.4, 3.2),
        (_NEURON.lowest(),),
        _NEURON,
    ),
    Surface(
        "ravine",
        "A ravine",
        "Steep walls, and a floor that hardly slopes. Steps that suit the floor are too long for "
        "the walls, so plain descent zigzags from one to the other.",
        ("weight 1", "weight 2"),
        Box(-5.0, 5.0, -2.5, 2.5),
        (-4.5, 1.8),
        ((0.0, 0.0),),
        Ravine(),
    ),
    Surface(
        "saddle",
        "A saddle",
        "A mountain pass: the lowest point of the way along, the highest of the way across. The "
        "slope at its top is zero, though it is no minimum, and many a path lingers there.",
        ("weight 1", "weight 2"),
        Box(-2.5, 2.5, -2.0, 2.0),
        (-2.0, 0.01),
        ((0.0, 1.0), (0.0, -1.0)),
        Saddle(),
    ),
    Surface(
        "valleys",
        "Many valleys",
        "Wherever you are, down leads only into the nearest valley, and most valleys are not the "
        "deepest. A little momentum can carry a path over the rim.",
        ("weight 1", "weight 2"),
        Box(-6.0, 6.0, -6.0, 6.0),
        (-4.4, 4.1),
        ((0.0, 0.0),),
        Valleys(),
    ),
)

SURFACES: Mapping[str, Surface] = MappingProxyType({one.key: one for one in _ALL})
