"""What can be changed between two runs: one setting at a time, or a pair that is ready-made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from nnkit.activations import ACTIVATIONS
from nnkit.playground import (
    Candidate,
    DataSettings,
    NetworkSettings,
    Points,
    TrainingSettings,
    make,
)
from nnkit.playground.features import FEATURES
from nnkit.playground.network import HIDDEN_ACTIVATIONS, MAX_LAYERS, MAX_NEURONS
from ui.playground_controls import (
    LOSSES,
    OPTIMISERS,
    PATIENCE,
    PENALTIES,
    RATES,
    STARTS,
)


@dataclass(frozen=True)
class Side:
    """One of the two runs; `origin` says what its points were made from."""

    points: Points = field(compare=False)
    origin: object
    network: NetworkSettings
    training: TrainingSettings

    @property
    def candidate(self) -> Candidate:
        """What nnkit trains."""
        return Candidate(self.points, self.network, self.training)


Put = Callable[[Side, Any], Side]


@dataclass(frozen=True)
class Change:
    """A setting: how to read it, how to put another value there, and which values there are."""

    title: str
    get: Callable[[Side], Any]
    put: Put
    values: Callable[[Side], Sequence[Any]]
    words: Callable[[Any], str] = str
    usual: str = ""  # what to compare with, in words, unless the visitor says otherwise

    def said(self, side: Side) -> str:
        """Return the side's value in words."""
        return self.words(self.get(side))

    def options(self, side: Side) -> dict[str, Any]:
        """Return every other value there is, by its words."""
        now = self.get(side)
        return {self.words(value): value for value in self.values(side) if value != now}


def _network(name: str) -> tuple[Callable[[Side], Any], Put]:
    return (
        lambda side: getattr(side.network, name),
        lambda side, value: replace(side, network=replace(side.network, **{name: value})),
    )


def _training(name: str) -> tuple[Callable[[Side], Any], Put]:
    return (
        lambda side: getattr(side.training, name),
        lambda side, value: replace(side, training=replace(side.training, **{name: value})),
    )


def _data(name: str) -> tuple[Callable[[Side], Any], Put]:
    def put(side: Side, value: Any) -> Side:
        assert isinstance(side.origin, DataSettings)
        origin = replace(side.origin, **{name: value})
        return replace(side, origin=origin, points=make(origin))

    return lambda side: getattr(side.origin, name, None), put


def _with_layers(side: Side, count: int) -> Side:
    """Take layers away at the end, or add more of the last one's kind."""
    hidden, kinds = side.network.hidden, side.network.activations
    width, kind = (hidden[-1], kinds[-1]) if hidden else (4, "tanh")
    network = replace(
        side.network,
        hidden=(*hidden, *[width] * count)[:count],
        activations=(*kinds, *[kind] * count)[:count],
    )
    return replace(side, network=network)


def _alike(values: Sequence[Any]) -> Callable[[Side], Sequence[Any]]:
    """Return a value for each hidden layer, the same in all; nothing where there are no layers."""
    return lambda side: [(value,) * len(side.network.hidden) for value in values][
        : len(values) if side.network.hidden else 0
    ]


def _of_all(words: Callable[[Any], str]) -> Callable[[Sequence[Any]], str]:
    """Return one word where all layers are alike, otherwise one for each."""
    return lambda values: ", ".join(
        words(value) for value in (values[:1] if len(set(values)) == 1 else values)
    )


def _if_hidden(values: Sequence[Any]) -> Callable[[Side], Sequence[Any]]:
    return lambda side: values if side.network.hidden else ()


def _if_made(values: Sequence[Any]) -> Callable[[Side], Sequence[Any]]:
    return lambda side: values if isinstance(side.origin, DataSettings) else ()


def _number(value: float) -> str:
    return f"{value:g}"


def _can_skip(side: Side) -> Sequence[bool]:
    """Residual connections need two neighbouring layers of the same width."""
    hidden = side.network.hidden
    has_twins = any(one == other for one, other in pairwise(hidden))
    return (False, True) if has_twins else ()


def _on_off(value: object) -> str:
    return "on" if value else "off"


_INPUTS = (("x", "y"), ("x", "y", "xy"), ("x", "y", "x^2", "y^2"), ("x", "y", "sin x", "sin y"),
           tuple(FEATURES))  # fmt: skip

CHANGES = {
    "rate": Change("Learning rate", *_training("learning_rate"), lambda _: RATES, _number, "3"),
    "activation": Change(
        "Activation", *_network("activations"), _alike(HIDDEN_ACTIVATIONS),
        _of_all(lambda key: ACTIVATIONS[key].title), "Sigmoid",
    ),
    "start": Change("First weights", *_network("initialisation"), lambda _: tuple(STARTS),
                    STARTS.__getitem__, "all zero"),
    "optimiser": Change("Optimiser", *_training("optimiser"), lambda _: tuple(OPTIMISERS),
                        OPTIMISERS.__getitem__, "SGD"),
    "loss": Change(
        "Loss", *_training("loss"), lambda side: tuple(LOSSES) if side.points.classes else (),
        LOSSES.__getitem__, "squared error",
    ),
    "batch": Change("Batch", *_training("batch"), lambda _: (1, 3, 10, 30, 100), str, "100"),
    "l1": Change("L1", *_training("l1"), lambda _: PENALTIES, _number, "0.01"),
    "l2": Change("L2", *_training("l2"), lambda _: PENALTIES, _number, "0.01"),
    "dropout": Change(
        "Dropout", *_network("dropout"), _if_hidden([tenth / 10 for tenth in range(10)]),
        _number, "0.3",
    ),
    "layers": Change("Hidden layers", lambda side: len(side.network.hidden), _with_layers,
                     lambda _: range(MAX_LAYERS + 1), str, "1"),
    "neurons": Change("Neurons in each layer", *_network("hidden"),
                      _alike(range(1, MAX_NEURONS + 1)), _of_all(str), "2"),
    "residual": Change("Residual connections", *_network("residual"), _can_skip, _on_off),
    "inputs": Change(
        "What goes in", *_network("features"), lambda _: _INPUTS,
        lambda names: ", ".join(names).replace("^2", "²"), "x, y, sin x, sin y",
    ),
    "noise": Change("Noise", *_data("noise"),
                    _if_made([twentieth / 20 for twentieth in range(11)]), _number, "0.4"),
    "share": Change("Share to learn from", *_data("train_share"),
                    _if_made([tenth / 10 for tenth in range(1, 10)]), _number, "0.1"),
    "early": Change("Stop early", *_training("early_stop"), lambda _: (None, PATIENCE), _on_off),
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two sides that differ in one setting."""

    first: Side
    second: Side
    setting: str  # a key of CHANGES

    @property
    def change(self) -> Change:
        """The setting that differs."""
        return CHANGES[self.setting]

    def titles(self) -> tuple[str, str]:
        """Return what is special about each side, as "learning rate 0.03"."""
        title = self.change.title
        name = title if title[1].isdigit() else title[0].lower() + title[1:]
        first, second = (f"{name} {self.change.said(side)}" for side in (self.first, self.second))
        return first, second
