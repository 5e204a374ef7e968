import pytest
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from tests.ui.payload import unpacked
from ui.player import Bundle

GREY = bytes(6)  # 3 x 2 pixels


def frames(**changes: object) -> Bundle:
    return Bundle(
        **{
            "kind": "gray8",
            "width": 3,
            "height": 2,
            "pictures": [GREY, GREY],
            "figures": {"step": [0, 1], "loss": [1.0, 0.5]},
            "alt": "a grey field",
            **changes,
        }
    )


def test_a_bundle_knows_its_number_of_frames() -> None:
    assert len(frames()) == 2
    assert len(frames(pictures=[], captions=["first", "second"])) == 2
    assert len(frames(pictures=[], figures={}, captions=["only"])) == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "gif"}, "no kind of frame"),
        ({"alt": " "}, "alt text"),
        ({"width": 0}, "at least 1"),
        ({"pictures": [GREY]}, "same number"),
        ({"captions": ["one"]}, "same number"),
        ({"figures": {"loss": [1.0]}}, "same number"),
        ({"pictures": [], "figures": {}}, "same number"),
        ({"pictures": [], "figures": {"loss": []}}, "same number"),
        ({"pictures": [GREY, GREY + b"x"]}, "has 6 bytes, not 7"),
        ({"kind": "rgb8"}, "has 18 bytes, not 6"),
    ],
)
def test_a_bundle_that_does_not_fit_together_is_refused(changes: dict, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        frames(**changes)


def show(fps: float = 12) -> None:
    import math

    import streamlit as st

    from nnkit.errors import SettingsError
    from ui.player import Bundle, player

    figures = {"loss": [1.0, math.nan, math.inf, -math.inf]}
    bundle = Bundle("png", 1, 1, [b"a", b"bb", b"", b"c"], figures, alt="dots")
    try:
        player(bundle, key="player", fps=fps)
    except SettingsError as error:
        st.error(str(error))


def test_pictures_travel_as_one_blob_and_odd_figures_as_text() -> None:
    app = AppTest.from_function(show).run()
    given = unpacked(app)
    assert given["blobs"] == [b"a", b"bb", b"", b"c"]
    assert given["figures"] == {"loss": ["1.0", "nan", "inf", "-inf"]}
    assert unpacked(app.run()) == given


def test_a_pace_that_cannot_be_played_is_refused() -> None:
    app = AppTest.from_function(show, kwargs={"fps": 0}).run()
    assert "60 at most" in app.error[0].value
