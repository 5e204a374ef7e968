"""What two runs had in common at the start, and what came of their one difference, in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nnkit import playground
from ui.playground_changes import Pair
from ui.written import written

if TYPE_CHECKING:
    from nnkit.playground import Kinship, PairFrame, PlaygroundFrame

NAMES = ("A", "B")
GOAL = 0.95  # of the test points right
_ALIKE = 0.02  # of the test points: a difference that chance makes as well
_MUCH = 1.5  # times
_OVERFITTERS = ("dropout", "l1", "l2", "share", "noise", "layers", "neurons", "early")


def beginning(pair: Pair) -> str:
    """Say what the two networks' first weights have in common; it is measured, not promised."""
    found = playground.kinship(pair.first.candidate, pair.second.candidate)
    count, shared = sum(layer.count for layer in found), sum(layer.shared for layer in found)
    one, other = pair.first.network, pair.second.network
    starts = (one.initialisation, other.initialisation)
    if starts[0] != starts[1] and "zero" in starts:
        zero, random = NAMES if starts[0] == "zero" else NAMES[::-1]
        return f"**{random}** draws its first weights by chance; **{zero}**'s {count} are all zero."
    factors = _factors(found)
    if (one.features, one.hidden) == (other.features, other.hidden):
        if factors:
            return f"Both begin with the same {count} random numbers, but in **B** {factors}."
        return f"Both begin with exactly the same **{count} weights**{_order(pair)}."
    if not shared:
        return "Of these shapes, the two networks have no weight in common to begin with."
    text = f"Of **B**'s {count} first weights **{shared}** join neurons that **A** has too: they "
    text += "are the same numbers"
    if factors:
        text += f", but {factors}, for the more inputs a neuron has, the smaller its weights begin"
    rest = count - shared
    return f"{text}. " + (
        f"The other {rest} **A** has not." if rest else "**A** has others besides."
    )


def _order(pair: Pair) -> str:
    learned = [int(side.points.is_train.sum()) for side in (pair.first, pair.second)]
    return " and meet the points in the same order" if learned[0] == learned[1] else ""


def _factors(found: "Sequence[Kinship]") -> str:
    """Say by how much the shared weights are multiplied, "" if they are not."""
    last = len(found) - 1
    changed = {
        ("the output layer" if layer == last else f"layer {layer + 1}"): written(each.factor)
        for layer, each in enumerate(found)
        if each.shared and each.factor is not None and abs(each.factor - 1) > 1e-3
    }
    if len(changed) == len(found) and len(set(changed.values())) == 1:
        return f"times {next(iter(changed.values()))}"
    return ", ".join(f"times {factor} in {layer}" for layer, factor in changed.items())


def verdict(pair: Pair, frames: "Sequence[PairFrame]") -> str:
    """Say how both runs stand at the end, and who did better."""
    runs = ([frame.first for frame in frames], [frame.second for frame in frames])
    is_regression = not pair.first.points.classes
    told = [
        _standing(name, title, run, is_regression)
        for name, title, run in zip(NAMES, pair.titles(), runs, strict=True)
    ]
    ends = (runs[0][-1], runs[1][-1])
    if pair.setting == "loss":
        told.append("Their losses are measured in two ways: compare what they get right.")
    elif pair.setting in _OVERFITTERS:
        told.append(_gaps(ends))
    told.append(_by_loss(ends) if is_regression else _by_answers(runs, pair))
    return " ".join(told)


def pace(frames: "Sequence[PairFrame]") -> str:
    """Say how long an epoch takes each, "" if none was timed."""
    last = frames[-1]
    told = [
        f"{name} **{written(1000 * seconds / end.epoch, 2)} ms**"
        for name, end, seconds in zip(NAMES, (last.first, last.second), last.seconds, strict=True)
        if end.epoch and seconds
    ]
    if len(told) < len(NAMES):
        return ""
    return f"Here an epoch takes {' and '.join(told)}, with all that is measured and drawn of it."


def _standing(name: str, title: str, run: "Sequence[PlaygroundFrame]", is_regression: bool) -> str:
    end = run[-1]
    text = f"**{name}** ({title})"
    if end.has_diverged:
        return f"{text} flew apart at epoch {end.epoch}: its weights grew beyond all bounds."
    loss = f"a test loss of **{written(end.test_loss)}**"
    if is_regression:
        return f"{text} ends after {end.epoch} epochs with {loss}, R² {written(end.test_accuracy)}."
    sooner = epoch_of(run)
    goal = f"never got to {GOAL:.0%}" if sooner is None else f"passed {GOAL:.0%} at epoch {sooner}"
    return (
        f"{text} gets **{end.test_accuracy:.1%}** of the test points right after {end.epoch} "
        f"epochs, with {loss}; it {goal}."
    )


def epoch_of(run: "Sequence[PlaygroundFrame]", goal: float = GOAL) -> int | None:
    """Return the first epoch with so many of the test points right, None if there is none."""
    return next((frame.epoch for frame in run if frame.test_accuracy >= goal), None)


def _gaps(ends: "tuple[PlaygroundFrame, PlaygroundFrame]") -> str:
    """Say how much worse each is on points that it has not learned from."""
    steps = [
        f"from {written(end.train_loss)} to {written(end.test_loss)} in **{name}**"
        for name, end in zip(NAMES, ends, strict=True)
    ]
    return f"From training points to test points the loss goes {' and '.join(steps)}."


def _by_loss(ends: "tuple[PlaygroundFrame, PlaygroundFrame]") -> str:
    losses = [float("inf") if end.has_diverged else end.test_loss for end in ends]
    better, worse = (0, 1) if losses[0] <= losses[1] else (1, 0)
    ratio = losses[worse] / losses[better] if losses[better] else float("inf")
    if ratio < _MUCH:
        return "There is no difference to speak of."
    return f"So **{NAMES[better]} does better**" + (
        "." if ratio == float("inf") else f": its loss is {written(ratio, 2)} times smaller."
    )


def _by_answers(
    runs: "tuple[Sequence[PlaygroundFrame], Sequence[PlaygroundFrame]]", pair: Pair
) -> str:
    shares = [run[-1].test_accuracy for run in runs]
    better, worse = (0, 1) if shares[0] >= shares[1] else (1, 0)
    ahead = shares[better] - shares[worse]
    if ahead >= _ALIKE:
        more = f"{100 * ahead:.0f} more of every hundred test points"
        return f"So **{NAMES[better]} does better**: it gets {more} right."
    text = "On the test points that is no difference to speak of"
    epochs = [epoch for run in runs if (epoch := epoch_of(run)) is not None]
    if len(epochs) == len(runs) and max(epochs) > _MUCH * min(epochs):
        return f"{text}, but **{NAMES[epochs.index(min(epochs))]} was there sooner**."
    losses = [run[-1].test_loss for run in runs]
    lower = losses.index(min(losses))
    if pair.setting != "loss" and losses[1 - lower] > _MUCH * losses[lower]:
        return f"{text}, but **{NAMES[lower]}'s loss is lower**: where it errs, it is less sure."
    return f"{text}."
