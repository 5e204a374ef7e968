"""Settings to begin with, one for each data set; each was trained from many seeds."""

from dataclasses import dataclass

from nnkit.playground.data import DataSettings
from nnkit.playground.network import NetworkSettings
from nnkit.playground.settings import TrainingSettings


@dataclass(frozen=True)
class Preset:
    """A whole run under a name, with one sentence on what to watch."""

    key: str
    title: str
    sentence: str
    data: DataSettings
    network: NetworkSettings
    training: TrainingSettings


PRESETS = (
    Preset(
        "circle",
        "Circle",
        "No line parts a disc from its ring, but a few lines together fence it in.",
        DataSettings("circle", noise=0.05),
        NetworkSettings(hidden=(6, 4)),
        TrainingSettings(optimiser="adam", epochs=60),
    ),
    Preset(
        "xor",
        "XOR",
        "What one neuron cannot do: opposite corners belong together.",
        DataSettings("xor", noise=0.05),
        NetworkSettings(hidden=(6, 4)),
        TrainingSettings(optimiser="adam", epochs=60),
    ),
    Preset(
        "moons",
        "Moons",
        "Watch the boundary bend until it runs between the two horns.",
        DataSettings("moons"),
        NetworkSettings(hidden=(6, 4)),
        TrainingSettings(optimiser="adam", epochs=60),
    ),
    Preset(
        "spiral",
        "Spiral",
        "The hard one: first layers see stripes, later ones put curls together from them.",
        DataSettings("spiral", noise=0.05),
        NetworkSettings(hidden=(12, 12, 12), activations=("silu",) * 3),
        TrainingSettings(optimiser="adam", learning_rate=0.01, epochs=200),
    ),
    Preset(
        "spiral with sines",
        "Spiral, with a hint",
        "Given waves to begin with, a network half the size does it sooner.",
        DataSettings("spiral", noise=0.05),
        NetworkSettings(features=("x", "y", "sin x", "sin y"), hidden=(12, 8)),
        TrainingSettings(optimiser="adam", learning_rate=0.01, epochs=100),
    ),
    Preset(
        "clouds",
        "Clouds",
        "One neuron is enough: between two clouds a straight line will do.",
        DataSettings("gaussians"),
        NetworkSettings(hidden=(), activations=()),
        TrainingSettings(learning_rate=0.1, epochs=30),
    ),
    Preset(
        "cats and dogs",
        "Cats and dogs",
        "Small dogs are the difficult ones: told by height and weight, some pass for cats.",
        DataSettings("cats_and_dogs"),
        NetworkSettings(hidden=(4,), activations=("tanh",)),
        TrainingSettings(epochs=60),
    ),
    Preset(
        "plane",
        "Plane",
        "No classes but a number, and the simplest of all networks finds it.",
        DataSettings("plane", noise=0.0),
        NetworkSettings(hidden=(), activations=()),
        TrainingSettings("squared", learning_rate=0.01, epochs=30),
    ),
    Preset(
        "hills",
        "Hills and hollows",
        "Watch a flat sheet grow three hills and three hollows.",
        DataSettings("multi_gaussian", points=1000, noise=0.0),
        NetworkSettings(hidden=(12, 12), activations=("silu", "silu")),
        TrainingSettings("squared", "adam", learning_rate=0.01, epochs=100),
    ),
)
