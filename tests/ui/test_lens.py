import hashlib
import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.payload import unpacked


def show(**changes: object) -> None:
    import streamlit as st

    from nnkit.errors import SettingsError
    from ui.lens import edited_kernel, lens, picture_source

    def count() -> None:
        st.session_state["edited"] = edited_kernel("bench")

    source = picture_source(b"png", key="source")
    settings = {"result_size": (4, 5), "kernel": [[0.0, 1.0]], **changes}
    texts = {"alt_input": "before", "alt_output": "after"}
    try:
        state = lens(
            source_id=source,
            result=b"jpeg",
            key="bench",
            on_kernel_change=count,
            **texts,
            **settings,
        )
    except SettingsError as error:
        st.error(str(error))
        return
    st.json({"kernel": state.kernel, "edited": st.session_state.get("edited")})


def given(app: AppTest) -> dict[str, Any]:
    """What the lens is given; the source on the same page comes first."""
    return unpacked(app, index=1)


def run(**changes: object) -> AppTest:
    return AppTest.from_function(show, kwargs=changes).run()


def test_the_source_is_known_by_its_digest() -> None:
    told = given(run())
    assert told["source"] == hashlib.sha256(b"png").hexdigest()[:16]
    assert (told["height"], told["width"]) == (4, 5)
    assert told["blobs"] == [b"jpeg"]


def test_before_the_first_edit_there_is_no_kernel() -> None:
    app = run()
    assert json.loads(app.json[0].value)["kernel"] is None
    assert given(app)["revision"] == 0


def test_an_edit_comes_back_with_its_number() -> None:
    app = run()
    app.session_state["bench"] = {"kernel": {"cells": [[1, 2.5], [3, -4]], "revision": 7}}
    app.run()
    assert json.loads(app.json[0].value)["kernel"] == [[1.0, 2.5], [3.0, -4.0]]
    assert given(app)["revision"] == 7
    assert given(app)["kernel"] == [[0.0, 1.0]], "what Python passes is the truth"


@pytest.mark.parametrize(
    "value",
    [
        "<script>",
        {"cells": "abc"},
        {"cells": [[1], [1, 2]]},
        {"cells": [[]]},
        {"cells": [[float("inf")]]},
        {"cells": [["1"]]},
        {"cells": [[True]]},
        {"cells": [[0.0] * 12]},
        {"cells": [[0.0]] * 12},
    ],
)
def test_nonsense_from_a_browser_is_no_edit(value: object) -> None:
    app = run()
    app.session_state["bench"] = {"kernel": value}
    app.run()
    assert not app.exception
    assert json.loads(app.json[0].value)["kernel"] is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kernel": [[1.0], []]}, "equally many"),
        ({"kernel": [[float("nan")]]}, "finite"),
        ({"kernel": [[0.0] * 12]}, "1 to 11"),
        ({"stride": 0}, "at least 1"),
        ({"dilation": 0}, "at least 1"),
        ({"result_size": (0, 5)}, "at least 1"),
        ({"bias": float("inf")}, "finite"),
        ({"padding": "mirror"}, '"mirror" is unknown'),
        ({"activation": "swish"}, '"swish" is unknown'),
        ({"display": "loud"}, '"loud" is unknown'),
    ],
)
def test_settings_that_make_no_sense_are_refused(changes: dict, message: str) -> None:
    app = run(**changes)
    assert message in app.error[0].value
