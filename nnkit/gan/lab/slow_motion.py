"""One round in slow motion: who sees what, who is pushed where, and what has changed after it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import torch
from torch import Tensor

from nnkit.gan.lab import frames
from nnkit.gan.lab.clouds import Cloud
from nnkit.gan.lab.engine import Deal, Engine
from nnkit.gan.lab.frames import LabFrame
from nnkit.gan.lab.settings import LabSettings

SEES_REAL, SEES_FAKE, CRITIC_LEARNS, ASKS, GENERATOR_LEARNS = STAGES = (
    "critic sees real",
    "critic sees fake",
    "critic learns",
    "generator asks",
    "generator learns",
)
_NONE = torch.zeros(0, 2)


@dataclass(frozen=True, eq=False)
class Stage:
    """A moment of a round, `step` of `total`, from 1; all is as it is after this moment.

    kind: one of STAGES. sentence: what happens, with its numbers. real: [B, 2], the real points
    that the critic looks at. fakes: [B, 2], the forgeries that it is about; after "generator
    learns", what is now made of the same noise. pushes: [B, 2], which way the generator's loss
    pulls each fake when it asks. moves: [B, 2], how far "generator learns" took each fake. Where
    a stage has none of these, they are [0, 2]. verdicts: [B] or [2 B], the critic's, of real and
    then of fakes, on the scale of LabFrame's scores. loss_before, loss: of the one whose turn it
    is, before and after this moment, on the points of the stage, without the gradient penalty.
    critic_map, map_low, map_high, warp: as in LabFrame.
    """

    kind: str
    step: int
    total: int
    sentence: str
    real: Tensor = field(repr=False)
    fakes: Tensor = field(repr=False)
    verdicts: Tensor = field(repr=False)
    pushes: Tensor = field(repr=False)
    moves: Tensor = field(repr=False)
    loss_before: float
    loss: float
    critic_map: bytes = field(repr=False)
    map_low: float
    map_high: float
    warp: Tensor = field(repr=False)


def slow_motion(cloud: Cloud, settings: LabSettings, start: LabFrame) -> Iterator[Stage]:
    """Yield the stages of the round after a frame, three for each step of the critic, two for each
    of the generator.

    It ends with the networks that `train` has one round after the same frame. Raises SettingsError.
    """
    return _stages(_Camera(Engine(cloud, settings, start=start.state)))


def _stages(camera: "_Camera") -> Iterator[Stage]:
    deals, noises = camera.engine.dealt()
    for deal in deals:
        yield from camera.critic_step(deal)
    for noise in noises:
        yield from camera.generator_step(noise)


class _Camera:
    def __init__(self, engine: Engine) -> None:
        settings = engine.settings
        self.engine, self.step = engine, 0
        self.total = 3 * settings.critic_steps + 2 * settings.generator_steps
        self.grid = frames.noise_grid(settings.noise, settings.noise_size)
        self.plane = frames.plane()[None]

    def critic_step(self, deal: Deal) -> Iterator[Stage]:
        """Look on while the critic takes a step."""
        real, fakes = deal.real[0], self.engine.forge(deal.noise)[0]
        sentence = self._looking("real points", real, 1)
        yield self._stage(SEES_REAL, sentence, self._critic_loss(real, _NONE), real=real)
        sentence = self._looking("forgeries", fakes, 0)
        yield self._stage(SEES_FAKE, sentence, self._critic_loss(_NONE, fakes), fakes=fakes)
        before = self._critic_loss(real, fakes)
        self.engine.teach_critic(deal)
        after = self._critic_loss(real, fakes)
        sentence = f"The critic learns from both: its loss goes from {before:.4f} to {after:.4f}."
        yield self._stage(CRITIC_LEARNS, sentence, after, before, real=real, fakes=fakes)

    def generator_step(self, noise: Tensor) -> Iterator[Stage]:
        """Look on while the generator takes a step."""
        fakes = self.engine.forge(noise)
        pushes, before = -self.engine.slopes_at(fakes)[0], self._generator_loss(fakes[0])
        sentence = (
            f"The forger makes {len(pushes)} forgeries and asks the critic which way to move "
            f"each: the push is {_length(pushes):.3g} strong on average."
        )
        yield self._stage(ASKS, sentence, before, fakes=fakes[0], pushes=pushes)
        self.engine.teach_generator(noise)
        moved = self.engine.forge(noise)[0]
        moves, after = moved - fakes[0], self._generator_loss(moved)
        sentence = (
            f"The forger learns: its forgeries move by {_length(moves):.4f} on average, and its "
            f"loss goes from {before:.4f} to {after:.4f}."
        )
        yield self._stage(GENERATOR_LEARNS, sentence, after, before, fakes=moved, moves=moves)

    def _looking(self, what: str, points: Tensor, right: int) -> str:
        mean = float(self._verdicts(points).mean())
        if self.engine.loss.shown is None:
            return f"The critic looks at {len(points)} {what}: on average they are {mean:.2f} high."
        return (
            f"The critic looks at {len(points)} {what} and gives them {mean:.2f} on average, where "
            f"{right} would be right."
        )

    def _verdicts(self, points: Tensor) -> Tensor:
        scores = self.engine.score(points[None])[0]
        shown = self.engine.loss.shown
        return shown(scores) if shown else scores

    def _critic_loss(self, real: Tensor, fakes: Tensor) -> float:
        loss = self.engine.loss
        parts = (loss.on_real, real), (loss.on_fake, fakes)
        return sum(float(on(self.engine.score(own[None])).mean()) for on, own in parts if len(own))

    def _generator_loss(self, fakes: Tensor) -> float:
        return float(self.engine.loss.on_forgery(self.engine.score(fakes[None])).mean())

    def _stage(
        self,
        kind: str,
        sentence: str,
        loss: float,
        before: float | None = None,
        real: Tensor = _NONE,
        fakes: Tensor = _NONE,
        pushes: Tensor = _NONE,
        moves: Tensor = _NONE,
    ) -> Stage:
        self.step += 1
        critic_map, low, high = frames.drawn_map(self.engine.score(self.plane)[0], self.engine.loss)
        return Stage(
            kind,
            self.step,
            self.total,
            sentence,
            real=real,
            fakes=fakes,
            verdicts=self._verdicts(torch.cat([real, fakes])),
            pushes=pushes,
            moves=moves,
            loss_before=loss if before is None else before,
            loss=loss,
            critic_map=critic_map,
            map_low=low,
            map_high=high,
            warp=self.engine.forge(self.grid.flatten(0, 1)[None]).reshape(*self.grid.shape[:2], 2),
        )


def _length(arrows: Tensor) -> float:
    return float(arrows.norm(dim=1).mean())
