"""Training small networks as an iterator of frames, one epoch after another."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import torch
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.playground import frames
from nnkit.playground.frames import PlaygroundFrame
from nnkit.playground.layers import BACKWARD, Parameters, Trace
from nnkit.playground.network import NetworkSettings
from nnkit.playground.points import Points
from nnkit.playground.settings import TrainingSettings
from nnkit.playground.steps import Engine
from nnkit.ranges import check_whole

MAX_SEEDS = 64
_FLAT = 0.05  # of the steepest slope of an activation
_STEEPEST = {"sigmoid": 0.25}  # 1 for every other


def train(
    points: Points,
    network: NetworkSettings,
    training: TrainingSettings,
    start: PlaygroundFrame | None = None,
) -> Iterator[PlaygroundFrame]:
    """Yield frames of a run, the untrained network first; the same settings, the same run.

    With `start`, a frame of this run or of another with a network of the same shape, the run goes
    on from there, exactly as it would have, or with other settings: a branch. The frame that it
    starts from comes first, measured anew. The run ends after `training.epochs`, when it diverges
    or when it stops early; the last frame's note says why. Raises SettingsError.
    """
    if start is None:
        return _frames(Engine(points, network, training), (math.inf, 0), [])
    if start.epoch > training.epochs:
        raise SettingsError(
            f"The frame is of epoch {start.epoch}, but the run ends after {training.epochs}."
        )
    engine = Engine(points, network, training, 1, start.parameters, start.memory, start.epoch)
    return _frames(engine, start.best, [torch.tensor(layer) for layer in start.dropped])


def _frames(
    engine: Engine, best: tuple[float, int], dropped: list[Tensor]
) -> Iterator[PlaygroundFrame]:
    training = engine.training
    plane = frames.plane(engine.network.features)
    engine.dropped = dropped
    before = engine.parameters.flat.clone()
    while True:
        is_due = engine.epoch % training.every == 0 or engine.epoch == training.epochs
        best, note = _judged(engine, best)
        if is_due or note:
            yield _frame(engine, plane, before, best, note)
        if note or engine.epoch >= training.epochs:
            return
        before = engine.parameters.flat.clone()
        engine.learn()


def _judged(engine: Engine, best: tuple[float, int]) -> tuple[tuple[float, int], str]:
    """Return the lowest test loss so far with its epoch, and why the run should end, or ""."""
    training = engine.training
    if engine.diverged().item():
        return best, (
            f"At epoch {engine.epoch} the weights grew beyond all bounds: "
            f"the learning rate {training.learning_rate:g} is too large."
        )
    if training.early_stop is None:
        return best, ""
    loss = engine.losses(engine.look())[1].item()
    if loss < best[0]:
        return (loss, engine.epoch), ""
    if engine.epoch - best[1] < training.early_stop:
        return best, ""
    return best, (
        f"Stopped early at epoch {engine.epoch}: since epoch {best[1]} the test loss has not "
        f"fallen below {best[0]:.4f}."
    )


def _frame(
    engine: Engine, plane: Tensor, before: Tensor, best: tuple[float, int], note: str
) -> PlaygroundFrame:
    parameters, architecture = engine.parameters, engine.parameters.architecture
    trace = engine.look(plane)
    train_loss, test_loss, train_accuracy, test_accuracy = torch.stack(
        [*engine.losses(trace), *engine.scores(trace)]
    )[:, 0].tolist()
    maps, scales = frames.drawn_maps(on_plane(engine, trace)[0])
    return PlaygroundFrame(
        engine.epoch,
        engine.training.epochs,
        train_loss,
        test_loss,
        train_accuracy,
        test_accuracy,
        gradient_sizes=frames.sizes_of(architecture, engine.whole_gradient(trace).flat),
        update_sizes=frames.sizes_of(architecture, parameters.flat - before),
        idle=_idle(engine, trace),
        dropped=tuple(tuple(layer.tolist()) for layer in engine.dropped),
        maps=maps.numpy().tobytes(),
        scales=tuple(scales.tolist()),
        parameters=Parameters(architecture, 1, parameters.flat.clone()),
        memory=engine.optimiser.memory(),
        best=best,
        has_diverged=bool(engine.diverged().item()),
        note=note,
    )


def on_plane(engine: Engine, trace: Trace) -> Tensor:
    """Return what each neuron gives at each pixel of the plane, [R, pixels, neurons]."""
    count = len(engine.wanted)
    return torch.cat(
        [
            *(layer[:, count:] for layer in trace.inputs[1:]),
            engine.objective.shown(trace.result[:, count:]),
        ],
        2,
    )


def _idle(engine: Engine, trace: Trace) -> tuple[tuple[float, ...], ...]:
    shares = []
    own = trace.of_first(engine.learned)
    for name, sums, fired in zip(engine.network.activations, own.sums, own.fired, strict=False):
        slopes = BACKWARD[name](torch.ones_like(sums), sums, fired).abs()
        limit = _FLAT * _STEEPEST.get(name, 1.0)
        shares.append(tuple((slopes < limit)[0].float().mean(0).tolist()))
    return tuple(shares)


@dataclass(frozen=True, eq=False)
class ManyFrame:
    """Where R runs with R seeds stand; see PlaygroundFrame.

    maps: the output maps of each run, of all its outputs. diverged: whose weights have grown
    beyond all bounds.
    """

    epoch: int
    total: int
    train_losses: tuple[float, ...]
    test_losses: tuple[float, ...]
    train_accuracies: tuple[float, ...]
    test_accuracies: tuple[float, ...]
    diverged: tuple[bool, ...]
    maps: tuple[bytes, ...] = field(repr=False)
    scales: tuple[tuple[float, ...], ...] = field(repr=False)
    parameters: Parameters = field(repr=False)

    @property
    def step(self) -> int:
        """The epoch, under the name that all frames have for how far they are."""
        return self.epoch


def train_many(
    points: Points, network: NetworkSettings, training: TrainingSettings, seeds: int = 16
) -> Iterator[ManyFrame]:
    """Yield frames of 1..64 runs at once, as one batched network, on the same points.

    Run k is what `train` makes, but for rounding, of the same settings with both seeds greater by
    k. All go on to the end: `early_stop` does not apply. Raises SettingsError.
    """
    check_whole("seeds", seeds, 1, MAX_SEEDS)
    return _many_frames(Engine(points, network, training, seeds))


def _many_frames(engine: Engine) -> Iterator[ManyFrame]:
    training = engine.training
    plane = frames.plane(engine.network.features)
    while True:
        if engine.epoch % training.every == 0 or engine.epoch == training.epochs:
            yield _many_frame(engine, plane)
        if engine.epoch >= training.epochs:
            return
        engine.learn()


def _many_frame(engine: Engine, plane: Tensor) -> ManyFrame:
    trace = engine.look(plane)
    shown = engine.objective.shown(trace.result[:, len(engine.wanted) :])
    maps, scales = frames.drawn_maps(shown)
    train_losses, test_losses = engine.losses(trace)
    train_accuracies, test_accuracies = engine.scores(trace)
    return ManyFrame(
        engine.epoch,
        engine.training.epochs,
        tuple(train_losses.tolist()),
        tuple(test_losses.tolist()),
        tuple(train_accuracies.tolist()),
        tuple(test_accuracies.tolist()),
        diverged=tuple(engine.diverged().tolist()),
        maps=tuple(run.numpy().tobytes() for run in maps),
        scales=tuple(tuple(run) for run in scales.tolist()),
        parameters=Parameters(
            engine.parameters.architecture, engine.parameters.runs, engine.parameters.flat.clone()
        ),
    )
