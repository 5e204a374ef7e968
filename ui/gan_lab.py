"""Plays forger against critic in the browser: the plane in layers, curves, steps, slow motion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import streamlit as st

from nnkit.errors import SettingsError
from nnkit.gan.lab import LOSSES, crowding, noise_grid
from nnkit.gan.lab.clouds import REACH
from nnkit.gan.lab.frames import SIDE
from ui import components

if TYPE_CHECKING:
    import numpy.typing as npt
    from torch import Tensor

    from nnkit.gan.lab import Cloud, LabFrame, LabSettings, Stage

Kind = Literal["more", "again", "go_on", "both", "critic", "forger", "slow", "reset"]
REAL, ARROWS, OF_A_STAGE = 500, 120, 150  # points that are drawn

_LAB = components.register(
    "gan_lab",
    "figures",
    "network_words",
    "network_palette",
    "network_curves",
    "network_playback",
    "gan_lab_recording",
    "gan_lab_plane",
    "gan_lab_curves",
    "gan_lab_stages",
)


@dataclass(frozen=True, eq=False)
class Bundle:
    """A run as far as it has gone, and what there is to know about it. Raises SettingsError.

    run: a name for it. Under the same name frames may only be added at the end: the browser keeps
    those it has and is sent the others. A run that shares its first `kept` frames with the one
    called `was` lets the browser keep those too. is_complete: False if more frames can be had by
    asking. stages: of the round after frame number `kept - 1`, to be played slowly. said: why the
    run began.
    """

    run: str
    frames: "Sequence[LabFrame]"
    cloud: "Cloud"
    settings: "LabSettings"
    title: str
    is_complete: bool = True
    was: str = ""
    kept: int = 0
    stages: "Sequence[Stage]" = ()
    said: str = ""

    def __post_init__(self) -> None:
        """Check that there is something to show."""
        if not self.frames or self.kept > len(self.frames):
            raise SettingsError("A bundle needs a frame at least, and as many as it keeps.")

    def describe(self) -> dict[str, object]:
        """Return what the browser is told in words and numbers."""
        settings = self.settings
        return {
            "run": self.run,
            "was": self.was,
            "kept": self.kept,
            "count": len(self.frames),
            "isComplete": self.is_complete,
            "said": self.said,
            "title": self.title,
            "modes": len(self.cloud.modes),
            "reach": REACH,
            "side": SIDE,
            "arrows": ARROWS,
            "grid": list(self.frames[0].warp.shape[:2]),
            "rounds": self.frames[-1].total,
            "hasVerdicts": LOSSES[settings.loss].shown is not None,
            "forger": settings.generator_architecture().sizes,
            "critic": settings.critic_architecture().sizes,
            "stages": [
                {"kind": each.kind, "sentence": each.sentence, "low": each.map_low,
                 "high": each.map_high,
                 "counts": [min(OF_A_STAGE, len(part)) for part in _parts(each)]}
                for each in self.stages
            ],
        }  # fmt: skip

    def blobs(self, start: int) -> list[bytes]:
        """Return the cloud, the noise, the frames from `start` on, and the stages, packed.

        cloud: float32 [n, 2]. noise: float32, the grid, made to fit the plane. Of the frames:
        figures float64 [n, 11], samples and pushes float32 [n, .., 2], maps, warps float32,
        crowding and covered as bytes. Of the stages: real, fakes, pushes, moves as float32, one
        stage after the other; maps; warps; crowding.
        """
        grid = noise_grid(self.settings.noise, self.settings.noise_size)
        placed = grid if grid.shape[2] == 2 else grid.expand(-1, -1, 2).clone()
        if grid.shape[2] == 1:
            placed[..., 1] = 0  # one random number: a line across the middle
        frames = self.frames[start:]
        return [
            _floats(self.cloud.points[:REAL]),
            _floats(placed * (0.9 * REACH / float(grid.abs().max()))),
            np.asarray([_figures(one) for one in frames], "<f8").tobytes(),
            b"".join(_floats(one.samples) for one in frames),
            b"".join(_floats(one.pushes[:ARROWS]) for one in frames),
            b"".join(one.critic_map for one in frames),
            b"".join(_floats(one.warp) for one in frames),
            b"".join(_crowding(one.warp) for one in frames),
            b"".join(bytes(one.figures.covered) for one in frames),
            b"".join(_floats(part[:OF_A_STAGE]) for each in self.stages for part in _parts(each)),
            b"".join(each.critic_map for each in self.stages),
            b"".join(_floats(each.warp) for each in self.stages),
            b"".join(_crowding(each.warp) for each in self.stages),
        ]


@dataclass(frozen=True)
class Event:
    """What the visitor asks for at the frame of round `step`.

    "more": train on from the last frame; comes while she plays, in good time before the frames run
    out. "again": frames were lost, the first `have` have arrived. "go_on": go on from the frame
    with settings that are pending. "both", "critic", "forger": one round, with the others standing
    still. "slow": one round in stages. "reset": from the first weights.
    """

    kind: Kind
    step: int
    have: int = 0
    number: int = 0


@dataclass
class _Dealings:
    """What has passed between this page and a browser."""

    run: str = ""
    sent: int = 0  # frames of the run that the browser should have
    heard: int = 0


def show(bundle: Bundle, *, key: str, begin: int = 0, is_pending: bool = False) -> None:
    """Show a run; only frames that the browser lacks travel.

    A run that is new to the browser begins at the frame of round `begin`. If settings are pending,
    the browser asks at once to go on with them from the frame that it shows.
    """
    dealings = _dealings(key)
    start = _first_missing(dealings, bundle, _told(key))
    frames = bundle.frames[start:]
    header = {
        **bundle.describe(),
        "start": start,
        "notes": [frame.note for frame in frames],
        "alarms": [frame.alarm for frame in frames],
        "begin": begin,
        "isPending": is_pending,
        "heard": dealings.heard,
    }
    _LAB(
        key=key,
        data=components.pack(header, bundle.blobs(start)),
        on_event_change=components.ignore,
    )
    dealings.run, dealings.sent = bundle.run, len(bundle.frames)


def next_event(key: str, run: str) -> Event | None:
    """Return what the visitor newly asked for of this run; what was told once is not told again."""
    dealings, told = _dealings(key), _told(key)
    event = _event(told, run)
    if event is None or event.number <= dealings.heard or event.kind == "again":
        return None
    dealings.heard = event.number
    return event


def _first_missing(dealings: _Dealings, bundle: Bundle, told: Mapping[str, object]) -> int:
    """Return which frame the browser lacks first: it asks again for those that got lost."""
    event = _event(told, bundle.run)
    if event and event.kind == "again" and event.number > dealings.heard:
        dealings.heard = event.number
        return min(event.have, len(bundle.frames))
    if dealings.run == bundle.run:
        return min(dealings.sent, len(bundle.frames))
    return min(dealings.sent, bundle.kept) if dealings.run == bundle.was else 0


def _dealings(key: str) -> _Dealings:
    kept: _Dealings = st.session_state.setdefault(f"{key}-dealings", _Dealings())
    return kept


def _told(key: str) -> dict[str, object]:
    value = (st.session_state.get(key) or {}).get("event")
    return dict(value) if isinstance(value, Mapping) else {}


def _event(told: Mapping[str, object], run: str) -> Event | None:
    """Return the event that a browser told, None if it is nonsense or of another run."""
    kind = next((name for name in get_args(Kind) if name == told.get("kind")), None)
    if kind is None or told.get("run") != run:
        return None
    return Event(kind, *(_whole(told.get(name)) for name in ("step", "have", "number")))


def _whole(value: object) -> int:
    """Return a whole number from 0 as it is, 0 for everything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0


def _parts(stage: "Stage") -> "tuple[Tensor, Tensor, Tensor, Tensor]":
    return stage.real, stage.fakes, stage.pushes, stage.moves


def _figures(frame: "LabFrame") -> tuple[float, ...]:
    found = frame.figures
    return (
        *(frame.step, frame.critic_loss, frame.generator_loss, frame.real_score, frame.fake_score),
        *(found.kl, found.js, found.coverage, found.quality, frame.map_low, frame.map_high),
    )


def _floats(values: "Tensor") -> bytes:
    flat: npt.NDArray[np.float32] = values.numpy().astype("<f4")
    return flat.tobytes()


def _crowding(warp: "Tensor") -> bytes:
    shades: bytes = (crowding(warp) * 255).round().byte().numpy().tobytes()
    return shades
