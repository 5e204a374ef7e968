"""Logic gates as tasks for a neuron, and XOR, which none can solve alone (Minsky, Papert 1969)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Protocol

from nnkit.errors import SettingsError
from nnkit.neuron.neuron import Neuron

CORNERS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))


class Decider(Protocol):
    """Whatever says yes or no to two inputs: a neuron, or a network of them."""

    def fires(self, inputs: Sequence[float], /) -> bool:
        """Return the answer."""


@dataclass(frozen=True)
class Gate:
    """A task: what to answer at each of the CORNERS, and whether one neuron can."""

    key: str
    title: str
    sentence: str
    targets: tuple[bool, bool, bool, bool]
    one_neuron_can: bool = True


GATES: Mapping[str, Gate] = MappingProxyType(
    {
        gate.key: gate
        for gate in (
            Gate(
                "and",
                "AND",
                "Yes only if both inputs are 1.",
                (False, False, False, True),
            ),
            Gate(
                "or",
                "OR",
                "Yes as soon as one of the inputs is 1.",
                (False, True, True, True),
            ),
            Gate(
                "nand",
                "NAND",
                "No only if both inputs are 1. Any digital computer could be built from it alone.",
                (True, True, True, False),
            ),
            Gate(
                "xor",
                "XOR",
                "Yes if exactly one of the inputs is 1.",
                (False, True, True, False),
                one_neuron_can=False,
            ),
        )
    }
)


class Row(NamedTuple):
    """A corner, what the gate asks for there, and what was answered."""

    inputs: tuple[float, float]
    target: bool
    answer: bool


@dataclass(frozen=True)
class Check:
    """A gate tried at its four corners."""

    rows: tuple[Row, ...]

    @property
    def right(self) -> int:
        """How many corners are answered rightly, 0..4."""
        return sum(row.target == row.answer for row in self.rows)

    @property
    def is_solved(self) -> bool:
        """Whether all of them are."""
        return self.right == len(self.rows)


def solves(neuron: Decider, gate: Gate) -> Check:
    """Try a neuron of two inputs, or a network, on a gate; SettingsError for other inputs."""
    return Check(
        tuple(
            Row(corner, target, neuron.fires(corner))
            for corner, target in zip(CORNERS, gate.targets, strict=True)
        )
    )


class Claim(NamedTuple):
    """A line of a proof: a formula over w1, w2 and b, and why it holds."""

    formula: str
    words: str


XOR_PROOF = (
    Claim("b <= 0", "At (0, 0) the neuron must stay silent, and there only the bias is left."),
    Claim("w2 + b > 0", "At (0, 1) it must fire."),
    Claim("w1 + b > 0", "At (1, 0) it must fire too."),
    Claim("w1 + w2 + b <= 0", "At (1, 1) it must stay silent again."),
    Claim("w1 + w2 + 2b > 0", "The second and the third line added up."),
    Claim("w1 + w2 + 2b <= 0", "The first and the fourth added up: the very same sum, so no."),
)


class Diagonals(NamedTuple):
    """The weighted sums of the corners that XOR wants on, (0, 1) and (1, 0), and off, added up."""

    on: float
    off: float


def diagonals(neuron: Neuron) -> Diagonals:
    """Return the two sums of the proof for this neuron: whatever its weights, they are equal.

    So its sums cannot both be above 0 on one diagonal and both 0 or below on the other.
    """
    if len(neuron.weights) != 2:
        raise SettingsError("A gate has two inputs, and so must the neuron.")
    silent, upper, right, both = (neuron.weighted_sum(corner) for corner in CORNERS)
    return Diagonals(upper + right, silent + both)


@dataclass(frozen=True)
class TwoLayers:
    """Hidden neurons that all see the inputs, and one that sees only what they put out."""

    hidden: tuple[Neuron, ...]
    last: Neuron

    def __post_init__(self) -> None:
        """Check that the neurons fit together."""
        if len(self.last.weights) != len(self.hidden):
            raise SettingsError("The last neuron needs one weight for each hidden one.")
        if len({len(neuron.weights) for neuron in self.hidden}) != 1:
            raise SettingsError("All hidden neurons must have the same number of inputs.")

    def hidden_outputs(self, inputs: Sequence[float]) -> tuple[float, ...]:
        """Return what the hidden neurons put out: where the inputs stand for the last one."""
        return tuple(neuron.output(inputs) for neuron in self.hidden)

    def fires(self, inputs: Sequence[float]) -> bool:
        """Return the last neuron's yes or no."""
        return self.last.fires(self.hidden_outputs(inputs))


# Exactly one is: at least one (OR), but not both (NAND).
XOR_NETWORK = TwoLayers(
    hidden=(Neuron((1.0, 1.0), -0.5), Neuron((-1.0, -1.0), 1.5)), last=Neuron((1.0, 1.0), -1.5)
)
