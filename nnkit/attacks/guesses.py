"""What a network says of pictures, without gradients and a few at a time."""

import torch
from torch import Tensor

from nnkit.attacks import classifier
from nnkit.attacks.classifier import Classifier
from nnkit.vision import VisionNetwork
from nnkit.vision.network import Guess

_BATCH = 16  # pictures at once: more is no faster and needs more memory


@torch.no_grad()
def look(network: VisionNetwork | Classifier, pictures: Tensor) -> Tensor:
    """Return the logits [N, K] of pictures [N, C, H, W]."""
    looker = classifier.of(network)
    return torch.cat([looker(part) for part in torch.split(pictures, _BATCH)])


def guesses(network: VisionNetwork | Classifier, logits: Tensor, k: int = 5) -> list[list[Guess]]:
    """Return the k likeliest classes for each row of logits [N, K], best first.

    Classes bear the names of a vision network's labels, and their numbers where there are none.
    """
    best = logits.softmax(dim=1).topk(min(k, logits.shape[1]))
    return [
        [
            Guess(_name(network, number), probability, number)
            for probability, number in zip(probabilities, numbers, strict=True)
        ]
        for probabilities, numbers in zip(best.values.tolist(), best.indices.tolist(), strict=True)
    ]


def _name(network: VisionNetwork | Classifier, number: int) -> str:
    return network.labels[number] if isinstance(network, VisionNetwork) else str(number)
