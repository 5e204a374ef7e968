import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.payload import unpack
from ui import components


@given(
    st.dictionaries(st.text(), st.integers() | st.text()),
    st.lists(st.binary(max_size=40), max_size=4),
)
def test_a_payload_can_be_taken_apart_again(header: dict, blobs: list[bytes]) -> None:
    described = {"lengths": [len(blob) for blob in blobs], "blobs": blobs}
    assert unpack(components.pack(header, blobs)) == {**header, **described}


def test_json_that_no_browser_reads_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        components.pack({"loss": float("nan")})


def test_every_script_is_put_together_from_its_parts() -> None:
    for name in ("player", "lens", "pointer", "gallery", "share", "picture_source"):
        assert (components.FRONTEND / f"{name}.js").read_text("utf-8").count("export default") == 1


def test_no_script_writes_markup() -> None:
    for script in components.FRONTEND.glob("*.js"):
        text = script.read_text("utf-8")
        assert "innerHTML" not in text, script.name
        assert "insertAdjacentHTML" not in text, script.name
