"""Dreams that go on from dreams: the pictures so far, and the way back."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import streamlit as st

from ui import dream_pictures
from ui import picture as tray_picture

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False)
class Stop:
    """A finished dream that the next one starts from, and the code that made it."""

    picture: "Tensor"
    code: tuple[str, ...]


@dataclass
class Trail:
    """The stops on the way from the tray's picture; `edition` counts the changes of course."""

    origin: tuple[str, int]
    stops: list[Stop] = field(default_factory=list)
    edition: int = 0

    @property
    def key(self) -> tuple[str, int, int]:
        """What a job's picture depends on besides its settings."""
        return (*self.origin, self.edition)

    def go_on(self, stop: Stop) -> None:
        """Take a dream as the next one's start."""
        self.stops.append(stop)
        self.edition += 1

    def undo(self, drop_result: bool) -> None:
        """Go one dream back: drop the result on the page, or else the last stop."""
        if self.stops and not drop_result:
            self.stops.pop()
        self.edition += 1

    def begin_again(self) -> None:
        """Return to the tray's picture."""
        self.stops.clear()
        self.edition += 1


def trail(side: int) -> Trail:
    """Return this visit's trail; another picture or size begins a new one."""
    origin = (tray_picture.current().title, side)
    known = cast("Trail | None", st.session_state.get("_dream_trail"))
    if known is None or known.origin != origin:
        known = Trail(origin, edition=0 if known is None else known.edition + 1)
        st.session_state["_dream_trail"] = known
    return known


def start(of: Trail) -> "Tensor":
    """Return the picture [1, 3, H, W] that the next dream starts from."""
    return of.stops[-1].picture if of.stops else dream_pictures.start(of.origin[1])


def code(of: Trail) -> tuple[str, ...]:
    """Return the lines of Python that make that picture."""
    first = dream_pictures.code(tray_picture.current(), of.origin[1])
    return (f"picture = {first}", *(line for stop in of.stops for line in stop.code))
