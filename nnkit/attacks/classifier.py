"""What an attack looks at: anything that turns pictures into logits and can be differentiated."""

from collections.abc import Callable

from torch import Tensor, nn

from nnkit.vision import VisionNetwork
from nnkit.vision.layers import LOGITS

# Pictures [N, C, H, W] in 0..1 to logits [N, K].
Classifier = Callable[[Tensor], Tensor]


class AsClassified(nn.Module):
    """A vision network from pictures of any size to logits, as its `classify` looks at them."""

    def __init__(self, network: VisionNetwork) -> None:
        """Cut the network behind its logits."""
        super().__init__()
        self.network, self.cut = network, network.until(LOGITS)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return [N, 1000] for the middle of each picture, scaled to the network's own side."""
        side = self.network.side
        if tuple(pictures.shape[-2:]) != (side, side):
            pictures = self.network.middle(pictures)
        logits: Tensor = self.cut(pictures)
        return logits


def of(network: VisionNetwork | Classifier) -> Classifier:
    """Return what to attack: a vision network as it classifies, another function as it is."""
    return AsClassified(network) if isinstance(network, VisionNetwork) else network
