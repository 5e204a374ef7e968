"""What holds for each of the attacks that change a picture a little."""

import copy

import pytest
import torch

from nnkit import ImageError, SettingsError, images
from nnkit.attacks import (
    CarliniWagnerSettings,
    DeepFoolSettings,
    FGSMSettings,
    PGDSettings,
    away,
    carlini_wagner,
    deepfool,
    fgsm,
    pgd,
    to_grid,
    towards,
)
from nnkit.digits import recognition

ATTACKS = {
    "fgsm": (fgsm, FGSMSettings(epsilon=40)),
    "pgd": (pgd, PGDSettings(epsilon=40, steps=6)),
    "pgd to the end": (pgd, PGDSettings(epsilon=40, steps=6, early_stop=False, momentum=0.9)),
    "pgd l2": (pgd, PGDSettings(norm="l2", epsilon=500, steps=6, random_start=True, restarts=2)),
    "deepfool": (deepfool, DeepFoolSettings(steps=10, refinements=1)),
    "carlini_wagner": (carlini_wagner, CarliniWagnerSettings(steps=8, searches=2, refinements=1)),
}
every_attack = pytest.mark.parametrize("name", ATTACKS)
every_goal = pytest.mark.parametrize("goal", [away(), towards(2)], ids=["away", "towards"])


def run(name, network, pictures, goal):
    attack, settings = ATTACKS[name]
    return attack(network, pictures, goal, settings)


def last(frames):
    *_, final = frames
    return final


def answers(network, pictures):
    with torch.no_grad():
        return network(pictures).argmax(dim=1)


@every_goal
@every_attack
def test_most_pictures_are_turned_and_the_figures_are_those_of_the_file(toy, pictures, name, goal):
    final = last(run(name, toy, pictures, goal))
    assert torch.equal(final.pictures, to_grid(final.pictures))
    for row, picture in enumerate(final.pictures):
        decoded = images.load(images.to_png(picture))
        assert torch.equal(decoded[0], picture)
        answer = answers(toy, decoded)
        assert answer == final.logits[row].argmax()
        assert final.fooled[row] == ((answer == final.labels[row]) == goal.targeted)
    assert final.fooled.float().mean() >= (0.25 if name == "fgsm" else 1)


@every_attack
def test_a_photo_is_turned_and_its_png_is_classified_the_same(network, photos, name):
    attack, settings = ATTACKS[name]
    final = last(attack(network, photos[:1], away(), settings))
    decoded = images.load(images.to_png(final.pictures))
    assert torch.equal(decoded, final.pictures)
    assert bool(final.fooled)
    before, after = network.classify(photos[:1])[0], network.classify(decoded)[0]
    assert before.number == int(final.labels)
    assert after.number == int(final.logits.argmax())
    assert after.number != before.number


@every_attack
def test_digits_are_pictures_too(name):
    network = recognition.load("mlp").module
    digits = torch.zeros(2, 1, 28, 28)
    digits[0, :, 4:24, 13:15] = 1  # a one
    digits[1, :, 4:24, 8:10] = digits[1, :, 4:6, 8:20] = 1
    final = last(run(name, network, digits, away()))
    assert final.fooled.all()
    assert final.pictures.shape == digits.shape
    decoded = images.from_pil(images.to_pil(final.pictures[0]))
    assert answers(network, decoded) != final.labels[0]


@every_attack
def test_frames_are_counted_from_the_untouched_pictures_on(toy, pictures, name):
    frames = list(run(name, toy, pictures, away()))
    steps = [frame.step for frame in frames]
    assert torch.equal(frames[0].pictures, pictures)
    assert not frames[0].fooled.any()
    assert steps == list(range(len(steps)))
    assert {frame.total for frame in frames} == {frames[0].total}
    assert steps[-1] <= frames[0].total


@every_attack
def test_a_frame_is_not_changed_by_the_next(toy, pictures, name):
    frames, copies = [], []
    for frame in run(name, toy, pictures, towards(2)):
        frames.append(frame)
        copies.append(frame.iterate.clone())
    for frame, iterate in zip(frames, copies, strict=True):
        assert torch.equal(frame.iterate, iterate)
        assert torch.equal(frame.original, pictures)


