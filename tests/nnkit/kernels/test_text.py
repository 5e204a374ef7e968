import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nnkit import SettingsError
from nnkit.kernels import format_kernel, parse, parse_rows


def test_reads_what_a_person_writes():
    assert parse("0,-1,0; -1, 5.0 ,-1;0,-1e0,+0").tolist() == [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
    assert parse("1/4,.25;-2/8,1").tolist() == [[0.25, 0.25], [-0.25, 1]]
    assert parse("7").tolist() == [[7]]


def test_writes_short_numbers():
    kernel = torch.tensor([[1.0, -0.00001], [0.5, 1 / 3]])
    assert format_kernel(kernel) == "1,0;0.5,0.3333"
    assert format_kernel([[10, 1000.0], [-100, 0.1234]]) == "10,1000;-100,0.1234"


cells = st.integers(-10_000_000, 10_000_000).map(lambda count: count / 10_000)
squares = st.integers(1, 11).flatmap(
    lambda side: st.lists(
        st.lists(cells, min_size=side, max_size=side), min_size=side, max_size=side
    )
)


@given(squares)
def test_four_decimals_survive_the_round_trip(rows):
    text = format_kernel(rows)
    assert parse_rows(text) == rows
    assert format_kernel(parse_rows(text)) == text
    torch.testing.assert_close(parse(text), torch.tensor(rows, dtype=torch.float32))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "1,2",
        "1;2",
        "1,2;3",
        "1,,2;1,2,3;1,2,3",
        "1,2;3,4;",
        "nan",
        "inf",
        "-inf",
        "1e999",
        "1001",
        "1/0",
        "1/2/3",
        "/2",
        "inf/inf",
        "<b>1</b>",
        ";".join([",".join(["1"] * 12)] * 12),
        "1" * 5000,
    ],
)
def test_rubbish_gives_one_sentence(text):
    with pytest.raises(SettingsError) as caught:
        parse(text)
    assert str(caught.value).endswith(".")
    assert "<" not in str(caught.value)


@given(st.text())
def test_no_text_breaks_it(text):
    try:
        rows = parse_rows(text)
    except SettingsError:
        return
    assert len(rows) == len(rows[0]) <= 11


@pytest.mark.parametrize("kernel", [torch.ones(2, 3), torch.ones(12, 12), torch.ones(1, 1) / 0])
def test_refuses_to_write_what_cannot_be_read(kernel):
    with pytest.raises(SettingsError):
        format_kernel(kernel)
