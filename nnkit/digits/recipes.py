"""How the shipped networks that read digits are made, and what is measured of them."""

from typing import Any

import torch
from torch import Tensor, nn

from nnkit.digits import evaluation, recognition, robustness
from nnkit.digits.dataset import DigitSet
from nnkit.digits.training import TrainingSettings, wanted

HELD_OUT = 5000  # digits of MNIST's training set on which choices are made
SPLIT_SEED = 0  # the same for all networks
REFUSED = 0.006  # share of real digits that the gate may refuse, on the digits held out

RECIPES = {
    # A single layer is a convex problem: large steps reach the best weights there are.
    "six": TrainingSettings(60, 512, 0.1, weight_decay=0.0, l2=3e-4, augmentation=0.0),
    "ten": TrainingSettings(60, 512, 0.1, weight_decay=0.0, l2=1e-4, augmentation=0.0),
    "mlp": TrainingSettings(epochs=60, augmentation=0.6),
    "cnn": TrainingSettings(
        epochs=50, weight_decay=0.05, augmentation=0.8, shift=3.0, fading=True, smoothing=0.1
    ),
    "gate": TrainingSettings(epochs=10, augmentation=0.3),
    # Trained against a little more than the 0.3 that it shall withstand.
    "robust": TrainingSettings(epochs=20, learning_rate=2e-3, augmentation=0.0, epsilon=0.32),
}
DESCRIPTIONS = {
    "six": "One neuron with 576 inputs and a sigmoid: is it a 6?",
    "ten": "Ten neurons with 576 inputs and a softmax.",
    "mlp": "784 grey pixels, 128 and 64 ReLU neurons, ten outputs.",
    "cnn": "Five convolutions with ReLU, two poolings, ten outputs; batch norm folded.",
    "gate": "A small ConvNet that tells digits from doodles.",
    "robust": "Two strided convolutions and 100 neurons, trained against attacks (PGD, 0.32).",
}


def measure(name: str, network: nn.Module, validation: DigitSet, test: DigitSet) -> dict[str, Any]:
    """Return what the manifest says of a finished network, its temperature among it.

    The temperature, and the gate's threshold, come from the validation digits alone.
    """
    seen = evaluation.logits(network, validation)
    temperature = evaluation.fit_temperature(seen, wanted(name, validation.labels))
    logits, labels = evaluation.logits(network, test), wanted(name, test.labels)
    answers, shares = evaluation.answers(logits), evaluation.probabilities(logits, temperature)
    figures: dict[str, Any] = {
        "test_digits": len(test),
        "accuracy": round(evaluation.accuracy(answers, labels), 5),
        "temperature": round(temperature, 6),
        "expected_calibration_error": round(
            evaluation.expected_calibration_error(shares, labels), 5
        ),
        "confusion": evaluation.confusion(answers, labels, shares.shape[1]).tolist(),
    }
    if shares.shape[1] == 2:
        figures["f1"] = round(evaluation.f1(answers, labels), 5)
    if name == "gate":
        figures |= _refusals(seen, validation.labels, logits, labels, temperature)
    if name == "robust":
        figures["accuracy_under_attack"] = {
            "attack": f"PGD-{robustness.STEPS} of {robustness.PACE} a step, "
            f"{robustness.RESTARTS} random starts, L-infinity",
            "robust": robustness.robust_accuracies(network, test),
            "cnn": robustness.robust_accuracies(recognition.load("cnn").module, test),
        }
    return figures


def _refusals(
    seen: Tensor, seen_labels: Tensor, logits: Tensor, labels: Tensor, temperature: float
) -> dict[str, float]:
    yes = evaluation.probabilities(seen[seen_labels == 1], temperature)[:, 1]
    threshold = torch.quantile(yes, REFUSED).item()
    accepted = evaluation.probabilities(logits, temperature)[:, 1] >= threshold
    return {
        "threshold": round(threshold, 6),
        "digits_refused": round(1 - accepted[labels == 1].double().mean().item(), 5),
        "doodles_accepted": round(accepted[labels == 0].double().mean().item(), 5),
    }
