"""EfficientNet-Lite0 to 2 (Tan and Le 2019; the Lite variants of TensorFlow's TPU models, 2020).

The Lite family drops squeeze-and-excitation and swish: plain convolutions, batch norm and ReLU6.
Layers that halve the picture pad as TensorFlow's "SAME" does: the odd pixel goes right and below.
"""

import math
import re
from collections.abc import Mapping

from torch import Tensor, nn
from torch.nn import functional

# (repeats, kernel size, stride, expansion, channels out) of each stage.
STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
STEM_CHANNELS = 32
HEAD_CHANNELS = 1280
CLASSES = 1000
# How much wider and deeper each of the family is than the first, and the side it was trained with.
SCALES = {
    "efficientnet_lite0": (1.0, 1.0, 224),
    "efficientnet_lite1": (1.0, 1.1, 240),
    "efficientnet_lite2": (1.1, 1.2, 260),
}
BATCH_NORM_EPSILON = 1e-3


class SameConvolution(nn.Conv2d):
    """Convolution without bias whose output side is ceil(side / stride), padded as TensorFlow."""

    def __init__(self, inputs: int, outputs: int, size: int, stride: int = 1, groups: int = 1):
        """Take channels in and out, the kernel's side, the stride and the groups."""
        super().__init__(inputs, outputs, size, stride, groups=groups, bias=False)

    def forward(self, picture: Tensor) -> Tensor:
        """Map [N, C, H, W] to [N, outputs, ceil(H / stride), ceil(W / stride)]."""
        size, stride = self.kernel_size[0], self.stride[0]
        vertical = same_padding(picture.shape[-2], size, stride)
        horizontal = same_padding(picture.shape[-1], size, stride)
        if vertical != (0, 0) or horizontal != (0, 0):
            picture = functional.pad(picture, (*horizontal, *vertical))
        return super().forward(picture)


class InvertedResidual(nn.Module):
    """MBConv (Sandler et al. 2018): widen by 1 x 1, filter each map alone, narrow by 1 x 1."""

    def __init__(self, inputs: int, outputs: int, size: int, stride: int, expansion: int):
        """Take channels in and out, the kernel's side, the stride and the widening factor."""
        super().__init__()
        wide = inputs * expansion
        layers: list[nn.Module] = []
        if expansion > 1:
            layers += [SameConvolution(inputs, wide, 1), _batch_norm(wide), nn.ReLU6()]
        layers += [SameConvolution(wide, wide, size, stride, groups=wide), _batch_norm(wide)]
        layers += [nn.ReLU6(), SameConvolution(wide, outputs, 1), _batch_norm(outputs)]
        self.layers = nn.Sequential(*layers)
        self.has_shortcut = stride == 1 and inputs == outputs

    def forward(self, maps: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, ceil(H / stride), ceil(W / stride)]."""
        result: Tensor = self.layers(maps)
        return result + maps if self.has_shortcut else result


class EfficientNetLite(nn.Module):
    """One network of the family, from a normalised picture to 1000 logits."""

    def __init__(self, name: str = "efficientnet_lite0") -> None:
        """Build the one of :data:`SCALES` with random weights."""
        super().__init__()
        width, depth, _ = SCALES[name]
        self.stem = nn.Sequential(
            SameConvolution(3, STEM_CHANNELS, 3, stride=2), _batch_norm(STEM_CHANNELS), nn.ReLU6()
        )
        blocks: list[nn.Module] = []
        channels = STEM_CHANNELS
        for place, (repeats, size, stride, expansion, outputs) in enumerate(STAGES):
            is_outer = place in (0, len(STAGES) - 1)  # the Lite family does not deepen these
            for index in range(repeats if is_outer else math.ceil(depth * repeats)):
                step, wide = stride if index == 0 else 1, _to_eights(width * outputs)
                blocks.append(InvertedResidual(channels, wide, size, step, expansion))
                channels = wide
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Sequential(
            SameConvolution(channels, HEAD_CHANNELS, 1), _batch_norm(HEAD_CHANNELS), nn.ReLU6()
        )
        self.classifier = nn.Linear(HEAD_CHANNELS, CLASSES)

    def forward(self, picture: Tensor) -> Tensor:
        """Map [N, 3, H, W], normalised, to logits [N, 1000]."""
        maps: Tensor = self.head(self.blocks(self.stem(picture)))
        logits: Tensor = self.classifier(maps.mean(dim=(-2, -1)))
        return logits


def from_published(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Rename the tensors of the published file to the names of :class:`EfficientNetLite`."""
    return {_own_name(key): tensor for key, tensor in state.items()}


def _own_name(key: str) -> str:
    top = {"_conv_stem": "stem.0", "_bn0": "stem.1", "_conv_head": "head.0", "_bn1": "head.1"}
    top["_fc"] = "classifier"
    block = re.match(r"_blocks\.(\d+)\.(\w+)\.(\w+)$", key)
    if block is None:
        module, tensor = key.rsplit(".", 1)
        return f"{top[module]}.{tensor}"
    index, module, tensor = block.groups()
    order = ["_expand_conv", "_bn0", "", "_depthwise_conv", "_bn1", "", "_project_conv", "_bn2"]
    position = order.index(module) - (3 if index == "0" else 0)  # block 0 does not widen
    return f"blocks.{index}.layers.{position}.{tensor}"


def _to_eights(channels: float) -> int:
    """Round to a multiple of 8, never down by more than a tenth, as the published networks do."""
    rounded = max(8, int(channels + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * channels else rounded


def same_padding(side: int, size: int, stride: int) -> tuple[int, int]:
    """Return TensorFlow's "SAME" padding before and after a side."""
    total = max((-(-side // stride) - 1) * stride + size - side, 0)
    return total // 2, total - total // 2


def _batch_norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=BATCH_NORM_EPSILON)
