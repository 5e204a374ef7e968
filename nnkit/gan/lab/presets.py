"""Settings to begin with; each was trained from many seeds."""

from dataclasses import dataclass

from nnkit.gan.lab.clouds import CloudSettings
from nnkit.gan.lab.settings import LabSettings


@dataclass(frozen=True)
class Preset:
    """A whole run under a name, with one sentence on what to watch."""

    key: str
    title: str
    sentence: str
    cloud: CloudSettings
    settings: LabSettings


PRESETS = (
    Preset(
        "gaussians",
        "Eight clumps",
        "The forger's one blob reaches out for all eight clumps, and its sheet of noise wears "
        "thin between them.",
        CloudSettings("gaussians"),
        LabSettings(),
    ),
    Preset(
        "ring",
        "Ring",
        "There is nothing in the middle of the ring: the forger learns to push its sheet apart.",
        CloudSettings("ring"),
        LabSettings(rounds=1200),
    ),
    Preset(
        "line",
        "Line",
        "A handful of neurons is enough to fold a sheet of noise into one stroke.",
        CloudSettings("line"),
        LabSettings(generator=(16,), critic=(16, 16), rounds=1000),
    ),
    Preset(
        "disjoint",
        "Three islands",
        "Wide gulfs make a sure critic, and a sure critic teaches little. The Wasserstein game has "
        "a slope everywhere, so that forgeries find their way to each island.",
        CloudSettings("disjoint"),
        LabSettings(loss="wasserstein", critic_rate=0.005, rounds=1000),
    ),
    Preset(
        "collapse",
        "Collapse, on purpose",
        "This forger takes ten hasty steps for each of the critic's. It bets everything on one "
        "clump; when the critic finds out, it runs to the next.",
        CloudSettings("gaussians"),
        LabSettings(
            generator=(16, 16),
            critic=(16, 16),
            activation="relu",
            generator_rate=0.015,
            critic_rate=0.005,
            generator_steps=10,
            rounds=800,
        ),
    ),
)
