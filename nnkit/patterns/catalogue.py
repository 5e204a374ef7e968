"""The style pictures by name: what each shows and on what terms it may be used."""

from dataclasses import dataclass

from nnkit.errors import SettingsError

_OWN = "MIT, painted by nnkit's own code"


@dataclass(frozen=True)
class Pattern:
    """A style picture: `alt` says in one sentence what it shows."""

    name: str
    title: str
    alt: str
    licence: str = _OWN


# The most striking first.
_PATTERNS = (
    Pattern(
        "swirls",
        "Night of swirls",
        "Thick blue brush strokes whirl round golden stars in a night sky.",
    ),
    Pattern(
        "glass",
        "Stained glass",
        "Panes of streaky glass in red, gold, green and blue, held by dark lead.",
    ),
    Pattern(
        "mosaic",
        "Mosaic",
        "Small square stones in blue, gold, cream and brick red lie in rings round many centres.",
    ),
    Pattern(
        "curls",
        "Paper curls",
        "Strips of paper in all colours, rolled up and set on edge side by side.",
    ),
    Pattern(
        "garden",
        "Garden in thick paint",
        "Red, pink, yellow and white flowers in tall grass, laid on with a palette knife.",
    ),
    Pattern(
        "woodcut",
        "Woodcut waves",
        "Rows of pointed waves with white foam, carved in dark lines and printed in blues.",
    ),
    Pattern(
        "shards",
        "Shards",
        "Triangular facets in ochre, rust, grey green and blue, each shaded and brushed.",
    ),
    Pattern(
        "dots",
        "Evening in dots",
        "A sunset over hills and water, made of thousands of dots of pure colour.",
    ),
    Pattern(
        "watercolour",
        "Watercolour blooms",
        "Wet blots of bright paint overlap on rough paper, each with a darker rim.",
    ),
    Pattern(
        "threads",
        "Embroidery",
        "Flowers in satin stitch, red, yellow, pink and violet, on a ground of blue threads.",
    ),
    Pattern(
        "marbling",
        "Marbled paper",
        "Veins of navy, red, cream, teal and ochre drawn into feathers by a comb.",
    ),
    Pattern(
        "hatching",
        "Hatched pebbles",
        "Crossing lines of rust, teal and blue-black ink and white chalk shade pebbles on paper.",
    ),
    Pattern(
        "ink",
        "Ink wash",
        "Mountain ridges in black and grey ink fade into mist below a red sun.",
    ),
    Pattern(
        "wood",
        "Wood grain",
        "Rings of honey, red and dark brown wood flow round knots.",
    ),
)

_BY_NAME = {pattern.name: pattern for pattern in _PATTERNS}


def names() -> tuple[str, ...]:
    """Return the names of all style pictures, the most striking first."""
    return tuple(_BY_NAME)


def pattern(name: str) -> Pattern:
    """Return what is known of a style picture. Raises SettingsError for an unknown name."""
    if name not in _BY_NAME:
        raise SettingsError(f"There is no pattern {name!r}: choose one of {', '.join(_BY_NAME)}.")
    return _BY_NAME[name]
