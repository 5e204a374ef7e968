"""The layers of a network that are worth a look, under names a person can read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from torch import nn

LOGITS = "logits"


@dataclass(frozen=True)
class Layer:
    """One layer: its name, how many maps it makes, and how many times smaller they are."""

    name: str
    channels: int
    scale: int

    @property
    def title(self) -> str:
        """What a person reads, such as "block 9: 112 maps, 1/16 size"."""
        size = "full size" if self.scale == 1 else f"1/{self.scale} size"
        return f"{self.name}: {self.channels} maps, {size}"


# For each family: which modules are layers, by their path, and how each is called.
_RULES = {
    "efficientnet_lite": {r"stem": "stem", r"blocks\.(\d+)": r"block \1", r"head": "head"},
    "googlenet": {r"conv(\d)": r"conv \1", r"inception(\d\w)": r"inception \1"},
    "inception_v3": {r"Conv2d_(\d\w)_\dx\d": r"conv \1", r"Mixed_(\d\w)": r"mixed \1"},
    "resnet": {r"maxpool": "stem", r"layer(\d)\.(\d+)": r"stage \1 block \2"},
    # Iandola et al. 2016 count the first convolution too, so the first fire module is number 2.
    "squeezenet": {r"features\.1": "stem"}
    | {rf"features\.{at}": f"fire {n}" for n, at in enumerate((3, 4, 6, 7, 9, 10, 11, 12), 2)},
    "mobilenet": {
        r"features\.0": "stem",
        r"features\.16": "head",
        r"features\.(\d+)": r"block \1",
    },
    "convnext": {
        r"features\.0": "stem",
        r"features\.1\.(\d+)": r"stage 1 block \1",
        r"features\.3\.(\d+)": r"stage 2 block \1",
        r"features\.5\.(\d+)": r"stage 3 block \1",
        r"features\.7\.(\d+)": r"stage 4 block \1",
    },
}

# Convolutions within a layer whose values can be had, too, before anything clips them.
_INNER_RULES = {"efficientnet_lite": {r"stem\.0": "stem convolution"}}


def named_layers(name: str, module: nn.Module) -> Iterator[tuple[str, str]]:
    """Yield the name of each layer of network `name` and the path of its module, in order."""
    if name.startswith("vgg"):
        yield from _vgg_layers(module)
        return
    yield from _named(next(rules for key, rules in _RULES.items() if name.startswith(key)), module)


def named_inner(name: str, module: nn.Module) -> Iterator[tuple[str, str]]:
    """Yield the name and the path of each convolution inside a layer that has a name, too."""
    for family, rules in _INNER_RULES.items():
        if name.startswith(family):
            yield from _named(rules, module)


def _named(rules: dict[str, str], module: nn.Module) -> Iterator[tuple[str, str]]:
    for path, part in module.named_modules():
        if isinstance(part, nn.MaxPool2d) and path not in rules:
            continue
        for pattern, title in rules.items():
            match = re.fullmatch(pattern, path)
            if match:
                yield match.expand(title), path
                break


def _vgg_layers(module: nn.Module) -> Iterator[tuple[str, str]]:
    """Count as Simonyan and Zisserman 2014 do: conv 3_2 is the second behind the second pooling."""
    stage, index = 1, 0
    for path, part in module.named_modules():
        if not path.startswith("features."):
            continue
        if isinstance(part, nn.MaxPool2d):
            stage, index = stage + 1, 0
        elif isinstance(part, nn.ReLU):
            index += 1
            yield f"conv {stage}_{index}", path
