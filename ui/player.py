"""Plays a bundle of frames in the browser: no server round trip between two frames."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

from nnkit.errors import SettingsError
from ui import components

Kind = Literal["jpeg", "png", "gray8", "rgb8"]
BYTES_PER_PIXEL = {"gray8": 1, "rgb8": 3}

_PLAYER = components.register("player")


class Shot(Protocol):
    """A frame as a job sends it: an encoded picture, its width and height, and its step."""

    @property
    def picture(self) -> bytes:
        """The encoded picture."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""

    @property
    def step(self) -> int:
        """Which step made it."""


@dataclass(frozen=True)
class Bundle:
    """Frames to be played: pictures, figures or both.

    `pictures` are encoded files ("jpeg", "png") or raw bytes, row by row ("gray8", "rgb8"), each
    `width` x `height` pixels; empty when there are only figures. `figures` holds one value per
    frame under each name; "step" is shown as text, every other one also as a line chart, NaN and
    infinity as gaps. `alt` says in words what the pictures show. Raises SettingsError.
    """

    kind: Kind
    width: int
    height: int
    pictures: Sequence[bytes] = ()
    figures: Mapping[str, Sequence[float]] = field(default_factory=dict)
    captions: Sequence[str] | None = None
    alt: str = ""

    def __post_init__(self) -> None:
        """Check that all parts speak of the same number of frames."""
        if self.kind not in get_args(Kind):
            raise SettingsError(f'"{self.kind}" is no kind of frame: use {get_args(Kind)}.')
        if not self.alt.strip():
            raise SettingsError("A bundle needs an alt text: say what its frames show.")
        if self.pictures and (self.width < 1 or self.height < 1):
            raise SettingsError(
                f"Frames of {self.width} x {self.height} pixels cannot be shown: "
                "width and height must be at least 1."
            )
        counts = {name: len(values) for name, values in self.figures.items()}
        counts |= {"pictures": len(self.pictures)} if self.pictures else {}
        counts |= {"captions": len(self.captions)} if self.captions is not None else {}
        if len(set(counts.values())) != 1 or 0 in counts.values():
            raise SettingsError(
                f"A bundle needs the same number of everything, one or more per frame: {counts}."
            )
        if self.kind in BYTES_PER_PIXEL:
            size = self.width * self.height * BYTES_PER_PIXEL[self.kind]
            wrong = {len(picture) for picture in self.pictures} - {size}
            if wrong:
                raise SettingsError(
                    f"A {self.kind} frame of {self.width} x {self.height} pixels has {size} bytes, "
                    f"not {min(wrong)}."
                )

    def __len__(self) -> int:
        """Frames in the bundle."""
        return len(self.pictures) or len(self.captions or next(iter(self.figures.values())))


def bundle_of(
    shots: Sequence[Shot],
    figures: Mapping[str, Sequence[float]],
    *,
    alt: str,
    kind: Kind = "jpeg",
    captions: Sequence[str] | None = None,
) -> Bundle:
    """Return a whole run, with the number of each step beside its other figures."""
    width, height = shots[-1].size
    steps = {"step": [shot.step for shot in shots]}
    pictures = [shot.picture for shot in shots]
    return Bundle(kind, width, height, pictures, steps | dict(figures), captions, alt)


def player(
    bundle: Bundle,
    *,
    key: str,
    fps: float = 12,
    autoplay: bool = False,
    loop: bool = False,
    pixelated: bool = False,
) -> None:
    """Show `bundle` with play, step, scrub, speed and a chart of each figure.

    `fps` is frames per second at speed 1. Nothing plays by itself when the visitor prefers reduced
    motion. `pixelated` keeps the pixels of small pictures sharp. Raises SettingsError.
    """
    if not 0 < fps <= 60:
        raise SettingsError(f"{fps} frames a second cannot be played: choose 60 at most.")
    header = {
        "kind": bundle.kind,
        "width": bundle.width,
        "height": bundle.height,
        "frames": len(bundle),
        # As text, because JSON has neither NaN nor infinity.
        "figures": {
            name: [repr(float(value)) for value in values]
            for name, values in bundle.figures.items()
        },
        "captions": list(bundle.captions or ()),
        "alt": bundle.alt,
        "fps": fps,
        "autoplay": autoplay,
        "loop": loop,
        "pixelated": pixelated,
    }
    # The digest tells the browser a new bundle, which starts over, from the same one sent again.
    digest = hashlib.sha256(components.pack(header, bundle.pictures)).hexdigest()[:16]
    _PLAYER(key=key, data=components.pack({**header, "id": digest}, bundle.pictures))
