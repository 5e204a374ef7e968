"""Does the fooling carry over: to other networks, and through what happens to pictures?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from nnkit import vision
from ui.class_bars import Bar, bars
from ui.digit_reading import percent

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator
    from torch import Tensor

    from nnkit.attacks import Goal, PGDSettings, SurvivalFrame, TransferCell
    from nnkit.vision import VisionNetwork


@dataclass(frozen=True)
class Seen:
    """What one network says of the picture made to fool one network."""

    source: str
    looker: str
    label: str
    share: float
    is_fooled: bool
    is_changed: bool


@dataclass(frozen=True)
class Lived:
    """What became of the attacked picture after one change, and of the plain one."""

    title: str
    words: str
    confidence: float
    is_fooled: bool
    is_kept: bool


def see(cell: "TransferCell") -> Seen:
    """Read one cell of the matrix."""
    (guess,) = cell.guesses
    return Seen(cell.source, cell.looker, guess.label, guess.probability,
                bool(cell.fooled[0]), bool(cell.changed[0]))  # fmt: skip


def live(frame: "SurvivalFrame") -> Lived:
    """Read one change at one level."""
    return Lived(frame.change.title, frame.change.words(frame.level), float(frame.confidence[0]),
                 bool(frame.fooled[0]), bool(frame.kept[0]))  # fmt: skip


def names() -> list[str]:
    """Return the networks that are on this machine."""
    return [name for name in vision.zoo.NETWORKS if vision.zoo.is_on_disk(name)]


def _short(name: str) -> str:
    return vision.zoo.source(name).title.removeprefix("EfficientNet-")


def matrix(picture: "Tensor", goal: "Goal", settings: "PGDSettings") -> "Iterator[TransferCell]":
    """Yield what each network says of the pictures made to fool each of them."""
    from nnkit import attacks

    networks = {_short(name): vision.load(name) for name in names()}
    step, total = 0, len(networks) ** 2
    for title, network in networks.items():
        original = attacks.to_grid(network.middle(picture))
        *_, last = attacks.pgd(network, original, goal, settings)
        for cell in attacks.transfer(networks, {title: (original, last.pictures)}, goal):
            step += 1
            yield replace(cell, step=step, total=total)


def lives(
    network: "VisionNetwork", seen: "Tensor", goal: "Goal", settings: "PGDSettings"
) -> "Iterator[SurvivalFrame]":
    """Yield what becomes of an attacked picture under everyday changes."""
    from nnkit import attacks

    *_, last = attacks.pgd(network, seen, goal, settings)
    yield from attacks.survival(network, seen, last.pictures, goal)


def show_matrix(cells: Sequence[Seen], place: "DeltaGenerator") -> None:
    """Draw the matrix so far: who was it made for, who looks."""
    lookers = list(dict.fromkeys(cell.looker for cell in cells))
    rows = [f"| made to fool | {' | '.join(f'{name} says' for name in lookers)} |",
            "|---" * (len(lookers) + 1) + "|"]  # fmt: skip
    for source in dict.fromkeys(cell.source for cell in cells):
        shown = [_cell(cell) for cell in cells if cell.source == source]
        rows.append(f"| **{source}** | {' | '.join(shown)} |")
    place.markdown("\n".join(rows))


def _cell(cell: Seen) -> str:
    mark = "✔ fooled" if cell.is_fooled else "◐ confused" if cell.is_changed else "✘ unmoved"
    return f"{mark}: {cell.label}, {percent(cell.share)}"


def show_lives(rows: Sequence[Lived], place: "DeltaGenerator") -> None:
    """Say how far the run is; the bars come when it is over."""
    still = sum(row.is_fooled for row in rows)
    place.caption(f"{rows[-1].title}, {rows[-1].words}: {still} of {len(rows)} still fool it.")


def survivors(rows: Sequence[Lived]) -> None:
    """Show a group of bars for each change: how sure the network still is of its mistake."""
    titles = list(dict.fromkeys(row.title for row in rows))
    for first in range(0, len(titles), 3):
        for place, title in zip(
            st.columns(3, gap="large"), titles[first : first + 3], strict=False
        ):
            with place:
                bars(
                    [_bar(row) for row in rows if row.title == title],
                    title=title,
                    key=f"lives_{titles.index(title)}",
                    is_full=True,
                )


def _bar(row: Lived) -> Bar:
    text = f"{'✔ ' if row.is_fooled else ''}{percent(row.confidence)}"
    note = "" if row.is_kept else " *"
    return Bar(row.words + note, row.confidence, is_marked=row.is_fooled, text=text)


def sentence(cells: Sequence[Seen]) -> str:
    """Say how many of the foreign networks fall."""
    foreign = [cell for cell in cells if cell.source != cell.looker]
    fooled = sum(cell.is_fooled for cell in foreign)
    changed = sum(cell.is_changed for cell in foreign)
    return (
        f"Of {len(foreign)} looks by a network that the picture was **not** made for, **{fooled}** "
        f"are fooled as wished and **{changed}** at least change their answer."
    )
