"""A doctor for training runs: what it saw, in numbers, and the setting that should mend it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nnkit.errors import SettingsError
from nnkit.playground.frames import PlaygroundFrame
from nnkit.playground.network import MAX_NEURONS, NetworkSettings
from nnkit.playground.patient import ENOUGH, Patient
from nnkit.playground.points import Points
from nnkit.playground.settings import TrainingSettings

_BLOWN_UP = 1.5  # times the first loss: worse than knowing nothing
_DEAD = 0.25  # share of a run's ReLUs
_SATURATED = 0.6  # share of neurons and points, with saturation in more than so many it is one
_VANISHED = 1e-2  # gradient in the first layer, of that in the last
_EXPLODED = 100.0  # root mean square of a layer's slopes; healthy ones are under 1
_GAP = 0.15  # test loss above training loss, of the first loss
_RISEN = 1.2  # test loss at the end, of the lowest
_RARE = 0.2  # of a class's fair share of the points
_LEVEL = 0.05  # of the loss: what a run lowers it by in its last quarter if it has levelled off
_SLOW = 0.1  # of the first loss: what a run that only creeps has lowered it by
_TINY = 3e-3  # what an epoch of a run that only creeps adds to its weights, root mean square


@dataclass(frozen=True)
class Finding:
    """What is wrong and what would mend it: that setting, with that value.

    kind: what the matter is, such as "dead_relus". sentence: what was seen, and the cure. setting:
    a field of NetworkSettings or TrainingSettings, or "points" (value None) where only other data
    would help. For "hidden" the activations are to be as many, "tanh".
    """

    kind: str
    sentence: str
    setting: str
    value: object


def diagnose(
    run: Sequence[PlaygroundFrame],
    points: Points,
    network: NetworkSettings,
    training: TrainingSettings,
) -> list[Finding]:
    """Return what ails a run, the gravest first; nothing for a healthy one.

    run: its frames from the first on, with the settings that it was made with. A cause hides what
    follows from it: of a run that diverged nothing else is said but that classes are unbalanced.
    Raises SettingsError for a run without frames.
    """
    if not run:
        raise SettingsError("There is no run to look at.")
    patient = Patient(run, points, network, training)
    causes = (finding for look in _LOOKS if (finding := look(patient)) is not None)
    cause = next(causes, None)
    findings = [] if cause is None else [cause]
    unbalanced = _unbalanced(patient)
    return findings if unbalanced is None else [*findings, unbalanced]


def _diverged(patient: Patient) -> Finding | None:
    first, last, rate = patient.first, patient.last, patient.training.learning_rate
    if last.has_diverged:
        seen = f"At epoch {last.epoch} the weights ran off beyond all bounds"
    elif last.train_loss > _BLOWN_UP * first.train_loss:
        seen = (
            f"The training loss rose from {first.train_loss:.3g} to {last.train_loss:.3g} in "
            f"{patient.epochs} epochs"
        )
    else:
        return None
    return Finding(
        "divergence",
        f"{seen}: with a learning rate of {rate:g} each step jumps over the valley. "
        f"Take shorter steps: {rate / 10:g}.",
        "learning_rate",
        rate / 10,
    )


def _alike(patient: Patient) -> Finding | None:
    """Weights of one layer that are all the same get the same gradient, and stay the same."""
    hidden = patient.last.weights[:-1]
    if not hidden or not all(bool((weights == weights[:1]).all()) for weights in hidden):
        return None
    if all(len(weights) == 1 for weights in hidden) and any(
        bool(weights.any()) for weights in hidden
    ):
        return None
    return Finding(
        "same_weights",
        f"After {patient.epochs} epochs the neurons of each hidden layer still have the same "
        "weights: started alike, they can never become different. Let chance choose "
        "the first weights (Xavier).",
        "initialisation",
        "xavier",
    )


def _calmer(patient: Patient) -> tuple[str, str, object]:
    """Return advice: the setting that has made the weights so large, with a better value."""
    if patient.network.initialisation == "large":
        return "Begin with smaller weights (Xavier).", "initialisation", "xavier"
    rate = patient.training.learning_rate / 10
    return f"With a learning rate of {rate:g} the weights grow less.", "learning_rate", rate


def _exploding(patient: Patient) -> Finding | None:
    frame = max(patient.run, key=lambda frame: max(frame.gradient_sizes))
    size = max(frame.gradient_sizes)
    if not size > _EXPLODED:
        return None
    layer = frame.gradient_sizes.index(size) + 1
    advice, setting, value = _calmer(patient)
    return Finding(
        "exploding_gradients",
        f"At epoch {frame.epoch} the gradient in layer {layer} was {size:.3g} in size, where "
        f"about 0.1 is usual: it grew on its way back through the layers. {advice}",
        setting,
        value,
    )


def _dead(patient: Patient) -> Finding | None:
    layers = [
        idle
        for idle, name in zip(patient.last.idle, patient.network.activations, strict=True)
        if name == "relu"
    ]
    dead = sum(share == 1 for idle in layers for share in idle)
    count = sum(map(len, layers))
    is_cut = any(min(idle) == 1 for idle in layers)  # a whole layer: nothing gets through
    are_many = dead >= _DEAD * count and patient.is_stuck
    if not dead or patient.is_good or not (is_cut or are_many):
        return None
    activations = tuple(
        "leaky_relu" if name == "relu" else name for name in patient.network.activations
    )
    neurons = "neuron gives" if dead == 1 else "neurons give"
    return Finding(
        "dead_relus",
        f"{dead} of {count} ReLU {neurons} 0 for every training point: their slope is 0 too, so "
        "they will not learn again. A leaky ReLU has a slope below 0 as well.",
        "activations",
        activations,
    )


def _vanishing(patient: Patient) -> Finding | None:
    # When there was most to hand on: at the end of a stuck run the last layer's fades too.
    frame = max(patient.run, key=lambda frame: frame.gradient_sizes[-1])
    sizes = frame.gradient_sizes
    first, last = sizes[0], sizes[-1]
    if len(sizes) < 3 or not patient.is_stuck or not first < _VANISHED * last:
        return None
    advice, setting, value = _shorter_way(patient.network)
    times = "nothing" if first == 0 else f"{last / first:,.0f} times smaller"
    return Finding(
        "vanishing_gradients",
        f"On its way back through {len(sizes)} layers the gradient shrank from {last:.2g} to "
        f"{first:.2g}, {times}: the first layers hardly learn. {advice}",
        setting,
        value,
    )


def _shorter_way(network: NetworkSettings) -> tuple[str, str, object]:
    """Return advice: what lets a gradient through, with its value."""
    if any(name in ("sigmoid", "tanh") for name in network.activations):
        advice = "ReLUs that are on hand it back undiminished."
        return advice, "activations", ("relu",) * len(network.hidden)
    if not network.residual and any(one == other for one, other in pairwise(network.hidden)):
        return "Residual connections lead it past the layers.", "residual", True
    fewer = network.hidden[: len(network.hidden) // 2]
    return "Fewer layers are a shorter way.", "hidden", fewer


def _saturated(patient: Patient) -> Finding | None:
    worst = 0.0
    place = 0
    for layer, (idle, name) in enumerate(
        zip(patient.last.idle, patient.network.activations, strict=True)
    ):
        share = sum(idle) / len(idle)
        if name in ("sigmoid", "tanh") and share > worst:
            worst, place = share, layer
    if worst <= _SATURATED or not patient.is_stuck or patient.epochs < 2 * ENOUGH:
        return None
    advice, setting, value = _calmer(patient)
    return Finding(
        "saturation",
        f"In hidden layer {place + 1} the {patient.network.activations[place]} is flat for "
        f"{worst:.0%} of neurons and points: sums that far out pass no gradient on. {advice}",
        setting,
        value,
    )


def _over_fitted(patient: Patient) -> Finding | None:
    last = patient.last
    best = min(patient.run, key=lambda frame: frame.test_loss)
    gap = last.test_loss - last.train_loss
    has_risen = last.test_loss > _RISEN * best.test_loss and last.train_loss < best.train_loss
    if not has_risen or gap < _GAP * patient.first.train_loss:
        return None
    l2 = patient.training.l2
    stronger = min(10.0, l2 * 3 if l2 else 0.01)
    return Finding(
        "over_fitting",
        f"Since epoch {best.epoch} the training loss fell to {last.train_loss:.3g}, but the test "
        f"loss rose from {best.test_loss:.3g} to {last.test_loss:.3g}: it learns by heart. "
        f"An L2 penalty of {stronger:g} keeps its weights small and its borders smooth.",
        "l2",
        stronger,
    )


def _slow(patient: Patient) -> Finding | None:
    last, rate = patient.last, patient.training.learning_rate
    faster = min(10.0, rate * 10)
    half = patient.run[len(patient.run) // 2]
    # By its second half a run that creeps still falls as it did in its first.
    is_steady = half.train_loss - last.train_loss > patient.fell / 4
    is_creeping = (
        0 < patient.fell < _SLOW * patient.first.train_loss and 0 < max(last.update_sizes) < _TINY
    )
    if patient.epochs < ENOUGH or patient.is_good or not (is_creeping and is_steady):
        return None
    return Finding(
        "too_slow",
        f"In {patient.epochs} epochs the training loss fell steadily, but only from "
        f"{patient.first.train_loss:.4g} to {last.train_loss:.4g}: with a learning rate of "
        f"{rate:g} an epoch changes a weight by about {max(last.update_sizes):.1g}. "
        f"Take longer steps: {faster:g}.",
        "learning_rate",
        faster,
    )


def _too_small(patient: Patient) -> Finding | None:
    last = patient.last
    earlier = patient.run[len(patient.run) * 3 // 4]
    has_levelled = last.train_loss > (1 - _LEVEL) * earlier.train_loss
    is_small = sum(patient.network.hidden) < MAX_NEURONS // 2
    if patient.epochs < 4 * ENOUGH or not (has_levelled and is_small) or patient.is_good:
        return None
    neurons = sum(patient.network.hidden)
    what = "accuracy" if patient.points.classes else "R²"
    return Finding(
        "too_small",
        f"The training loss has levelled off at {last.train_loss:.3g} with {what} "
        f"{last.train_accuracy:.2f}: {neurons or 'no'} hidden neurons may be too few for this "
        "shape. Try two layers, of 8 and 6.",
        "hidden",
        (8, 6),
    )


def _unbalanced(patient: Patient) -> Finding | None:
    if not patient.points.classes:
        return None
    counts = patient.points.counts()
    if min(counts) >= _RARE * sum(counts) / len(counts):
        return None
    name = patient.points.target_names
    rare, common = counts.index(min(counts)), counts.index(max(counts))
    if patient.training.loss == "cross_entropy":
        advice = f"More points of “{name[rare]}” would help: draw or collect some."
        setting, value = "points", None
    else:
        advice = "Cross-entropy makes every mistake that it is sure of dear, on the few as well."
        setting, value = "loss", "cross_entropy"
    return Finding(
        "unbalanced",
        f"Only {counts[rare]} of {sum(counts)} training points are “{name[rare]}”: to say "
        f"“{name[common]}” every time is right in {counts[common] / sum(counts):.0%}. {advice}",
        setting,
        value,
    )


# In this order, because a cause comes before what follows from it.
_LOOKS: tuple[Callable[[Patient], Finding | None], ...] = (
    _diverged,
    _alike,
    _exploding,
    _dead,
    _vanishing,
    _saturated,
    _over_fitted,
    _slow,
    _too_small,
)
