"""Network Playground opens in every state; recipes, changes and branches work."""

import re

import pytest

from nnkit.playground import CHALLENGES, PRESETS
from nnkit.playground.points import REACH
from tests.pages.test_pages import assert_calm, open_page, words
from ui import point_pad

PAGE = "pages/network_playground.py"
NONSENSE = {
    "recipe": "<b>", "points": "Stars", "classes": "9", "noise": "2", "learned": "x", "seed": "-1",
    "inputs": "z", "layers": "7", "neurons_0": "13", "activation_0": "Step", "start": "abc",
    "residual": "maybe", "dropout": "1", "rate": "1e9", "optimiser": "Tea", "loss": "none",
    "batch": "0", "l1": "-1", "early": "soon", "epochs": "5",
}  # fmt: skip


def run_of(test):
    return test.session_state["_playground_run"]


@pytest.mark.parametrize("query", [{}, NONSENSE])
def test_it_opens_with_sense_and_nonsense(query):
    test = open_page(PAGE, **query)
    assert_calm(test)
    assert not test.warning
    assert run_of(test).frames[0].epoch == 0
    assert any("playground.train(points, network, training)" in code.value for code in test.code)


@pytest.mark.parametrize(
    "tab",
    ["Compare", "Was it luck?", "Backpropagation", "Going downhill", "Vanishing gradients",
     "Dropout"],
)  # fmt: skip
def test_every_tab_opens(tab):
    test = open_page(PAGE, tab=tab)
    assert_calm(test)
    assert not test.warning


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_every_recipe_is_taken_over_whole(preset):
    test = open_page(PAGE, recipe=preset.title)
    assert_calm(test)
    run = run_of(test)
    assert run.origin == preset.data
    assert run.network == preset.network
    assert run.training == preset.training


def test_the_mix_ups_name_their_epoch_and_numbers_have_none():
    test = open_page(PAGE, recipe="Circle")
    assert f"After epoch {run_of(test).shown.epoch}, the last one computed." in words(test)
    test.segmented_control(key="mixups_of").set_value("Points it learned from").run()
    assert_calm(test)
    plane = next(preset for preset in PRESETS if preset.data.kind == "plane")
    assert "On the diagonal" not in words(open_page(PAGE, recipe=plane.title))


def test_another_recipe_replaces_every_control():
    test = open_page(PAGE, layers="1", neurons_0="3", rate="0.001")
    assert run_of(test).network.hidden == (3,)
    test.selectbox(key="recipe").set_value("Spiral").run()
    assert_calm(test)
    assert run_of(test).network == next(p for p in PRESETS if p.title == "Spiral").network


def test_another_learning_rate_keeps_the_run_and_offers_to_train_anew():
    test = open_page(PAGE)
    before = run_of(test)
    test.selectbox(key="rate").set_value("0.3").run()
    assert_calm(test)
    assert run_of(test) is before
    next(b for b in test.button if b.label == "train anew with them").click().run()
    assert run_of(test).training.learning_rate == 0.3


def test_the_graph_asks_for_more_and_branches():
    test = open_page(PAGE, recipe="Spiral")
    run = run_of(test)
    have = len(run.frames)
    ask = {"run": run.name, "epoch": run.shown.epoch, "number": 1}
    test.session_state["network_graph"] = {"wish": ask | {"kind": "more", "have": have}}
    test.run()
    assert_calm(test)
    assert len(run_of(test).frames) > have

    test.selectbox(key="rate").set_value("0.001").run()
    event = {"run": run.name, "kind": "branch", "epoch": 2, "number": 1}
    test.session_state["network_graph"] = {"event": event}
    test.run()
    assert_calm(test)
    branched = run_of(test)
    assert branched.name != run.name
    assert branched.training.learning_rate == 0.001
    assert [frame.epoch for frame in branched.frames[:3]] == [0, 1, 2]
    assert branched.frames[2].train_loss == run.frames[2].train_loss


