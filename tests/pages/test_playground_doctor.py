"""One click on the doctor's button changes the settings and begins the run anew."""

import pytest

from nnkit.playground import diagnose
from nnkit.playground.points import REACH
from tests.pages.test_pages import assert_calm, open_page
from ui import point_pad

PAGE = "pages/network_playground.py"


def run_of(test):
    return test.session_state["_playground_run"]


ILL = {
    "learning rate 1": {"recipe": "Plane", "rate": "10"},
    "first weights Xavier": {"start": "all zero", "epochs": "20"},
    "activation Leaky ReLU": {
        "recipe": "Circle", "optimiser": "SGD", "rate": "3", "epochs": "20",
        "activation_0": "ReLU", "activation_1": "ReLU",
    },
    "activation ReLU": {
        "recipe": "Circle", "optimiser": "SGD", "rate": "0.03", "epochs": "20", "layers": "6",
        **{f"activation_{layer}": "Sigmoid" for layer in range(6)},
    },
    "hidden neurons 8, 6": {"recipe": "Circle", "layers": "0", "epochs": "60"},
}  # fmt: skip


@pytest.mark.parametrize("cure", ILL)
def test_the_doctor_mends_it_with_one_click(cure):
    test = open_page(PAGE, **ILL[cure])
    ill = run_of(test)
    ill.more(60)
    test.run()
    (finding,) = diagnose(ill.frames, ill.points, ill.network, ill.training)
    (button,) = [each for each in test.button if each.label == f"Mend it: {cure}"]
    button.click().run()
    assert_calm(test)
    run = run_of(test)
    assert run is not ill
    assert run.frames[0].epoch == 0
    changed = run.network if hasattr(run.network, finding.setting) else run.training
    assert getattr(changed, finding.setting) == finding.value
    assert not any(each.label == "train anew with them" for each in test.button)


def test_rare_classes_are_mended_by_another_loss_and_then_advised():
    few = tuple((-3.0 + number / 10, 3.0, 0) for number in range(40)) + ((3.0, -3.0, 1),) * 3
    test = open_page(PAGE, points="Draw your own", drawn=point_pad.written(few, REACH),
                     loss="squared error")  # fmt: skip
    run_of(test).more(60)
    test.run()
    next(each for each in test.button if each.label == "Mend it: loss cross-entropy").click().run()
    assert_calm(test)
    assert run_of(test).training.loss == "cross_entropy"
    run_of(test).more(60)
    test.run()
    assert any("draw or collect some" in warning.value for warning in test.warning)
    assert not any(each.label.startswith("Mend it: loss") for each in test.button)
