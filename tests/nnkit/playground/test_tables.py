"""A visitor's table is learned from, mended with a word, or refused in one sentence."""

import random

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nnkit.errors import NnkitError
from nnkit.playground import TableError, from_csv, tables

HEAD = "height,weight,animal\n"
ROWS = "23,4.1,cat\n25,4.6,cat\n60,31,dog\n42,18,dog\n24.5,4.4,cat\n55,27,dog\n"


def table(text):
    return from_csv(text.encode())


def real(points):
    return [points.scale.real(x, y) for x, y in points.inputs.tolist()]


def test_a_plain_table_with_labels():
    points = table(HEAD + ROWS)
    assert points.classes == 2
    assert points.input_names == ("height", "weight")
    assert points.target_names == ("cat", "dog")
    assert points.targets.tolist() == [0, 0, 1, 1, 0, 1]
    assert real(points)[2] == pytest.approx((60, 31), abs=1e-4)
    assert points.inputs.mean(0).abs().max() < 1e-5
    assert points.inputs.std(0, correction=0).tolist() == pytest.approx([2, 2], rel=1e-4)


def test_a_number_to_be_learned():
    rows = "".join(f"{x},{y * y},{10 * x + y + 0.5}\n" for x in range(5) for y in range(5))
    points = table("a,b,price\n" + rows)
    assert points.classes == 0
    assert points.target_names == ("price",)
    assert points.targets.min() == -1
    assert points.targets.max() == 1
    back = points.targets * points.scale.target_spread + points.scale.target_centre
    assert back[7].item() == pytest.approx(12.5)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_delimiters_line_endings_and_a_byte_order_mark(delimiter, ending):
    text = (HEAD + ROWS).replace(",", delimiter).replace("\n", ending)
    points = from_csv("\ufeff".encode() + text.encode())
    assert points.input_names == ("height", "weight")
    assert real(points)[1] == pytest.approx((25, 4.6), abs=1e-4)


def test_decimal_commas():
    text = HEAD.replace(",", ";") + ROWS.replace(",", ";").replace(".", ",")
    assert real(table(text))[1] == pytest.approx((25, 4.6), abs=1e-4)


def test_without_names():
    points = table(ROWS)
    assert points.input_names == ("column 1", "column 2")
    assert len(points.inputs) == 6


def test_rows_with_gaps_are_left_out_and_counted():
    points = table(HEAD + ROWS + "30,,cat\nn/a,5,dog\n31,about 7,dog\n32,8\n" + ROWS + ROWS)
    assert len(points.inputs) == 18
    assert any("4 rows were left out" in note for note in points.notes)


def test_row_numbers_and_constants_are_passed_over():
    lines = (HEAD + ROWS).splitlines()
    text = "id,year," + lines[0] + "\n"
    text += "".join(f"{number},2024,{line}\n" for number, line in enumerate(lines[1:], 1))
    assert table(text).input_names == ("height", "weight")


def test_whole_numbers_can_be_labels():
    points = table(ROWS.replace("cat", "0").replace("dog", "1"))
    assert points.classes == 2
    assert points.target_names == ("0", "1")


def test_an_outlier_stays_on_the_map():
    points = table(HEAD + ROWS * 20 + "9999,5,dog\n")
    assert points.inputs.abs().max() <= 6.0001


SENTENCES = {
    "empty": b"",
    "blank": b"\n \n\n",
    "names only": HEAD.encode(),
    "one column": b"a\n1\n2\n3\n4\n",
    "two columns": b"a,b\n1,2\n3,4\n",
    "all text": b"a,b,c\n" + b"x,y,z\nu,v,w\n" * 5,
    "one class": (HEAD + ROWS.replace("dog", "cat")).encode(),
    "one input": b"a,b,c\n" + b"1,x,p\n2,y,q\n3,x,p\n4,y,q\n",
    "five classes": b"a,b,c\n" + b"".join(b"%d,%d,k%d\n" % (i * i, 7 * i % 5, i) for i in range(9)),
    "three rows": (HEAD + "1,2,cat\n3,5,dog\n4,4,cat\n").encode(),
    "gaps everywhere": (HEAD + ",5,cat\n3,,dog\n4,,cat\n,6,dog\n5,,cat\n,7,cat\n").encode(),
    "latin 1": (HEAD + ROWS).replace("cat", "Käfer").encode("latin-1"),
    "utf 16": (HEAD + ROWS).encode("utf-16"),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "nul": (HEAD + ROWS).replace("dog", "d\0g").encode(),
    "too many cells": (HEAD + ROWS + "1,2,cat,4\n").encode(),
    "open quote": (HEAD + ROWS + '1,2,"cat\n').encode(),
    "same input": (
        HEAD + "".join(f"5,{i * i},{'cat' if i % 2 else 'dog'}\n" for i in range(9))
    ).encode(),
    "wide": b",".join(b"c%d" % i for i in range(500)) + b"\n" + b"1," * 499 + b"1\n",
    "one class left": (HEAD + "1,2,cat\n3,5,cat\n4,4,cat\n6,4,cat\n,4,dog\n").encode(),
}


@pytest.mark.parametrize("data", SENTENCES.values(), ids=SENTENCES)
def test_one_clear_sentence(data):
    with pytest.raises(TableError) as caught:
        from_csv(data)
    sentence = str(caught.value)
    assert isinstance(caught.value, NnkitError)
    assert "\n" not in sentence
    assert sentence[0].isupper() or sentence[0] == "“"
    assert sentence.endswith(".")
    assert 15 < len(sentence) < 160
    assert caught.value.__cause__ is None


def test_a_million_rows_are_refused_before_they_are_read(monkeypatch):
    seen = 0
    add = tables._Column.add

    def counted(self, cell, decimal):
        nonlocal seen
        seen += 1
        add(self, cell, decimal)

    monkeypatch.setattr(tables._Column, "add", counted)
    with pytest.raises(TableError, match="100,000 rows"):
        from_csv(b"a,b,c\n" + b"1,2,x\n" * 1_000_000)
    assert seen <= 3 * tables.MAX_ROWS


def test_a_huge_file_is_refused_unread():
    with pytest.raises(TableError, match="50 MB"):
        from_csv(bytes(tables.MAX_BYTES + 1))


def test_names_hold_no_line_breaks():
    points = table('"he\night","weight",animal\n' + ROWS)
    assert points.input_names[0] == "he ight"


@given(st.binary(max_size=300))
def test_whatever_bytes_there_are_no_other_error(data):
    try:
        points = from_csv(data)
    except TableError:
        return
    assert points.inputs.isfinite().all()


@given(st.integers(0, 2**32 - 1))
def test_random_tables_of_numbers(seed):
    chance = random.Random(seed)
    cells = ["1", "2.5", "-3", "", "x", "1e400", "nan", "7"]
    rows = [",".join(chance.choices(cells, k=4)) for _ in range(chance.randint(1, 30))]
    try:
        points = table("\n".join(rows))
    except TableError:
        return
    assert points.inputs.isfinite().all()
    assert points.targets.isfinite().all() if not points.classes else torch.ones(1).all()
