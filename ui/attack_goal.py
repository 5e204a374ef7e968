"""What the network shall say: a class chosen by typing its name, or anything else."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ui import permalinks

if TYPE_CHECKING:
    from nnkit.attacks import Goal
    from nnkit.vision import VisionNetwork

ANYTHING = "anything else"
FAVOURITE = "ostrich"


@dataclass(frozen=True)
class Wish:
    """The wanted class with its number; None for anything but what the network says now."""

    label: str
    number: int | None

    def goal(self) -> "Goal":
        """Return it as nnkit.attacks knows it."""
        from nnkit import attacks

        return attacks.away() if self.number is None else attacks.towards(self.number)

    @property
    def code(self) -> str:
        """The Python that makes ``goal``."""
        if self.number is None:
            return "goal = attacks.away()  # from what the network says first"
        return f"goal = attacks.towards({self.number})  # {self.label}"


def choose(
    network: "VisionNetwork",
    *,
    key: str,
    on_change: Any,
    default: str = FAVOURITE,
    can_be_anything: bool = True,
) -> Wish:
    """Ask what the network shall say; the URL carries it."""
    labels = list(network.labels)
    chosen = permalinks.selectbox(
        "What shall the network say?",
        [*([ANYTHING] if can_be_anything else []), *labels],
        key=key,
        default=default,
        on_change=on_change,
        help="Type a part of a name: the network knows 1000.",
    )
    return Wish(chosen, None if chosen == ANYTHING else labels.index(chosen))
