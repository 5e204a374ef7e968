"""Which layers say what style is and which what content is, network by network."""

from dataclasses import dataclass

from nnkit.errors import SettingsError


@dataclass(frozen=True)
class Recipe:
    """Layers whose statistics are the style, one whose maps are the content, and its weight.

    content_weight: at even strength, how much the content's loss counts against the mean of the
    styles' losses.
    """

    style: tuple[str, ...]
    content: str
    content_weight: float = 0.1


# The stem, and what the first block at each size widens its input to (`looking.lenses_of`), both
# before anything is clipped: chosen by eye. Behind ReLU6 half of the values are 0 or 6.
_LITE0 = Recipe(
    ("stem convolution", "block 0", "block 2", "block 4", "block 7"),
    "block 4",
)
# The same places in the deeper siblings.
_DEEPER = Recipe(
    ("stem convolution", "block 0", "block 3", "block 6", "block 10"),
    "block 6",
)
# The layers of Gatys, Ecker and Bethge 2016. Not tried by eye, like SqueezeNet's below.
_VGG = Recipe(tuple(f"conv {n}_1" for n in range(1, 6)), "conv 4_2")
# Those of Stanford's course CS231n for this network.
_SQUEEZENET = Recipe(("stem", "fire 3", "fire 4", "fire 5"), "fire 2")

RECIPES = {
    "efficientnet_lite0": _LITE0,
    "efficientnet_lite1": _DEEPER,
    "efficientnet_lite2": _DEEPER,
    "vgg16": _VGG,
    "vgg19": _VGG,
    "squeezenet1_1": _SQUEEZENET,
}


def recipe(network_name: str) -> Recipe:
    """Return the recipe for a network. Raises SettingsError for one that has none."""
    if network_name not in RECIPES:
        known = ", ".join(RECIPES)
        raise SettingsError(f"'{network_name}' is no network to paint with: take one of {known}.")
    return RECIPES[network_name]
