"""Three tasks for the playground, judged by what a run did and not by how it was meant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nnkit.challenges import Verdict
from nnkit.playground.data import DataSettings
from nnkit.playground.frames import PlaygroundFrame
from nnkit.playground.network import NetworkSettings
from nnkit.playground.presets import Preset
from nnkit.playground.settings import TrainingSettings

SPIRAL_SHARE, XOR_SHARE = 0.95, 0.95  # of the test points that must be right
KNOWN_SPIRAL = 9  # hidden neurons: three layers of three with SiLU, for one seed in four
_PLAIN = ("x", "y")

Judge = Callable[[object, NetworkSettings, TrainingSettings, Sequence[PlaygroundFrame]], Verdict]


@dataclass(frozen=True)
class PlaygroundChallenge:
    """The run to begin with, whose sentence is the task, and the judge of what became of it."""

    begin: Preset
    judge: Judge

    def check(
        self,
        origin: object,
        network: NetworkSettings,
        training: TrainingSettings,
        frames: Sequence[PlaygroundFrame],
    ) -> Verdict:
        """Return what the run so far says; `origin` is the DataSettings that the points are of."""
        return self.judge(origin, network, training, frames)


def _spiral(
    origin: object,
    network: NetworkSettings,
    training: TrainingSettings,
    frames: Sequence[PlaygroundFrame],
) -> Verdict:
    neurons, best = sum(network.hidden), _best(frames)
    figures = {"neurons": float(neurons), "accuracy": best}
    wanted = _SPIRAL.data
    if not _is_like(origin, wanted) or network.features != _PLAIN:
        return Verdict(
            False,
            f"This task is about the spiral of two arms with noise {wanted.noise:g} or more, "
            "and about x and y alone as inputs.",
            figures,
        )
    have = f"{neurons} hidden neurons got {best:.1%} of the test points right"
    if best < SPIRAL_SHARE:
        return Verdict(False, f"So far {have}; it takes {SPIRAL_SHARE:.0%}.", figures)
    if neurons > KNOWN_SPIRAL:
        more = f"It has been done with {KNOWN_SPIRAL}: another activation and more layers help."
    elif neurons == KNOWN_SPIRAL:
        more = "That is the fewest we know of. Can you do with one less?"
    else:
        more = f"We knew of none under {KNOWN_SPIRAL}: a record!"
    return Verdict(True, f"Solved: {have}. {more}", figures)


def _rate(
    origin: object,
    network: NetworkSettings,
    training: TrainingSettings,
    frames: Sequence[PlaygroundFrame],
) -> Verdict:
    rate, last = training.learning_rate, frames[-1]
    figures = {"rate": rate, "epoch": float(last.epoch)}
    wanted = _RATE.training
    usual = replace(training, learning_rate=wanted.learning_rate, epochs=wanted.epochs)
    if (origin, network, usual) != (_RATE.data, _RATE.network, wanted):
        return Verdict(False, "Change nothing but the learning rate.", figures)
    if last.has_diverged:
        return Verdict(
            True,
            f"Found: with a rate of {rate:g} every step overshoots by more than the last; after "
            f"epoch {last.epoch} the loss is beyond all numbers. What is the largest rate that "
            "still learns?",
            figures,
        )
    return Verdict(
        False,
        f"A rate of {rate:g} has a training loss of {last.train_loss:.3g} after epoch "
        f"{last.epoch}: that is learning. Look further.",
        figures,
    )


def _xor(
    origin: object,
    network: NetworkSettings,
    training: TrainingSettings,
    frames: Sequence[PlaygroundFrame],
) -> Verdict:
    neurons, best = sum(network.hidden), _best(frames)
    figures = {"neurons": float(neurons), "accuracy": best}
    if not _is_like(origin, _XOR.data) or network.features != _PLAIN:
        return Verdict(False, "This task is about XOR, and about x and y alone as inputs.", figures)
    if neurons > 2:
        return Verdict(False, f"{neurons} hidden neurons are more than two.", figures)
    if best < XOR_SHARE:
        return Verdict(
            False,
            f"So far {best:.1%} of the test points are right; it takes {XOR_SHARE:.0%}. Two units "
            "that flatten out on both sides give one stripe, and one stripe cannot hold two "
            "opposite corners. Which activation bends only once? Another seed may help, too.",
            figures,
        )
    return Verdict(True, f"Solved: two hidden neurons got {best:.1%} right.", figures)


def _best(frames: Sequence[PlaygroundFrame]) -> float:
    """Return the best share of test points that any epoch got right."""
    return round(max(frame.test_accuracy for frame in frames), 4)  # 0.95 in 32 bits is below 0.95


def _is_like(origin: object, wanted: DataSettings) -> bool:
    return (
        isinstance(origin, DataSettings)
        and (origin.kind, origin.classes) == (wanted.kind, wanted.classes)
        and origin.noise >= wanted.noise
    )


_SPIRAL = Preset(
    "fewest neurons",
    "Challenge: spiral with the fewest neurons",
    f"Get {SPIRAL_SHARE:.0%} of the spiral's test points right with as few hidden neurons as you "
    "can, from x and y alone.",
    DataSettings("spiral", noise=0.05),
    NetworkSettings(hidden=(12, 12), activations=("tanh",) * 2),
    TrainingSettings(optimiser="adam", learning_rate=0.03, epochs=400),
)
_RATE = Preset(
    "diverging rate",
    "Challenge: the rate that breaks it",
    "Find a learning rate with which training does not get better but explodes. Change nothing "
    "else.",
    DataSettings("plane", noise=0.0),
    NetworkSettings(hidden=(), activations=()),
    TrainingSettings("squared", learning_rate=0.01, epochs=30),
)
_XOR = Preset(
    "two for XOR",
    "Challenge: XOR with two neurons",
    f"Get {XOR_SHARE:.0%} of XOR's test points right with two hidden neurons, from x and y alone.",
    DataSettings("xor", noise=0.0),
    NetworkSettings(hidden=(2,), activations=("tanh",)),
    TrainingSettings(optimiser="adam", learning_rate=0.03, epochs=200),
)

CHALLENGES = (
    PlaygroundChallenge(_SPIRAL, _spiral),
    PlaygroundChallenge(_RATE, _rate),
    PlaygroundChallenge(_XOR, _xor),
)
