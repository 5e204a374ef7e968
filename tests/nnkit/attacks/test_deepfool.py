"""DeepFool on linear networks, where the way to the border is known, and on curved ones."""

import pytest
import torch

from nnkit import SettingsError
from nnkit.attacks import DeepFoolSettings, away, deepfool, grid, towards


def linear(seed, classes=5, size=75):
    """A linear network on [N, 3, 5, 5] and a picture that is far from black and white."""
    generator = torch.Generator().manual_seed(seed)
    weights = torch.randn(classes, size, generator=generator)
    picture = grid.to_grid(0.3 + 0.4 * torch.rand(1, 3, 5, 5, generator=generator))
    return weights, picture, lambda pictures: pictures.flatten(1) @ weights.T


def border(weights, logits, label, rival):
    """How far away the border to a rival is, and which way: |f| / ||w||, w / ||w||."""
    normal = weights[rival] - weights[label]
    return (logits[label] - logits[rival]) / normal.norm(), normal / normal.norm()


@pytest.mark.parametrize("seed", range(6))
def test_one_step_goes_the_closed_forms_way_to_the_nearest_border(seed):
    weights, picture, network = linear(seed)
    logits = network(picture)[0]
    label = int(logits.argmax())
    rivals = [border(weights, logits, label, k) for k in range(5) if k != label]
    distance, normal = min(rivals, key=lambda pair: pair[0])
    frames = deepfool(network, picture, away(), DeepFoolSettings(overshoot=0.02))
    next(frames)
    change = (next(frames).iterate - picture).flatten()
    assert (change @ normal).item() == pytest.approx(change.norm().item(), rel=1e-4)
    assert change.norm().item() == pytest.approx(1.02 * distance.item(), rel=0.02, abs=5e-4)
    assert change.norm() > distance
    *_, final = frames
    assert final.fooled.all()
    assert grid.length(final.pictures - picture).item() < 1.5 * distance.item() * 255 + 1


@pytest.mark.parametrize("seed", range(6))
def test_towards_a_class_of_two_it_is_the_only_border(seed):
    weights, picture, network = linear(seed, classes=2)
    logits = network(picture)[0]
    label = int(logits.argmax())
    distance, normal = border(weights, logits, label, 1 - label)
    frames = deepfool(network, picture, towards(1 - label), DeepFoolSettings(overshoot=0.1))
    next(frames)
    change = (next(frames).iterate - picture).flatten()
    assert torch.allclose(change / change.norm(), normal, atol=1e-4)
    assert change.norm().item() == pytest.approx(1.1 * distance.item(), rel=0.02, abs=5e-4)


def test_on_the_grid_the_values_that_matter_most_are_changed_and_none_else():
    """Each step of a value costs the same length: the shortest change takes the largest weights."""
    weights = torch.zeros(2, 12)
    weights[1] = torch.tensor([9.0, 8, 7, 6, 1, 1, 1, 1, 1, 1, 1, 1]) * 255
    picture = torch.full((1, 3, 2, 2), 100 / 255)
    shift = torch.tensor([weights[1].sum() * 100 / 255 + 23.5, 0])  # 9 + 8 + 7 is enough
    network = lambda pictures: pictures.flatten(1) @ weights.T + shift  # noqa: E731
    *_, final = deepfool(network, picture, away())
    assert final.fooled.all()
    change = ((final.pictures - picture) * 255).round().flatten()
    assert change.tolist() == [1, 1, 1] + [0] * 9


def test_plain_deepfool_does_not_survive_rounding_but_this_does(network, photos):
    wish = DeepFoolSettings(candidates=3, refinements=0)
    frames = list(deepfool(network, photos[:2], away(), wish))
    walked = [frame for frame in frames if not torch.equal(frame.iterate, frame.pictures)][-1]
    with torch.no_grad():
        logits = network.until("logits")(walked.iterate)
        rounded = network.until("logits")(grid.to_grid(walked.iterate))
    assert (logits.argmax(dim=1) != walked.labels).all()
    assert (rounded.argmax(dim=1) == walked.labels).any()
    assert frames[-1].fooled.all()


def test_refinements_make_it_shorter(toy, pictures):
    def length(refinements):
        *_, final = deepfool(toy, pictures, away(), DeepFoolSettings(refinements=refinements))
        assert final.fooled.all()
        return grid.length(final.pictures - pictures)

    assert (length(4) <= length(0)).all()
    assert length(4).sum() < length(0).sum()


def test_only_so_many_candidates_are_looked_at():
    """The nearest border is that of the least likely class, which two candidates leave out."""
    weights = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 100.0]])
    shift = torch.tensor([0.9, 0.0, -60.5])
    network = lambda pictures: pictures.flatten(1) @ weights.T + shift  # noqa: E731
    picture = torch.full((1, 1, 1, 2), 0.6)
    answers = []
    for candidates in (2, 3, 1000):
        *_, final = deepfool(network, picture, away(), DeepFoolSettings(candidates=candidates))
        answers.append(int(final.logits.argmax()))
    assert answers == [1, 2, 2]


def test_a_network_of_one_class_is_refused(pictures):
    with pytest.raises(SettingsError, match="two classes"):
        deepfool(lambda batch: batch.flatten(1)[:, :1], pictures, away())


@pytest.mark.parametrize(
    "wrong",
    [{"steps": 0}, {"candidates": 1}, {"candidates": 10.0}, {"overshoot": -0.1},
     {"overshoot": float("nan")}, {"refinements": -1}],
    ids=str,
)  # fmt: skip
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(SettingsError):
        DeepFoolSettings(**wrong)
