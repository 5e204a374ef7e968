"""Digits that nobody wrote: a forger, its critic, and the game that taught them both."""

from ui import tabs

TABS = {
    "Sample": "pages.gan.sample",
    "Walk": "pages.gan.walk",
    "Latent sliders": "pages.gan.sliders",
    "Arithmetic": "pages.gan.arithmetic",
    "My digit": "pages.gan.my_digit",
    "The story": "pages.gan.story",
    "GAN lab": "pages.gan.lab",
    "Train live": "pages.gan.live",
}

tabs.heading("GAN Sampler")
tab = tabs.choose(TABS)
tab()