def test_an_edited_weight_is_trained_on_from():
    test = open_page(PAGE)
    run = run_of(test)
    event = {"run": run.name, "kind": "edit_weight", "epoch": 0, "layer": 0, "to": 1, "source": 0,
             "value": 3.5, "number": 1}  # fmt: skip
    test.session_state["network_graph"] = {"event": event}
    test.run()
    assert_calm(test)
    assert run_of(test).frames[0].weights[0][1, 0] == 3.5


def test_sixteen_seeds():
    test = open_page(PAGE, tab="Was it luck?")
    test.button(key="luck-start").click().run()
    assert_calm(test)
    assert any("the luckiest run gets" in text.value for text in test.markdown)


DRAWN = ((-3.0, 0.0, 0), (-3.0, 3.0, 0), (3.0, 0.0, 1), (3.0, 3.0, 1), (0.0, -3.0, 1))
TABLE = b"height,weight,animal\n23,4.1,cat\n25,4.6,cat\n60,31,dog\n42,18,dog\n24.5,4.4,cat\n"


def draw(test, points):
    test.session_state["point_pad"] = {"points": [list(point) for point in points]}
    return test.run()


def test_drawn_points_come_from_a_link():
    test = open_page(PAGE, points="Draw your own", drawn=point_pad.written(DRAWN, REACH), seed="3")
    assert_calm(test)
    assert not test.warning
    run = run_of(test)
    assert run.origin.points == DRAWN
    assert run.origin.seed == 3
    assert sorted(run.points.inputs.tolist()) == sorted([x, y] for x, y, _ in DRAWN)
    assert run.points.classes == 2
    assert any("points = ...  # your own points" in code.value for code in test.code)


@pytest.mark.parametrize("text", ["", "<b>", "AAA", point_pad.written(((9.0, 9.0, 0),) * 9, REACH)])
def test_a_link_without_sense_begins_with_points_to_change(text):
    test = open_page(PAGE, points="Draw your own", drawn=text)
    assert_calm(test)
    assert not test.warning
    assert run_of(test).points.classes == 2
    assert len(run_of(test).origin.points) == 24


def test_what_is_drawn_is_learned_and_kept_in_the_link():
    test = open_page(PAGE, points="Draw your own")
    draw(test, DRAWN)
    assert_calm(test)
    assert run_of(test).origin.points == DRAWN
    assert test.query_params["drawn"] == point_pad.written(DRAWN, REACH)
    test.selectbox(key="points").set_value("XOR").run()
    test.selectbox(key="points").set_value("Draw your own").run()
    assert_calm(test)
    assert run_of(test).origin.points == DRAWN


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ((), "at least four points"),
        (DRAWN[:2], "at least four points"),
        (((0.0, 0.0, 1),) * 9, "at least two classes"),
        ((*DRAWN[:4], (0.0, 0.0, 3)), "Leave no class out"),
    ],
)
def test_too_little_drawn_is_one_sentence_and_the_run_stays(points, words):
    test = open_page(PAGE, points="Draw your own", drawn=point_pad.written(DRAWN, REACH))
    before = run_of(test)
    draw(test, points)
    assert_calm(test)
    assert [words in warning.value for warning in test.warning] == [True]
    assert run_of(test) is before
    draw(test, DRAWN)
    assert not test.warning
    assert run_of(test) is before


def test_a_link_with_too_little_drawn_falls_back_on_the_recipe():
    lonely = point_pad.written(DRAWN[:2], REACH)
    test = open_page(PAGE, points="Draw your own", drawn=lonely, recipe="Moons")
    assert_calm(test)
    assert len(test.warning) == 1
    assert run_of(test).origin.kind == "moons"


def upload(data, **query):
    test = open_page(PAGE, points="Your own table (CSV)", **query)
    assert not test.warning
    test.file_uploader(key="table").upload("<b>*mine*.csv", data, "text/csv").run()
    assert_calm(test)
    return test


def test_a_table_is_learned():
    test = upload(TABLE, seed="4")
    assert not test.warning
    run = run_of(test)
    assert run.points.input_names == ("height", "weight")
    assert run.points.target_names == ("cat", "dog")
    assert (run.origin.seed, run.network.seed) == (4, 4)
    assert "“animal” is learned from “height” and “weight”." in words(test)
    before = run_of(test)
    test.selectbox(key="rate").set_value("0.001").run()
    assert run_of(test) is before


