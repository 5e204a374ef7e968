"""What is exported of a branched and edited run, and the Python beside it, make the same run."""

import contextlib
import io
import json

import pytest
import torch
from streamlit.delta_generator import DeltaGenerator

from tests.pages.test_pages import assert_calm, open_page

PAGE = "pages/network_playground.py"


def run_of(test):
    return test.session_state["_playground_run"]


def ask(test, kind, epoch, **more):
    """Do at the graph what its browser part would ask for; train to the end; show the page."""
    run = run_of(test)
    number = int(run.name.split()[-1])  # later events have larger ones
    event = {"run": run.name, "kind": kind, "epoch": epoch, "number": number, **more}
    test.session_state["network_graph"] = {"event": event}
    test.run()
    run_of(test).more(60)
    test.run()
    assert_calm(test)
    return run_of(test)


@pytest.fixture
def downloads(monkeypatch):
    """What each download button of the page gives, by its label."""
    found = {}

    def keep(self, label, data, *rest, **settings):
        found[label] = data

    monkeypatch.setattr(DeltaGenerator, "download_button", keep)
    return found


def branched_twice():
    """A page with a run that was branched at 8, then, further back, edited at 5, and once more."""
    test = open_page(PAGE, recipe="Moons", epochs="20")
    run_of(test).more(60)
    test.selectbox(key="rate").set_value("0.01").run()
    ask(test, "branch", 8)
    ask(test, "edit_weight", 5, layer=0, to=1, source=0, value=2.5)
    test.selectbox(key="optimiser").set_value("SGD").run()
    ask(test, "edit_bias", 5, layer=1, to=0, value=-0.75)
    return test


def test_the_exported_script_of_a_branch_ends_with_the_loss_on_screen(downloads):
    run = run_of(branched_twice())
    assert [leg.training.epochs for leg in run.way] == [5, 5]
    assert [leg.edit for leg in run.way] == ["with_weight(0, 1, 0, 2.5)", "with_bias(1, 0, -0.75)"]
    assert [leg.training.learning_rate for leg in run.way] == [0.03, 0.01]
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(downloads["Export as a PyTorch script"](), {"__name__": "__main__"})
    end = json.loads(said.getvalue().splitlines()[-1])
    assert run.is_over
    assert (end["epoch"], run.shown.epoch) == (20, 20)
    assert end["train_loss"] == pytest.approx(run.shown.train_loss, rel=1e-3)
    assert end["test_loss"] == pytest.approx(run.shown.test_loss, rel=1e-3)


@pytest.mark.parametrize("tab", ["Train", "Backpropagation"])
def test_the_python_beside_a_branch_makes_the_same_run(tab):
    test = branched_twice()
    run = run_of(test)
    if tab != "Train":
        test.segmented_control(key="tab").set_value(tab).run()
        assert_calm(test)
        assert run_of(test) is run
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(test.code[-1].value, names)
    assert names["frame"].epoch == run.shown.epoch
    assert torch.equal(names["frame"].parameters.flat, run.shown.parameters.flat)


def test_the_button_names_the_epoch_of_the_weights(downloads):
    test = open_page(PAGE, epochs="20")
    run = run_of(test)
    run.more(60)
    test.run()
    weights = downloads["Weights as JSON, epoch 20"]
    assert json.loads(weights())["epoch"] == 20
