"""Forgeries can be drawn again from a link, and nonsense in a link is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from ui import gan_forgery
from ui.gan_forgery import Forgery

forgeries = some.builds(
    Forgery,
    some.integers(0, 999),
    some.integers(0, 23),
    some.integers(0, 150).map(lambda percent: percent / 100),
    some.none() | some.integers(0, 9),
)


@given(some.lists(forgeries, min_size=1, max_size=12))
def test_a_link_holds_every_favourite(chosen):
    text = "_".join(gan_forgery._written(each) for each in chosen)
    assert gan_forgery._read(text) == tuple(chosen)


@pytest.mark.parametrize(
    "text", ["", "1", "1-2", "a-b-c", "1000-0-100", "0-24-100", "0-0-999", "0-0-100-10",
             "0-0-100-1-1", "0-0-100_", "-1-0-100"],
)  # fmt: skip
def test_nonsense_is_no_favourite(text):
    assert gan_forgery._read(text) == ()


@pytest.mark.parametrize("wrong", [(-1, 0), (0, 24), (0, 0, 1.6), (0, 0, 1.0, 10)])
def test_a_forgery_that_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(SettingsError):
        Forgery(*wrong)


def test_the_code_of_a_forgery_gives_its_latent():
    from nnkit import gan

    forgery = Forgery(7, 3, 0.5)
    assert eval(forgery.code(), {"gan": gan}).equal(forgery.latent())


def like_some():
    import streamlit as st

    from ui import gan_forgery
    from ui.gan_forgery import Forgery

    for seed in range(st.session_state.get("count", 0)):
        gan_forgery.like(Forgery(seed, 0))
    if st.session_state.get("bored"):
        gan_forgery.forget()
    st.text(str([each.seed for each in gan_forgery.favourites()]))


@pytest.mark.parametrize(
    ("count", "seeds"), [(1, [0]), (3, [0, 1, 2]), (13, list(range(1, 13)))]
)  # fmt: skip
def test_the_first_favourite_replaces_the_examples_and_the_oldest_goes(count, seeds):
    app = AppTest.from_function(like_some)
    app.session_state["count"] = count
    app.run()
    assert app.text[0].value == str(seeds)


def test_forgetting_brings_the_examples_back():
    app = AppTest.from_function(like_some)
    app.session_state["count"] = 2
    app.session_state["bored"] = True
    app.run()
    assert app.text[0].value == "[2, 1, 0, 5, 1, 2]"
