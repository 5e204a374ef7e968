"""Plays two training runs on one time line in the browser: graphs, maps, curves over each other."""

import hashlib
from dataclasses import dataclass

from nnkit.errors import SettingsError
from nnkit.playground.frames import SIDE
from ui import components
from ui.network_graph import HIGHEST, LOWEST, Bundle

_PAIR = components.register(
    "network_pair",
    "figures",
    "network_recording",
    "network_words",
    "network_palette",
    "network_map",
    "network_panel",
    "network_drawing",
    "network_curves",
    "network_playback",
    "network_contender",
)


@dataclass(frozen=True, eq=False)
class Contender:
    """A run with all its frames, its short name, as A, and what is special about it."""

    name: str
    title: str
    bundle: Bundle

    def describe(self) -> dict[str, object]:
        """Return what the browser is told in words."""
        notes = [frame.note for frame in self.bundle.frames]
        words = {"name": self.name, "title": self.title, "notes": notes}
        return {**self.bundle.describe(), **words, "start": 0, "side": SIDE}


def show(
    first: Contender, second: Contender, *, key: str, height: int = 300, autoplay: bool = False
) -> None:
    """Show two runs of the same kind of answers side by side. Raises SettingsError.

    Frames are matched by their place in the runs; where a run is shorter, its last frame stays.
    height: of each graph in CSS pixels, more where many neurons need it. A new pair begins with its
    first frames, and with `autoplay` plays by itself, unless the visitor prefers reduced motion.
    """
    if first.name == second.name:
        raise SettingsError("The two runs need different names.")
    if first.bundle.points.classes != second.bundle.points.classes:
        raise SettingsError("The two runs must have the same kind of answers.")
    if not LOWEST <= height <= HIGHEST:
        raise SettingsError(f"The graphs may be {LOWEST}..{HIGHEST} pixels high.")
    runs = [first.describe(), second.describe()]
    header = {"runs": runs, "height": height, "autoplay": autoplay}
    blobs = [*first.bundle.blobs(0), *second.bundle.blobs(0)]
    # The digest tells the browser a new pair, which starts over, from the same one sent again.
    digest = hashlib.sha256(components.pack(header, blobs)).hexdigest()[:16]
    _PAIR(key=key, data=components.pack({**header, "id": digest}, blobs))
