import pytest
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from tests.ui.payload import unpacked
from ui.gallery import Item


def show(second: str = "dog") -> None:
    import streamlit as st

    from nnkit.errors import SettingsError
    from ui.gallery import Item, gallery

    items = [
        Item("cat", "Cat", b"jpeg of a cat", "a cat"),
        Item(second, "Dog", "data:image/png;base64,AAAA", "a dog"),
    ]
    try:
        st.text(str(gallery(items, selected="cat", key="grid")))
    except SettingsError as error:
        st.error(str(error))


def test_pictures_travel_once_as_bytes_or_as_their_url() -> None:
    app = AppTest.from_function(show).run()
    assert app.text[0].value == "None"
    given = unpacked(app)
    assert given["blobs"] == [b"jpeg of a cat", b""]
    assert given["selected"] == "cat"
    assert "url" not in given["items"][0]
    assert given["items"][1]["url"] == "data:image/png;base64,AAAA"


def test_two_items_with_one_id_are_refused() -> None:
    app = AppTest.from_function(show, kwargs={"second": "cat"}).run()
    assert "same id" in app.error[0].value


@pytest.mark.parametrize("url", ["https://example.org/cat.png", "data:text/html,hello", ""])
def test_a_picture_from_elsewhere_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="data:image/"):
        Item("cat", "Cat", url, "a cat")
