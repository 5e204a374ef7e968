"""Dreams to begin with, chosen by eye from many on the sample photos with EfficientNet-Lite0."""

from dataclasses import dataclass

from nnkit.dream.settings import DreamSettings


@dataclass(frozen=True)
class Preset:
    """A dream under a name, with one sentence on what to expect."""

    key: str
    title: str
    sentence: str
    settings: DreamSettings


PRESETS = (
    Preset(
        "eyes",
        "Eyes and fur",
        "Eyes open everywhere, and whatever they look out of grows fur.",
        DreamSettings(
            (("block 10", 1.0),), octaves=5, scale=1.3, steps=14, step_size=0.01, smoothing=0.76
        ),
    ),
    Preset(
        "garden",
        "Fruit garden",
        "A deep layer knows whole things: trees bear fruit, roofs shine, skies fill with domes.",
        DreamSettings((("block 13", 1.0),), octaves=3, steps=24, step_size=0.01, smoothing=0.79),
    ),
    Preset(
        "wonderland",
        "Wonderland",
        "An early, a middle and a deep layer dream together: patterns, beads and creatures.",
        DreamSettings(
            (("block 5", 1.0), ("block 9", 1.0), ("block 13", 1.0)),
            steps=16,
            step_size=0.012,
            smoothing=0.77,
        ),
    ),
    Preset(
        "strokes",
        "Brush strokes",
        "An early layer knows only edges, so it paints them, broad and bold.",
        DreamSettings((("block 3", 1.0),), octaves=3, steps=12, step_size=0.01, smoothing=0.76),
    ),
    Preset(
        "bubbles",
        "Bubbles",
        "One single map of 112: it likes nothing but round, shining, striped things.",
        DreamSettings((("block 9", 1.0),), channel=3, steps=20, step_size=0.012, smoothing=0.77),
    ),
    Preset(
        "towers",
        "Towers",
        "Another single map, which raises tall columns full of windows.",
        DreamSettings((("block 10", 1.0),), channel=18, steps=20, step_size=0.012, smoothing=0.77),
    ),
    Preset(
        "facets",
        "Facets",
        "A single map that answers to folds and edges of stone cuts everything like a gem.",
        DreamSettings(
            (("block 9", 1.0),), channel=102, scale=1.5, steps=20, step_size=0.01, smoothing=0.7
        ),
    ),
    Preset(
        "castle",
        "Castle",
        "A single deep map builds walls and turrets, and leaves what it builds on to be seen.",
        DreamSettings(
            (("block 13", 1.0),), channel=80, octaves=3, steps=20, step_size=0.01, smoothing=0.78
        ),
    ),
    Preset(
        "manes",
        "Manes",
        "A single map finds shaggy heads, each in a halo of its own, wherever something is round.",
        DreamSettings(
            (("block 11", 1.0),), channel=180, octaves=4, scale=1.45, steps=20, smoothing=0.84
        ),
    ),
)
