"""A small stack of layers, as a visitor builds it: filter, activation, pooling, again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from torch import Tensor

from nnkit.convolution.activation import activation_function
from nnkit.convolution.checks import check_bias, check_picture, check_plain_kernel
from nnkit.convolution.filtering import convolve
from nnkit.convolution.pooling import PoolKind, check_pooling, pool
from nnkit.convolution.sliding import Padding, Sliding
from nnkit.errors import SettingsError

MAX_LAYERS = 16


@dataclass(frozen=True, eq=False)
class Layer:
    """One convolutional neuron, or a layer of them for a 4-D kernel, and the pooling after it.

    Options as in `convolve` and `pool`; pool_size 1 means no pooling. Raises `SettingsError`.
    """

    kernel: Tensor
    bias: float | Tensor = 0.0
    activation: str = "relu"
    stride: int = 1
    padding: Padding = "reflect"
    pool_size: int = 1
    pool_kind: PoolKind = "max"

    def __post_init__(self) -> None:
        """Refuse a bad value."""
        check_plain_kernel(self.kernel, dimensions=(2, 4))
        check_bias(self.bias, self.kernel)
        activation_function(self.activation)
        Sliding(self.stride, 1, self.padding)
        check_pooling(self.pool_size, self.pool_kind)


class Stage(NamedTuple):
    """What a picture [N,C,H,W] looks like after one step, and that step's name."""

    name: str
    picture: Tensor


def stack(picture: Tensor, layers: Sequence[Layer]) -> list[Stage]:
    """Return the picture after every step through at most 16 layers, the picture itself first.

    Raises `SettingsError`, also when pooling and strides have left too few pixels.
    """
    check_picture(picture)
    if len(layers) > MAX_LAYERS:
        raise SettingsError(f"A stack may have at most {MAX_LAYERS} layers.")
    stages = [Stage("picture", picture)]
    for number, layer in enumerate(layers, start=1):
        picture = convolve(
            picture, layer.kernel, stride=layer.stride, padding=layer.padding, bias=layer.bias
        )
        stages.append(Stage(f"layer {number}: filter", picture))
        if layer.activation != "identity":
            picture = activation_function(layer.activation)(picture)
            stages.append(Stage(f"layer {number}: {layer.activation}", picture))
        if layer.pool_size > 1:
            picture = pool(picture, layer.pool_size, kind=layer.pool_kind)
            stages.append(Stage(f"layer {number}: {layer.pool_kind} pooling", picture))
    return stages