def test_a_table_of_numbers_is_learned_with_the_squared_error():
    rows = "".join(f"{x},{y * y},{x - y + 0.5}\n" for x in range(5) for y in range(5))
    test = upload(f"a,b,price\n{rows}".encode(), loss="hinge")
    assert not test.warning
    run = run_of(test)
    assert run.points.classes == 0
    assert run.training.loss == "squared"
    assert len(run.frames) > 1


BAD_TABLES = {
    "words": (b"Dear reader, this is\nno table, but\na letter, you see\n", "The table needs three"),
    "one class": (TABLE.replace(b"dog", b"cat"), "with one class"),
    "empty": (b"", "The file is empty."),
    "gaps": (b"a,b,c\n" + b"1,,x\n2,?,y\n" * 9, "The table needs two columns of numbers"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "not UTF-8 text"),
    "markup": (b"a,*b* <i>,c\n" + b"1,2,x\n3,4,x\n" * 4, r"\\\*b\\\* \\<i\\>"),
    "many rows": (b"a,b,c\n" + b"1,2,x\n3,4,y\n" * 60_000, "more than 100,000 rows"),
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_bad_table_is_one_sentence_and_the_page_goes_on(name):
    data, words_ = BAD_TABLES[name]
    test = upload(data, recipe="Moons")
    sentences = [warning.value for warning in test.warning]
    assert len(sentences) == 1, sentences
    assert re.search(words_, sentences[0])
    assert run_of(test).origin.kind == "moons"


def test_a_bad_table_leaves_the_run_of_the_good_one():
    test = upload(TABLE)
    before = run_of(test)
    test.file_uploader(key="table").upload("worse.csv", b"", "text/csv").run()
    assert_calm(test)
    assert len(test.warning) == 1
    assert run_of(test) is before


def test_a_link_brings_back_penalties_and_the_early_stop():
    test = open_page(PAGE, l1="0.003", l2="0.1", early="true", epochs="200")
    assert_calm(test)
    training = run_of(test).training
    assert (training.l1, training.l2, training.early_stop) == (0.003, 0.1, 20)
    assert training.epochs == 200
    test.selectbox(key="recipe").set_value("Moons").run()
    assert_calm(test)
    assert run_of(test).training == next(p for p in PRESETS if p.title == "Moons").training


def test_what_a_teacher_leaves_out_holds_all_the_same():
    test = open_page(
        PAGE, hide=["Recipe", "Points", "Network", "Learning", "Tabs"], recipe="Moons", seed="7",
        layers="1", neurons_0="3", rate="0.3", task="# Make it *better*: [look](http://x.invalid)",
    )  # fmt: skip
    assert_calm(test)
    run = run_of(test)
    assert (run.origin.kind, run.origin.seed) == ("moons", 7)
    assert run.network.hidden == (3,)
    assert run.training.learning_rate == 0.3
    task = "# Make it *better*: [look](http://x.invalid)"
    assert task in [text.value for text in test.text]
    assert "Make it" not in words(test)
    assert sum("display: none" in html.proto.body for html in test.get("html")) == 5


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda challenge: challenge.begin.key)
def test_every_challenge_opens_as_it_is_meant_and_is_judged(challenge):
    begin = challenge.begin
    test = open_page(PAGE, recipe=begin.title)
    assert_calm(test)
    run = run_of(test)
    assert (run.origin, run.network, run.training) == (begin.data, begin.network, begin.training)
    assert begin.sentence in words(test)
    verdict = challenge.check(run.origin, run.network, run.training, run.frames)
    assert not verdict.solved
    assert [info.value for info in test.info] == [verdict.sentence]


def test_a_challenge_is_solved_on_the_page():
    test = open_page(PAGE, recipe="Challenge: the rate that breaks it", rate="0.3")
    assert_calm(test)
    assert any(success.value.startswith("Found:") for success in test.success)
    test.selectbox(key="recipe").set_value("Plane").run()
    assert not test.success
