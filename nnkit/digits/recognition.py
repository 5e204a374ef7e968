"""Reading a drawing with one of the shipped networks."""

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor, nn

from nnkit import weights
from nnkit.digits import evaluation, models
from nnkit.digits.preparation import Prepared, prepare
from nnkit.errors import SettingsError

NETWORKS = ("six", "ten", "mlp", "cnn")


@dataclass(frozen=True, eq=False)
class DigitNetwork:
    """A trained network: shared, frozen, evaluating; `temperature` divides its logits.

    threshold: for the gate, the probability from which a drawing counts as a digit.
    """

    name: str
    module: nn.Module
    temperature: float
    threshold: float = 0.5

    def logits(self, images: Tensor) -> Tensor:
        """Return the raw logits of MNIST pictures [N,1,28,28]: [N,10], or [N,1] for one neuron."""
        with torch.inference_mode():
            found: Tensor = self.module(images)
        return found.clone()

    def probabilities(self, images: Tensor) -> Tensor:
        """Return calibrated probabilities: [N,10], or [N,2] (no, yes) for one neuron."""
        return evaluation.probabilities(self.logits(images), self.temperature)


@dataclass(frozen=True, eq=False)
class Recognition:
    """What a network makes of a drawing.

    probabilities: [10], summing to 1; "six" knows its one digit only and spreads the rest evenly.
    digit: the most probable one, None where "six" says that it is no 6. confidence: how probable
    that answer is. is_digit: whether the drawing looks like a digit at all.
    """

    probabilities: Tensor
    digit: int | None
    confidence: float
    is_digit: bool
    prepared: Prepared


@lru_cache(maxsize=16)
def load(name: str, device: torch.device | str = "cpu") -> DigitNetwork:
    """Return a shipped network: "six", "ten", "mlp" or "cnn".

    There are also "gate", which knows doodles, and "robust", trained against attacks. Raises
    SettingsError for another name, WeightsError when the file is damaged.
    """
    if name not in (*NETWORKS, "gate", "robust"):
        raise SettingsError(f"There is no network '{name}': choose one of {', '.join(NETWORKS)}.")
    tensors = weights.load(f"digits_{name}")
    temperature = tensors.pop("temperature").item()
    threshold = tensors.pop("threshold", torch.tensor(0.5)).item()
    module = models.finished(models.make(name))
    module.load_state_dict(tensors)
    return DigitNetwork(name, module.to(device), temperature, threshold)


def recognise(
    drawing: object, name: str = "cnn", device: torch.device | str = "cpu"
) -> Recognition:
    """Read a drawing (as `prepare` takes it, or already prepared) with the network `name`.

    Raises EmptyDrawing, ImageError, SettingsError or WeightsError.
    """
    prepared = drawing if isinstance(drawing, Prepared) else prepare(drawing)
    image = prepared.image.to(device)
    found = load(name, device).probabilities(image)[0].cpu()
    if len(found) == 2:
        digit, confidence = models.POSITIVE[name], found[1].item()
        shares = torch.full((models.CLASSES,), (1 - confidence) / (models.CLASSES - 1))
        shares[digit] = confidence
        answer = digit if confidence >= 0.5 else None
        confidence = max(confidence, 1 - confidence)
    else:
        shares, answer = found, int(found.argmax())
        confidence = found.max().item()
    return Recognition(shares, answer, confidence, is_digit(image), prepared)


def is_digit(image: Tensor) -> bool:
    """Say whether a prepared picture [1,1,28,28] looks like a digit, by the network "gate".

    It has learned from MNIST and from doodles; its threshold refuses about one real digit in 200.
    """
    gate = load("gate", image.device)
    return gate.probabilities(image)[0, 1].item() >= gate.threshold
