"""A teacher's link: a task in plain text, and controls that are left out but still hold."""

import pytest
from streamlit.testing.v1 import AppTest

from ui import lesson


def page():
    import streamlit as st

    from ui import lesson, notes, permalinks

    lesson.teach(["Points", "Tabs"])
    lesson.task()
    with lesson.place("Points", st.popover, icon=":material/tune:"):
        size = permalinks.slider("Size", 1, 9, 3, key="size")
    with lesson.place("Tabs"):
        tab = permalinks.choice("Tab", ["a", "b"], key="tab")
    with lesson.place("Never"):
        st.caption("always there")
    st.session_state["values"] = (size, tab)
    notes.show()


def run(**query):
    test = AppTest.from_function(page)
    for key, value in query.items():
        test.query_params[key] = value
    test.run(timeout=30)
    assert not test.exception
    return test


def unseen(test):
    """The names of the controls that a rule of style hides."""
    hidden = [block.proto.id for block in blocks(test.main) if "unseen_" in block.proto.id]
    assert len([html for html in test.get("html") if "display: none" in html.proto.body]) == len(
        hidden
    )
    return [name.rsplit("unseen_", 1)[1] for name in hidden]


def blocks(block):
    for child in block.children.values():
        if hasattr(child, "children"):
            yield child
            yield from blocks(child)


def test_without_a_teacher_there_is_no_task_and_all_is_seen():
    test = run()
    assert test.session_state["values"] == (3, "a")
    assert not test.text
    assert unseen(test) == []
    assert not test.toast


@pytest.mark.parametrize(
    ("hide", "hidden"),
    [
        ("Points", ["points"]),
        (["Points", "Tabs"], ["points", "tabs"]),
        (["Tabs", "Points"], ["points", "tabs"]),
        ("Title", []),
        ("<style>", []),
        (["Points", "points"], ["points"]),
    ],
)
def test_a_link_leaves_out_what_it_names_and_keeps_its_values(hide, hidden):
    test = run(hide=hide, size="7", tab="b")
    assert unseen(test) == hidden
    assert test.session_state["values"] == (7, "b")
    assert test.caption[-1].value == "always there"


def test_what_is_left_out_can_be_shown_again():
    test = run(hide="Points", size="7")
    test.get("button_group")[0].set_value([]).run()
    assert not test.exception
    assert unseen(test) == []
    assert test.session_state["values"] == (7, "a")


TASKS = [
    "Find the best rate.",
    "# Not *a* title, no **bold** `code` [link](http://example.invalid/x) ![x](y) $x^2$ :red[r]",
    "<b>bold</b> <script>alert(1)</script> <style>body{display:none}</style>",
    "1. not a list",
    "https://example.invalid is no link, :smile: no face",
]


@pytest.mark.parametrize("task", TASKS)
def test_the_task_is_plain_text(task):
    test = run(task=task)
    assert [text.value for text in test.text] == [task]  # st.text knows no Markdown
    written = [*test.markdown, *test.caption, *test.info, *test.title, *test.get("html")]
    assert not any(task in str(element.proto) for element in written)


@pytest.mark.parametrize("task", ["", "   "])
def test_an_empty_task_is_none(task):
    assert not run(task=task).text


def test_a_task_may_be_three_hundred_letters_long():
    longest = "x" * lesson.LONGEST
    test = run(task=longest)
    assert test.text[0].value == longest
    assert not test.toast


def test_a_longer_one_is_dropped_with_a_quiet_note():
    test = run(task="x" * (lesson.LONGEST + 1), size="7")
    assert not test.text
    assert len(test.toast) == 1
    assert test.session_state["values"] == (7, "a")


def test_a_teacher_writes_it_on_the_page():
    test = run()
    test.text_input(key="task").set_value("Solve it.").run()
    assert test.text[0].value == "Solve it."
