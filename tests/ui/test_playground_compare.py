"""What is compared, what is said of it before and after, and the code that does it."""

from dataclasses import replace

import pytest

from nnkit import playground
from nnkit.playground import DataSettings, NetworkSettings, PairFrame, TrainingSettings
from ui import playground_compare, playground_verdict
from ui.playground_changes import CHANGES, Pair, Side
from ui.playground_pairs import READY

DATA = DataSettings("moons", points=60)
A = Side(playground.make(DATA), DATA, NetworkSettings(hidden=(4, 4)), TrainingSettings(epochs=3))
NUMBERS = DataSettings("plane", points=60)


def pair(setting, words, side=A):
    change = CHANGES[setting]
    return Pair(side, change.put(side, change.options(side)[words]), setting)


@pytest.mark.parametrize("setting", CHANGES)
def test_every_value_of_every_setting_can_be_trained(setting):
    change = CHANGES[setting]
    options = change.options(A)
    assert change.said(A) not in options
    assert not change.usual or change.usual in {change.said(A), *options}
    for words, value in options.items():
        other = change.put(A, value)
        assert change.said(other) == words
        assert other != A
        first, second = (playground.train(side.points, side.network, side.training)
                         for side in (A, other))  # fmt: skip
        assert next(first).epoch == next(second).epoch == 0


@pytest.mark.parametrize("setting", CHANGES)
def test_nothing_else_changes(setting):
    change = CHANGES[setting]
    value = next(iter(change.options(A).values()))
    assert change.put(change.put(A, value), change.get(A)) == A
    assert change.put(A, value).network.seed == A.network.seed
    assert change.put(A, value).training.seed == A.training.seed


def test_what_has_no_effect_is_not_offered():
    line = replace(A, network=NetworkSettings(hidden=(), activations=()))
    for setting in ("activation", "dropout", "neurons", "residual"):
        assert CHANGES[setting].options(A)
        assert not CHANGES[setting].options(line)
    assert not CHANGES["residual"].options(replace(A, network=NetworkSettings(hidden=(4, 3))))
    drawn = replace(A, origin="drawn")
    assert not CHANGES["noise"].options(drawn)
    assert not CHANGES["share"].options(drawn)
    numbers = replace(A, points=playground.make(NUMBERS), origin=NUMBERS)
    assert not CHANGES["loss"].options(numbers)


def test_layers_come_and_go_at_the_end():
    side = replace(A, network=NetworkSettings(hidden=(6, 2), activations=("tanh", "relu")))
    deeper = pair("layers", "4", side).second.network
    assert (deeper.hidden, deeper.activations) == ((6, 2, 2, 2), ("tanh", "relu", "relu", "relu"))
    assert pair("layers", "1", side).second.network.hidden == (6,)
    line = replace(A, network=NetworkSettings(hidden=(), activations=()))
    assert pair("layers", "1", line).second.network.hidden == (4,)
    mixed = CHANGES["activation"]
    assert mixed.said(side) == "Tanh, ReLU"
    assert mixed.options(side)["Tanh"] == ("tanh", "tanh")


def test_titles():
    assert pair("rate", "3").titles() == ("learning rate 0.03", "learning rate 3")
    assert pair("l2", "0.01").titles() == ("L2 0", "L2 0.01")
    assert pair("residual", "on").titles() == (
        "residual connections off", "residual connections on",
    )  # fmt: skip
    assert pair("inputs", "x, y, x², y²").titles()[1] == "what goes in x, y, x², y²"


@pytest.mark.parametrize(
    ("setting", "words", "said"),
    [
        ("rate", "3", "exactly the same **28 weights** and meet the points in the same order."),
        ("share", "0.1", "exactly the same **28 weights**."),
        ("start", "He", "the same 28 random numbers, but in **B** times 1.41."),
        ("start", "large", "in **B** times 4.24 in layer 1, times 6 in layer 2, times 6 in the"),
        ("start", "all zero", "**A** draws its first weights by chance; **B**'s 28 are all zero."),
        ("neurons", "6", "Of **B**'s 54 first weights **28** join neurons that **A** has too"),
        ("neurons", "6", "but times 0.816 in layer 2, times 0.816 in the output layer"),
        ("neurons", "6", "The other 26 **A** has not."),
        ("neurons", "2", "**A** has others besides."),
        ("layers", "3", "**28** join neurons that **A** has too: they are the same numbers. The"),
        ("layers", "0", "no weight in common"),
        ("inputs", "x, y, xy", "times 0.816 in layer 1, for the more inputs"),
    ],
)
def test_what_the_first_weights_have_in_common(setting, words, said):
    assert said in playground_verdict.beginning(pair(setting, words))


def frame(epoch, loss=0.1, right=0.9, train_loss=0.05, **more):
    whole = next(playground.train(A.points, A.network, A.training))
    return replace(whole, epoch=epoch, test_loss=loss, test_accuracy=right, train_loss=train_loss,
                   **more)  # fmt: skip


def judge(first, second, setting="rate", words="3", side=A):
    frames = [PairFrame(*both) for both in zip(first, second, strict=True)]
    return playground_verdict.verdict(pair(setting, words, side), frames)


