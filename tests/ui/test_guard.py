"""Whatever goes wrong is one sentence, and what it quotes stays plain text."""

import logging

from streamlit.testing.v1 import AppTest

from ui import guard


def page(kind):
    import streamlit as st

    from nnkit import SettingsError
    from ui.guard import guard

    @guard()
    def body():
        if kind == "own":
            raise SettingsError("No ![x](http://example.invalid/x.png) here, take 3.")
        if kind == "foreign":
            raise RuntimeError("secret path")
        st.text("all well")

    body()
    st.text("the page goes on")


def run(kind):
    return AppTest.from_function(page, args=(kind,)).run()


def test_an_own_error_is_its_sentence_without_markup():
    test = run("own")
    assert not test.exception
    assert test.warning[0].value == r"No \!\[x\](http://example.invalid/x.png) here, take 3."
    assert [text.value for text in test.text] == ["the page goes on"]


def test_a_foreign_error_is_an_apology_and_a_line_in_the_log(caplog):
    with caplog.at_level(logging.ERROR, "nnkit.pages"):
        test = run("foreign")
    assert not test.exception
    assert test.error[0].value == guard.APOLOGY
    assert "secret path" in caplog.text


def test_a_page_without_errors_is_left_alone():
    assert [text.value for text in run("fine").text] == ["all well", "the page goes on"]
