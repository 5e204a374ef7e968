"""Four losses side by side: the same as four runs of lab.train, and what is said of them."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
import torch
from PIL import Image

from nnkit.gan import lab
from ui.gan_lab_games import MOMENTS, Game, Painter, Round, Table, play, sentence

SETTINGS = lab.LabSettings((4,), (4,), rounds=40, batch=20)
CLOUD = lab.make(lab.CloudSettings("disjoint", points=300))


def game(title: str, covered: int, js: float, trouble: str = "") -> Game:
    return Game(title, b"", covered, 8, js, trouble)


def test_each_game_is_the_run_of_its_loss() -> None:
    moments = list(play(CLOUD, SETTINGS))
    assert [moment.step for moment in moments] == list(range(0, 41, 2))
    assert len(moments) == MOMENTS + 1
    for place, loss in enumerate(lab.LOSSES):
        *_, last = lab.train(CLOUD, replace(SETTINGS, loss=loss))
        assert torch.equal(moments[-1].frames[place].samples, last.samples)
    starts = moments[0].frames
    assert all(torch.equal(frame.samples, starts[0].samples) for frame in starts)


def test_one_that_diverges_stands_still_while_others_go_on() -> None:
    wild = replace(SETTINGS, generator_rate=1.0, critic_rate=1.0, generator_optimiser="sgd",
                   critic_optimiser="sgd", rounds=400)  # fmt: skip
    *_, last = play(CLOUD, wild)
    lost = [frame for frame in last.frames if frame.has_diverged]
    assert lost
    assert min(frame.step for frame in lost) < last.step
    table = Painter(CLOUD).encode(last)
    assert any("too large" in one.trouble for one in table.games)


def test_a_picture_shows_points_where_they_are() -> None:
    frame = next(lab.train(CLOUD, SETTINGS))
    corner = torch.tensor([[0.5, 0.75]]).expand(400, 2)
    frame = replace(frame, samples=corner, critic_map=bytes([255]) * 1600)
    table = Painter(CLOUD).encode(Round(7, 40, (frame,) * 4))
    assert [one.title for one in table.games] == [loss.title for loss in lab.LOSSES.values()]
    pixels = np.asarray(Image.open(BytesIO(table.games[0].picture)))
    assert pixels.shape == (480, 480, 3)
    assert pixels[60, 360].tolist() == [213, 94, 0]  # an eighth down, three quarters across
    x, y = CLOUD.points[0].tolist()
    assert pixels[round((1 - y) * 240), round((1 + x) * 240)].tolist() == [0, 114, 178]
    assert pixels[5, 5, 2] > pixels[5, 5, 0]  # taken for real: blue


def test_points_outside_are_left_out() -> None:
    frame = replace(next(lab.train(CLOUD, SETTINGS)), samples=torch.full((400, 2), 1e6))
    table = Painter(CLOUD).encode(Round(0, 40, (frame,) * 4))
    assert table.games[0].covered == sum(frame.figures.covered)


def test_the_sentence_names_best_worst_and_trouble() -> None:
    games = (game("A", 3, 0.6, "Collapse: oh."), game("B", 8, 0.1), game("C", 7, 0.2))
    text = sentence(Table(90, games))
    assert "After 90 rounds **B** is nearest to the real points (JS 0.10 bits, 8 of 8" in text
    assert "**A** farthest from them (0.60 bits, 3 of 8)" in text
    assert "*A*: Collapse: oh." in text
    assert "\n\n*B*" not in text


@pytest.mark.parametrize("rounds", [1, 7])
def test_few_rounds_are_enough(rounds: int) -> None:
    *_, last = play(CLOUD, replace(SETTINGS, rounds=rounds))
    assert last.step == rounds
