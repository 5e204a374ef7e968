"""Generative adversarial networks: a forger of digits, its critic, and how they learned."""

from nnkit.gan import handwriting, small
from nnkit.gan.copying import Neighbours, nearest_training
from nnkit.gan.directions import Direction
from nnkit.gan.finding import FindingFrame, find_latent
from nnkit.gan.latents import arithmetic, digits_of, draw, interpolate, interpolate_labels
from nnkit.gan.networks import LATENTS, NAMES, Critic, Generator
from nnkit.gan.sampling import Gan, discriminate, load, sample
from nnkit.gan.story import Moment, Story, load_story
from nnkit.gan.training import TrainingFrame, TrainingSettings, train

__all__ = [
    "LATENTS",
    "NAMES",
    "Critic",
    "Direction",
    "FindingFrame",
    "Gan",
    "Generator",
    "Moment",
    "Neighbours",
    "Story",
    "TrainingFrame",
    "TrainingSettings",
    "arithmetic",
    "digits_of",
    "discriminate",
    "draw",
    "find_latent",
    "handwriting",
    "interpolate",
    "interpolate_labels",
    "load",
    "load_story",
    "nearest_training",
    "sample",
    "small",
    "train",
]