@every_attack
def test_the_same_seed_gives_the_same_pictures_and_none_touches_the_global_one(toy, pictures, name):
    state = torch.get_rng_state()
    first, second = (last(run(name, toy, pictures, towards(2))).pictures for _ in range(2))
    assert torch.equal(first, second)
    assert torch.equal(torch.get_rng_state(), state)


@every_attack
def test_a_picture_is_attacked_alike_alone_and_in_a_batch(toy, pictures, name):
    if name == "pgd l2":
        pytest.skip("it starts by chance, and chance deals differently to a larger batch")
    together = last(run(name, toy, pictures, towards(2))).pictures
    alone = last(run(name, toy, pictures[1:2], towards(2))).pictures
    assert (alone - together[1:2]).abs().max() <= 1.01 / 255


@every_attack
def test_nothing_is_left_behind(toy, pictures, name):
    network = copy.deepcopy(toy)
    network[0].weight.grad = torch.ones_like(network[0].weight)
    before = copy.deepcopy(network.state_dict())

    def assert_untouched():
        for key, value in network.state_dict().items():
            assert torch.equal(value, before[key])
        assert not network.training
        assert all(parameter.requires_grad for parameter in network.parameters())
        assert torch.equal(network[0].weight.grad, torch.ones_like(network[0].weight))
        assert network[2].weight.grad is None
        assert not any(
            part._forward_hooks or part._backward_hooks or part._forward_pre_hooks
            for part in network.modules()
        )
        assert torch.is_grad_enabled()
        assert not torch.is_inference_mode_enabled()

    for _ in run(name, network, pictures, away()):
        assert_untouched()
    stopped = run(name, network, pictures, away())
    next(stopped)
    next(stopped)
    stopped.close()
    assert_untouched()


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode])
@every_attack
def test_the_callers_mode_does_not_matter(toy, pictures, name, mode):
    with mode():
        inside = last(run(name, toy, pictures.clone(), towards(2)))
        found = inside.pictures.clone()
        assert inside.fooled.any()
    assert torch.equal(found, last(run(name, toy, pictures, towards(2))).pictures)


@every_attack
def test_a_goal_that_is_reached_already_costs_nothing(toy, pictures, name):
    if name in ("fgsm", "pgd to the end", "pgd l2"):
        pytest.skip("it goes on to the end, or starts elsewhere")
    said = int(answers(toy, pictures[:1]))
    final = last(run(name, toy, pictures[:1], towards(said)))
    assert torch.equal(final.pictures, pictures[:1])
    assert final.fooled.all()


@every_attack
def test_a_network_without_a_slope_gives_no_nan(pictures, name):
    def stubborn(batch):
        return batch.flatten(1)[:, :3] * 0 + torch.tensor([2.0, 1.0, 0.0])

    final = last(run(name, stubborn, pictures, away()))
    assert final.pictures.isfinite().all()
    assert not final.fooled.any()


@pytest.mark.parametrize(
    "batch",
    [torch.full((1, 3, 12, 12), 1.01), torch.full((1, 3, 12, 12), -0.01),
     torch.full((1, 3, 12, 12), torch.nan), torch.zeros(3, 12, 12), torch.zeros(0, 3, 12, 12),
     torch.zeros(1, 3, 12, 12, dtype=torch.uint8)],
    ids=["over 1", "under 0", "NaN", "no batch", "empty", "bytes"],
)  # fmt: skip
@every_attack
def test_what_is_no_picture_is_refused_at_once(toy, name, batch):
    with pytest.raises(ImageError):
        run(name, toy, batch, away())


@pytest.mark.parametrize(
    "goal", [towards(6), away(6), towards((1, 2)), away((0, 1, 2, 3, 4))],
    ids=["too large", "too large away", "too few", "too many"],
)  # fmt: skip
@every_attack
def test_labels_that_do_not_fit_are_refused_at_once(toy, pictures, name, goal):
    with pytest.raises(SettingsError):
        run(name, toy, pictures, goal)
