"""Which pages there are, in the order of the menu and of the cards on the home page."""

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


@dataclass(frozen=True)
class Entry:
    """One page: its file, its name, its icon and what it lets a visitor find out."""

    file: str
    title: str
    icon: str
    promise: str

    @property
    def path(self) -> str:
        """The page's place in the URL."""
        return self.file.removeprefix("pages/").removesuffix(".py")


HOME = Entry("pages/home.py", "Home", ":material/home:", "Where it all begins.")
PAGES = (
    Entry(
        "pages/neuron_explorer.py",
        "Neuron Explorer",
        ":material/hub:",
        "One neuron in your hand: a decision, a sum, a line to drag, and the riddle of XOR.",
    ),
    Entry(
        "pages/network_playground.py",
        "Network Playground",
        ":material/account_tree:",
        "Build a network, press play, and watch it bend a line around a spiral.",
    ),
    Entry(
        "pages/digit_drawing.py",
        "Digit Drawing",
        ":material/draw:",
        "Write a digit: one neuron, ten neurons and two networks read it while you draw.",
    ),
    Entry(
        "pages/filter_convolution.py",
        "Filter Convolution",
        ":material/filter_center_focus:",
        "Nine numbers slide over your photo and find its edges. See every sum.",
    ),
    Entry(
        "pages/inside_a_convnet.py",
        "Inside a ConvNet",
        ":material/visibility:",
        "Follow your picture through a real network: edges, textures, parts, a name.",
    ),
    Entry(
        "pages/deep_dream.py",
        "Deep Dream",
        ":material/bedtime:",
        "Let a network paint what it sees into your photo: eyes, feathers, towers, dogs.",
    ),
    Entry(
        "pages/adversarial_fooling.py",
        "Adversarial Fooling",
        ":material/theater_comedy:",
        "Change your photo so little that nobody sees it, and the network swears: an ostrich.",
    ),
    Entry(
        "pages/style_transfer.py",
        "Style Transfer",
        ":material/brush:",
        "Your photo in stained glass, ink or a starry night's swirls: the brush of any picture.",
    ),
    Entry(
        "pages/autoencoder.py",
        "Autoencoder",
        ":material/compress:",
        "Squeeze a digit through two numbers, get it back, and stroll over the map between them.",
    ),
    Entry(
        "pages/gan_sampler.py",
        "GAN Sampler",
        ":material/fingerprint:",
        "A forger draws digits that nobody wrote, and a critic judges them. Draw one, too.",
    ),
)


def disown_pages_folder() -> None:
    """Tell Streamlit that the folder pages/ is not an old-style menu.

    It takes it for one when the first visitor of a fresh server comes by a deep link, before
    app.py has run and called ``st.navigation``.
    """
    PagesManager.uses_pages_directory = False


def navigation() -> st.Page:
    """Build the menu and return the page that the visitor is on."""
    return st.navigation(
        [
            st.Page(HOME.file, title=HOME.title, icon=HOME.icon, default=True),
            *(st.Page(e.file, title=e.title, icon=e.icon, url_path=e.path) for e in PAGES),
        ]
    )
