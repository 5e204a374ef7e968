"""The fifth tab: more than one class in nine is a dog, and what that does to the network."""

import streamlit as st

from nnkit.vision import coarse
from ui import class_bars, code_panel, display, inside_dogs, inside_look, permalinks, picture
from ui.guard import guard

SIZES = inside_dogs.SIZES


@guard()
def show() -> None:
    """Show the counts, then what the network sees in a picture that fades."""
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(
            "Somebody chose the 1000 kinds of things that this network knows. **118 of them are "
            "breeds of dogs**, because telling breeds apart makes a hard contest. For people there "
            "are three: a groom, a ballplayer and a scuba diver. There are two flowers, and a "
            "sorrel is the only horse.\n\n"
            "A network can only see what it has a name for, and it sees best what it was shown "
            "most. This is called **bias**, and it is not in the mathematics: it is in the "
            "**data**. The silhouette of a horse, for one, gets five guesses. All five are dogs."
        )
        st.button("Show me the horse", on_click=_show_horse, icon=":material/arrow_forward:")
    with right:
        class_bars.bars(
            inside_dogs.counts(), title="Classes of each kind, of 1000", key="class_counts"
        )
    _fade()


@st.fragment
@guard()
def _fade() -> None:
    st.markdown(
        "#### Let your picture fade\n"
        "Take details away and see what the network falls back on when it has to guess. The "
        "sample photos Photographer, Astronaut and Temple show it best."
    )
    size = permalinks.choice("Squares across", SIZES, key="squares",
                             default=inside_dogs.DEFAULT_SIZE)  # fmt: skip
    network, seen = inside_look.network(), inside_look.seen()
    faded = coarse.coarsen(seen, size)
    shares = coarse.shares(network, seen, SIZES)
    left, middle, right = st.columns(3, gap="large")
    with left:
        display.photo(
            faded,
            alt=f"{picture.current().alt} Only {size} by {size} colours are left of it.",
            caption=f"Only {size} × {size} colours are left",
        )
    with middle:
        class_bars.bars(
            inside_dogs.top(network.classify(faded)), title="What the network says now",
            key="fade", is_full=True,
        )  # fmt: skip
    with right:
        class_bars.bars(
            inside_dogs.by_size(shares, size), title="Belief in a dog, all breeds together",
            key="fade_dogs",
        )  # fmt: skip
    st.markdown(inside_dogs.sentence(shares))
    st.caption(inside_dogs.of_nothing(inside_dogs.biases(network.name)))
    st.markdown(
        "It matters beyond dogs. A network that reads X-rays, job letters or faces sees best what "
        "its makers collected most. Whoever asks *“what was it trained on, and who is missing?”* "
        "asks the right question. And now you know why Deep Dreams are full of dogs."
    )
    code = code_panel.snippet(
        "images, samples, vision",
        "from nnkit.vision import coarse",
        "",
        *inside_look.code(),
        f"result = coarse.coarsen(seen, {size})",
        f"print(network.classify(result), coarse.shares(network, seen, {SIZES}))",
    )
    code_panel.show(code_panel.Result(faded, f"{size} squares", code), key="faded")


def _show_horse() -> None:
    st.session_state[picture.KEY] = "Horse"
    st.session_state["tab"] = "Top five"
