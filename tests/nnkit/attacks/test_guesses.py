"""What networks say, by name and by number."""

import torch

from nnkit import vision
from nnkit.attacks.guesses import guesses, look


def test_a_vision_network_is_quoted_as_it_classifies():
    network = vision.untrained("squeezenet1_1", device="cpu")
    picture = torch.rand(1, 3, 80, 100, generator=torch.Generator().manual_seed(0))
    found = guesses(network, look(network, picture), k=3)
    wanted = network.classify(picture, k=3)
    assert [(one.label, one.number) for one in found[0]] == [
        (one.label, one.number) for one in wanted
    ]
    assert torch.allclose(
        torch.tensor([one.probability for one in found[0]]),
        torch.tensor([one.probability for one in wanted]),
        atol=1e-6,
    )


def test_other_classifiers_are_quoted_by_number_and_never_more_classes_than_there_are():
    logits = torch.tensor([[1.0, 3.0, 2.0]]).log()
    found = guesses(lambda pictures: pictures, logits)[0]
    assert [(one.label, one.number, round(one.probability, 6)) for one in found] == [
        ("1", 1, 0.5),
        ("2", 2, 0.333333),
        ("0", 0, 0.166667),
    ]


def test_looking_goes_a_few_at_a_time_without_gradients_and_in_order():
    seen = []

    def classifier(pictures):
        seen.append((len(pictures), torch.is_grad_enabled()))
        return pictures.mean(dim=(2, 3))

    pictures = torch.arange(40.0)[:, None, None, None].expand(40, 2, 3, 3)
    assert look(classifier, pictures)[:, 0].tolist() == list(range(40))
    assert sum(count for count, _ in seen) == 40
    assert max(count for count, _ in seen) <= 16
    assert not any(tracked for _, tracked in seen)
