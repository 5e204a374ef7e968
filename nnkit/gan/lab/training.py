"""Training forger and critic as an iterator of frames, some rounds from one to the next."""

from collections.abc import Iterator

import torch
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.gan.lab import alarm, frames, networks
from nnkit.gan.lab.clouds import Cloud
from nnkit.gan.lab.engine import Engine
from nnkit.gan.lab.frames import SHOWN, LabFrame
from nnkit.gan.lab.measuring import Figures, Ruler
from nnkit.gan.lab.settings import LabSettings
from nnkit.playground import seeds
from nnkit.ranges import check_whole

MAX_SEEDS = 16
_MEASURED = 2000  # forgeries
_FAR = 1e6  # beyond every picture


def train(cloud: Cloud, settings: LabSettings, start: LabFrame | None = None) -> Iterator[LabFrame]:
    """Yield frames of a run, the untrained pair first; the same settings, the same run.

    With `start`, a frame of this run or of another with networks of the same shape, the run goes on
    from there, exactly as it would have, or with other settings or on another cloud. With
    critic_steps=0 only the generator learns, and the other way round. The frame that it starts from
    comes first, measured anew. The run ends after `settings.rounds` or when it diverges; then the
    last frame's note says so. Raises SettingsError.
    """
    if start is not None and start.step > settings.rounds:
        raise SettingsError(
            f"The frame is of round {start.step}, but the run ends after {settings.rounds}."
        )
    if start is None:
        pairs = _frames(Engine(cloud, settings), [None])
    else:
        pairs = _frames(Engine(cloud, settings, start=start.state), [start.state.crowded_since])
    return (frame for (frame,) in pairs)


def train_many(
    cloud: Cloud, settings: LabSettings, runs: int = 5
) -> Iterator[tuple[LabFrame, ...]]:
    """Yield, for 1..16 runs at once, a frame of each, as one batched network, on the same cloud.

    Run k is what `train` makes, but for rounding, of the same settings with a seed greater by k,
    and goes on from its frames. All go on until the last one has diverged. Raises SettingsError.
    """
    check_whole("runs", runs, 1, MAX_SEEDS)
    return _frames(Engine(cloud, settings, runs), [None] * runs)


def _frames(engine: Engine, crowded_since: list[int | None]) -> Iterator[tuple[LabFrame, ...]]:
    settings, observer = engine.settings, _Observer(engine)
    while True:
        if engine.round % settings.every == 0 or engine.round == settings.rounds:
            seen = observer.look(crowded_since)
            crowded_since = [frame.state.crowded_since for frame in seen]
            yield seen
            if all(frame.has_diverged for frame in seen):
                return
        if engine.round >= settings.rounds:
            return
        engine.play()


class _Observer:
    """Looks at an engine's networks, always at the same places and with the same noise."""

    def __init__(self, engine: Engine) -> None:
        kind, size = engine.settings.noise, engine.settings.noise_size
        self.engine, self.ruler = engine, Ruler(engine.cloud)
        self.grid = frames.noise_grid(kind, size)
        shown = [
            networks.noise(kind, (_MEASURED, size), seeds.generator(seed, "shown"))
            for seed in engine.seeds
        ]
        self.noise = torch.stack(
            [torch.cat([own, self.grid.reshape(-1, size)]) for own in shown]
        )  # [R, measured + grid, size]
        self.places = torch.cat([engine.cloud.points, frames.plane()])  # [N + pixels, 2]

    def look(self, crowded_since: list[int | None]) -> tuple[LabFrame, ...]:
        """Return a frame of each run."""
        forged = _finite(self.engine.forge(self.noise))  # [R, measured + grid, 2]
        fakes = forged[:, :_MEASURED]
        places = self.places.expand(len(forged), -1, -1)
        scores = self.engine.score(torch.cat([fakes, places], 1))  # [R, measured + N + pixels]
        pushes = _finite(-self.engine.slopes_at(fakes[:, :SHOWN]))
        return tuple(
            self._frame(run, forged[run], scores[run], pushes[run], crowded_since[run])
            for run in range(len(forged))
        )

    def _frame(
        self, run: int, forged: Tensor, scores: Tensor, pushes: Tensor, since: int | None
    ) -> LabFrame:
        engine, loss = self.engine, self.engine.loss
        counts = [_MEASURED, len(engine.cloud.points), frames.SIDE**2]
        on_fake, on_real, on_plane = scores.split_with_sizes(counts)
        figures = self.ruler.measure(forged[:_MEASURED])
        since = self._crowded_since(figures, since)
        shown = loss.shown or (lambda heights: heights)
        has_diverged = engine.diverged(run)
        critic_map, low, high = frames.drawn_map(on_plane, loss)
        return LabFrame(
            engine.round,
            engine.settings.rounds,
            critic_loss=float(loss.on_real(on_real).mean() + loss.on_fake(on_fake).mean()),
            generator_loss=float(loss.on_forgery(on_fake).mean()),
            real_score=float(shown(on_real).mean()),
            fake_score=float(shown(on_fake).mean()),
            samples=forged[:SHOWN].clone(),
            pushes=pushes.clone(),
            critic_map=critic_map,
            map_low=low,
            map_high=high,
            warp=forged[_MEASURED:].reshape(*self.grid.shape[:2], 2).clone(),
            figures=figures,
            alarm=alarm.sentence(figures, since, engine.round),
            has_diverged=has_diverged,
            note=_note(engine) if has_diverged else "",
            state=engine.state(run, since),
        )

    def _crowded_since(self, figures: Figures, since: int | None) -> int | None:
        """Return since when forgeries look collapsed; those of an untrained generator do not."""
        if self.engine.generator_optimiser.steps == 0 or not alarm.looks_collapsed(figures):
            return None
        return self.engine.round if since is None else since


def _finite(values: Tensor) -> Tensor:
    """Return what can be drawn, also of networks that diverged."""
    return torch.nan_to_num(values, 0.0, _FAR, -_FAR)


def _note(engine: Engine) -> str:
    settings = engine.settings
    return (
        f"By round {engine.round} the weights had grown beyond all bounds: a learning rate of "
        f"{max(settings.generator_rate, settings.critic_rate):g} is too large here."
    )