def test_who_does_better_is_said_in_numbers():
    text = judge([frame(0, right=0.5), frame(7, 0.2, 0.96), frame(9, 0.1, 0.97)],
                 [frame(0, right=0.5), frame(7, 0.6, 0.70), frame(9, 0.7, 0.72)])  # fmt: skip
    assert "**A** (learning rate 0.03) gets **97.0%** of the test points right" in text
    assert "a test loss of **0.1**; it passed 95% at epoch 7." in text
    assert "**B** (learning rate 3) gets **72.0%**" in text
    assert "it never got to 95%" in text
    assert text.endswith(
        "So **A does better**: it gets 25 more of every hundred test points right."
    )


def test_the_pace_is_told_for_each():
    ends = frame(50), frame(20)
    assert playground_verdict.pace([PairFrame(*ends, (0.1, 0.5))]) == (
        "Here an epoch takes A **2 ms** and B **25 ms**, with all that is measured and drawn of it."
    )
    assert playground_verdict.pace([PairFrame(*ends)]) == ""


def test_equal_ends_are_called_equal():
    equal = "On the test points that is no difference to speak of"
    assert judge([frame(9)], [frame(9, right=0.91)]).endswith(f"{equal}.")
    sooner = judge([frame(2, right=0.5), frame(9, right=0.96)],
                   [frame(2, right=0.96), frame(9, right=0.97)])  # fmt: skip
    assert sooner.endswith(f"{equal}, but **B was there sooner**.")
    assert "**A's loss is lower**" in judge([frame(9, 0.1)], [frame(9, 0.3)])
    other_loss = judge([frame(9, 0.1)], [frame(9, 0.3)], "loss", "hinge")
    assert "measured in two ways" in other_loss
    assert "lower" not in other_loss


def test_the_gap_is_told_where_it_matters():
    text = judge([frame(9, 0.9, train_loss=0.1)], [frame(9, 0.3, train_loss=0.2)],
                 "dropout", "0.3")  # fmt: skip
    assert "from 0.1 to 0.9 in **A** and from 0.2 to 0.3 in **B**" in text


def test_a_run_that_flew_apart():
    text = judge([frame(9)], [frame(3, float("nan"), 0.5, has_diverged=True)])
    assert "**B** (learning rate 3) flew apart at epoch 3" in text
    assert "**A does better**" in text


@pytest.mark.parametrize(
    ("losses", "end"),
    [((0.1, 0.2), "**A does better**: its loss is 2 times smaller."),
     ((0.11, 0.1), "There is no difference to speak of."),
     ((float("inf"), 0.1), "**B does better**.")],
)  # fmt: skip
def test_numbers_are_judged_by_their_loss(losses, end):
    side = replace(A, points=playground.make(NUMBERS), origin=NUMBERS,
                   training=TrainingSettings("squared"))  # fmt: skip
    ends = [[frame(9, loss, 0.8, has_diverged=loss > 1)] for loss in losses]
    text = judge(*ends, side=side)
    assert text.endswith(end)
    assert "R² 0.8" in text


@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.setting)
def test_ready_made_pairs_show_what_they_promise(ready):
    both = ready.pair()
    *_, last = playground.compare(both.first.candidate, both.second.candidate)
    first, second = last.first, last.second
    if ready.setting in ("l2", "dropout"):
        assert second.test_loss < first.test_loss / 1.3
        assert second.test_accuracy > first.test_accuracy + 0.02
        assert first.train_loss < second.train_loss
    else:
        assert first.test_accuracy > 0.99
        assert second.test_accuracy < 0.96
    sides = (both.first, both.second)
    differing = [key for key, change in CHANGES.items() if len(set(map(change.get, sides))) > 1]
    assert differing == [ready.setting]


def test_few_frames_of_long_runs():
    long = replace(A, training=TrainingSettings(epochs=950))
    assert playground_compare.paced(long).training.every == 10
    assert playground_compare.paced(A).training.every == 1


@pytest.mark.parametrize(("setting", "words"), [("rate", "3"), ("noise", "0.4"), ("layers", "1")])
def test_the_code_trains_both(setting, words, capsys):
    both = pair(setting, words)
    exec("\n".join(playground_compare.code(both)), {"playground": playground})
    *_, last = playground.compare(both.first.candidate, both.second.candidate)
    printed = capsys.readouterr().out.strip().split("\n")
    assert printed[-1] == f"3 {last.first.test_loss} {last.second.test_loss}"


def test_one_picture_of_both_while_they_learn():
    from unittest.mock import MagicMock

    for data, hidden in ((DATA, (4, 4)), (DataSettings("spiral", points=60, classes=3), (4,))):
        points = playground.make(data)
        network = NetworkSettings(hidden=hidden, activations=("tanh",) * len(hidden))
        one = next(playground.train(points, network, A.training))
        place = MagicMock()
        playground_compare.preview(PairFrame(one, one), place)
        place.image.assert_called_once()
        assert place.image.call_args.kwargs["caption"].startswith("Epoch 0, test loss: A ")
