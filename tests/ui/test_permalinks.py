"""A link brings back every control; nonsense falls back with a quiet note."""

import pytest
from streamlit.testing.v1 import AppTest

DEFAULTS = {"size": 3, "stride": 1, "kind": "max", "flip": False, "name": "plain"}


def page():
    import streamlit as st

    from ui import notes, permalinks

    values = {
        "size": permalinks.selectbox("Size", [1, 3, 5], key="size", default=3),
        "stride": permalinks.slider("Stride", 1, 8, 1, key="stride"),
        "kind": permalinks.choice("Kind", ["max", "mean"], key="kind"),
        "flip": permalinks.toggle("Flip", key="flip"),
        "name": permalinks.text("Name", key="name", default="plain", is_valid=str.isalpha),
    }
    st.session_state["values"] = values
    notes.show()


def run(**query):
    test = AppTest.from_function(page)
    for key, value in query.items():
        test.query_params[key] = value
    return test.run(timeout=20)


def test_defaults_without_a_link():
    test = run()
    assert not test.exception
    assert test.session_state["values"] == DEFAULTS
    assert not test.toast


def test_a_link_sets_every_control():
    test = run(size="5", stride="4", kind="mean", flip="true", name="box")
    assert test.session_state["values"] == {
        "size": 5, "stride": 4, "kind": "mean", "flip": True, "name": "box"
    }  # fmt: skip
    assert not test.toast


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("size", "4"),
        ("size", "<script>alert(1)</script>"),
        ("stride", "999"),
        ("stride", "nan"),
        ("stride", "inf"),
        ("stride", "three"),
        ("kind", "median"),
        ("kind", "![x](http://example.invalid/x.png)"),
        ("flip", "perhaps"),
        ("name", "1; DROP TABLE"),
        ("name", "../../etc/passwd"),
    ],
)
def test_nonsense_falls_back_with_one_quiet_note(key, value):
    test = run(**{key: value})
    assert not test.exception
    assert test.session_state["values"] == DEFAULTS
    assert len(test.toast) == 1
    assert value not in test.toast[0].value


def test_the_note_is_said_once_a_visit():
    test = run(stride="999", kind="median")
    assert len(test.toast) == 1


def test_unknown_parameters_are_left_alone():
    test = run(utm="spring")
    assert test.session_state["values"] == DEFAULTS
    assert not test.toast
