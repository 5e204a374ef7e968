"""Sample photos that may be shared freely; they come with scikit-image and scikit-learn.

Only their files are used: neither package is imported, and torch only when a tensor is wanted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from nnkit.errors import ImageError, SettingsError

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Sample:
    """A photo: its file inside an installed package, its name, its licence, what it shows."""

    key: str
    title: str
    file: str
    credit: str
    alt: str


_CC0 = "CC0"
_PUBLIC = "public domain"
_NONE_KNOWN = "no known copyright restrictions"

_SAMPLES = (
    Sample("cat", "Cat", "skimage/data/chelsea.png", _CC0,
           "The face of a tabby cat with green eyes, looking to the right."),
    Sample("flower", "Flower", "sklearn/datasets/images/flower.jpg", "CC BY 2.0, vultilion",
           "An orange dahlia before dark green leaves."),
    Sample("coffee", "Coffee", "skimage/data/coffee.png", _CC0,
           "An espresso in a red cup on a wooden table."),
    Sample("temple", "Temple", "sklearn/datasets/images/china.jpg", "CC BY 2.0, danielbuechele",
           "A Chinese pagoda with red columns above a lake."),
    Sample("astronaut", "Astronaut", "skimage/data/astronaut.png", f"NASA, {_PUBLIC}",
           "A smiling astronaut in an orange suit beside a model of the space shuttle."),
    Sample("rocket", "Rocket", "skimage/data/rocket.jpg", f"SpaceX, {_PUBLIC}",
           "A rocket on its launch pad at dusk between steel towers."),
    Sample("galaxies", "Galaxies", "skimage/data/hubble_deep_field.jpg", f"NASA, {_PUBLIC}",
           "Thousands of small coloured galaxies on black."),
    Sample("bricks", "Bricks", "skimage/data/brick.png", _CC0,
           "A grey wall of long upright bricks."),
    Sample("photographer", "Photographer", "skimage/data/camera.png", _CC0,
           "A man in a dark coat behind a camera on a tripod, black and white."),
    Sample("coins", "Coins", "skimage/data/coins.png", _NONE_KNOWN,
           "Twenty-four ancient coins in four rows on a dark ground."),
    Sample("gravel", "Gravel", "skimage/data/gravel.png", _CC0,
           "Small grey stones, densely packed."),
    Sample("grass", "Grass", "skimage/data/grass.png", _CC0,
           "Blades of grass from above, black and white."),
    Sample("eye", "Eye", "skimage/data/retina.jpg", _CC0,
           "The inside of a human eye: red vessels on an orange disc."),
    Sample("horse", "Horse", "skimage/data/horse.png", _CC0,
           "The black outline of a horse on white."),
)  # fmt: skip

SAMPLES: Mapping[str, Sample] = MappingProxyType({entry.key: entry for entry in _SAMPLES})


def path(key: str) -> Path:
    """Return the file of a sample.

    Raises SettingsError for an unknown key and ImageError when the file is not installed.
    """
    if key not in SAMPLES:
        raise SettingsError(f"There is no sample named '{key}'; known: {', '.join(SAMPLES)}.")
    package, _, rest = SAMPLES[key].file.partition("/")
    file = _folder(package) / rest
    if not file.is_file():
        raise ImageError(f"The sample '{key}' is not installed: install {package} again.")
    return file


def load(key: str, max_side: int = 512) -> "Tensor":
    """Return a sample as [1, 3, H, W] in 0..1, its longest side at most ``max_side`` px."""
    from nnkit import images

    return images.load(path(key), max_side)


@cache
def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ImageError(f"The sample photos need the package {package}: install it.")
    return Path(next(iter(spec.submodule_search_locations)))
