"""Sample photos that scikit-image and scikit-learn bring along; nothing is downloaded."""

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from nnkit.errors import ImageError, SettingsError

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Sample:
    """A photo: ``credit`` says who made it and on what terms, ``file`` where the package has it."""

    key: str
    title: str
    credit: str
    alt: str
    file: str


# Most appealing first; only photos whose packages state free terms. Credits: the docstrings of
# skimage/data/_fetchers.py, and README.txt in sklearn/datasets/images (which credits the flower to
# danielbuechele but links to vultilion's account).
_SAMPLES = (
    Sample(
        "cat",
        "Cat",
        "Stefan van der Walt, CC0, from scikit-image",
        "The face of a ginger tabby cat with green eyes, looking past the camera to the right.",
        "skimage/data/chelsea.png",
    ),
    Sample(
        "flower",
        "Flower",
        "vultilion on Flickr, CC BY 2.0, from scikit-learn",
        "A round orange dahlia in full bloom before blurred dark green leaves.",
        "sklearn/datasets/images/flower.jpg",
    ),
    Sample(
        "coffee",
        "Coffee",
        "Rachel Michetti, courtesy of Pikolo Espresso Bar, CC0, from scikit-image",
        "An espresso in a red cup, white inside, on a red saucer with a spoon, on a wooden table.",
        "skimage/data/coffee.png",
    ),
    Sample(
        "temple",
        "Temple",
        "danielbuechele on Flickr, CC BY 2.0, from scikit-learn",
        "A red Chinese tower with curved tiled roofs, one above the other, among trees by a lake.",
        "sklearn/datasets/images/china.jpg",
    ),
    Sample(
        "astronaut",
        "Astronaut",
        "NASA, public domain, from scikit-image",
        "The astronaut Eileen Collins smiling in an orange suit, her helmet before her, "
        "between a United States flag and a model of the space shuttle.",
        "skimage/data/astronaut.png",
    ),
    Sample(
        "rocket",
        "Rocket",
        "SpaceX, public domain, from scikit-image",
        "A white rocket on its launch pad at dusk, between lattice towers and bright lamps.",
        "skimage/data/rocket.jpg",
    ),
    Sample(
        "galaxies",
        "Galaxies",
        "NASA, Hubble eXtreme Deep Field, public domain, from scikit-image",
        "Hundreds of small bright galaxies, white, blue and orange, on a black sky.",
        "skimage/data/hubble_deep_field.jpg",
    ),
    Sample(
        "bricks",
        "Bricks",
        "CC0Textures, CC0, from scikit-image",
        "A wall of grey bricks with light joints; the rows run from top to bottom.",
        "skimage/data/brick.png",
    ),
    Sample(
        "photographer",
        "Photographer",
        "Lav Varshney, CC0, from scikit-image",
        "A man in a dark coat looks into a camera on a tripod on a lawn, in black and white.",
        "skimage/data/camera.png",
    ),
    Sample(
        "coins",
        "Coins",
        "Brooklyn Museum, no known copyright restrictions, from scikit-image",
        "Twenty-four ancient coins in four rows on a dark background, in black and white.",
        "skimage/data/coins.png",
    ),
    Sample(
        "handwriting",
        "Handwriting",
        "Wikipedia, public domain, from scikit-image",
        "Formulas written by hand in dark ink on ruled paper, seen at an angle.",
        "skimage/data/text.png",
    ),
    Sample(
        "eye",
        "Eye",
        "Mikael Häggström, CC0, from scikit-image",
        "The back of a human eye: an orange disc with branching red blood vessels.",
        "skimage/data/retina.jpg",
    ),
    Sample(
        "horse",
        "Horse",
        "Andreas Preuss (marauder), CC0, from scikit-image",
        "The black silhouette of a standing horse, facing right, on white.",
        "skimage/data/horse.png",
    ),
    Sample(
        "gravel",
        "Gravel",
        "CC0Textures, CC0, from scikit-image",
        "Small grey stones seen from above, densely packed.",
        "skimage/data/gravel.png",
    ),
    Sample(
        "grass",
        "Grass",
        "linolafett on DeviantArt, CC0, from scikit-image",
        "Blades of grass and small leaves seen from above, in black and white.",
        "skimage/data/grass.png",
    ),
)

SAMPLES: Mapping[str, Sample] = MappingProxyType({sample.key: sample for sample in _SAMPLES})


def path(key: str) -> Path:
    """Return where the file of a sample lies on this machine.

    Raises SettingsError for an unknown key, ImageError if the package that has it is missing.
    """
    if key not in SAMPLES:
        raise SettingsError(f"There is no sample {key!r}: choose one of {', '.join(SAMPLES)}.")
    package, _, inside = SAMPLES[key].file.partition("/")
    spec = importlib.util.find_spec(package)  # finds it without importing it
    if spec is None or not spec.submodule_search_locations:
        raise ImageError(f"The sample {key!r} comes with {package}, which is not installed.")
    return Path(spec.submodule_search_locations[0]) / inside


def load(key: str, max_side: int = 512) -> "Tensor":
    """Return a sample as a picture [1, 3, H, W], its longest side at most ``max_side`` pixels.

    Raises SettingsError for an unknown key.
    """
    from nnkit import images  # here, so that listing the samples needs no torch

    return images.load(path(key), max_side)
