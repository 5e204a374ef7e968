"""The engine: R pairs of forger and critic play their game, round by round."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.gan.lab import networks, optimisers
from nnkit.gan.lab.clouds import Cloud
from nnkit.gan.lab.losses import LOSSES
from nnkit.gan.lab.settings import LabSettings
from nnkit.gan.lab.state import State
from nnkit.playground import seeds
from nnkit.playground.layers import Architecture, Parameters, backward, forward
from nnkit.playground.optimisers import Memory

_TOO_LARGE = 1e6  # a weight beyond this will not come back


@dataclass(frozen=True, eq=False)
class Deal:
    """What chance deals out for one of the critic's steps.

    real: [R, B, 2]. noise: [R, B, noise_size]. mix: [R, B, 1], how far between a real point and a
    forgery the penalty looks; None in games without.
    """

    real: Tensor
    noise: Tensor
    mix: Tensor | None


class Engine:
    """Pairs in training, all on the same cloud; each has its own first weights and chance."""

    def __init__(
        self, cloud: Cloud, settings: LabSettings, runs: int = 1, start: State | None = None
    ) -> None:
        """Begin with first weights, or go on with copies of those of a state. SettingsError."""
        self.cloud, self.settings, self.loss = cloud, settings, LOSSES[settings.loss]
        self.seeds = [settings.seed + run for run in range(runs)]
        shapes = settings.generator_architecture(), settings.critic_architecture()
        memories: tuple[Memory | None, Memory | None] = (None, None)
        if start is None:
            self.round = 0
            self.generator = networks.initial(shapes[0], "generator", self.seeds)
            self.critic = networks.initial(shapes[1], "critic", self.seeds)
        else:
            self.round = start.round
            self.generator = _copied(start.generator, shapes[0])
            self.critic = _copied(start.critic, shapes[1])
            memories = start.generator_memory, start.critic_memory
        self.generator_optimiser = optimisers.make(
            settings.generator_optimiser, self.generator.flat, memories[0]
        )
        self.critic_optimiser = optimisers.make(
            settings.critic_optimiser, self.critic.flat, memories[1]
        )
        self._generator_gradient = Parameters(shapes[0], runs)
        self._critic_gradient = Parameters(shapes[1], runs)

    def play(self) -> None:
        """Play one round: the critic's steps, then the generator's."""
        deals, noises = self.dealt()
        for deal in deals:
            self.teach_critic(deal)
        for noise in noises:
            self.teach_generator(noise)
        self.round += 1

    def dealt(self) -> tuple[Iterator[Deal], Iterator[Tensor]]:
        """Return what chance deals to the critic's and to the generator's steps of this round.

        It hangs on the seed, the round and the network alone, not on how many steps the other has.
        """
        critic, generator = (
            [seeds.generator(seed, role, self.round) for seed in self.seeds]
            for role in ("to the critic", "to the generator")
        )
        return (
            (self._deal(critic) for _ in range(self.settings.critic_steps)),
            (self._noise(generator) for _ in range(self.settings.generator_steps)),
        )

    def _deal(self, generators: list[torch.Generator]) -> Deal:
        batch, points = self.settings.batch, self.cloud.points
        chosen = torch.stack(
            [torch.randint(len(points), (batch,), generator=own) for own in generators]
        )
        noise = self._noise(generators)
        if not self.loss.is_penalised:
            return Deal(points[chosen], noise, None)
        mix = torch.stack([torch.rand(batch, 1, generator=own) for own in generators])
        return Deal(points[chosen], noise, mix)

    def _noise(self, generators: list[torch.Generator]) -> Tensor:
        shape = self.settings.batch, self.settings.noise_size
        return torch.stack([networks.noise(self.settings.noise, shape, own) for own in generators])

    def forge(self, noise: Tensor) -> Tensor:
        """Return what the generators make of noise [R, N, noise_size], [R, N, 2]."""
        return forward(self.generator, noise).result

    def score(self, points: Tensor) -> Tensor:
        """Return the critics' scores of points [R, N, 2], [R, N]."""
        return forward(self.critic, points).result[:, :, 0]

    def slopes_at(self, fakes: Tensor) -> Tensor:
        """Return the slope of each forgery's loss with respect to its place, [R, N, 2]."""
        trace = forward(self.critic, fakes)
        return networks.input_slopes(self.critic, trace, self.loss.on_forgery_slope(trace.result))

    def teach_critic(self, deal: Deal) -> None:
        """Let the critics take one step: real points up, forgeries down."""
        fakes, batch = self.forge(deal.noise), self.settings.batch
        trace = forward(self.critic, torch.cat([deal.real, fakes], 1))
        scores, gradient = trace.result, self._critic_gradient
        slopes = torch.cat(
            [
                self.loss.on_real_slope(scores[:, :batch]),
                self.loss.on_fake_slope(scores[:, batch:]),
            ],
            1,
        ).div_(batch)
        backward(self.critic, trace, slopes, gradient)
        if deal.mix is not None and self.settings.penalty:
            between = torch.lerp(deal.real, fakes, deal.mix)
            networks.add_penalty(self.critic, between, self.settings.penalty, gradient)
        self.critic_optimiser.step(self.critic.flat, gradient.flat, self.settings.critic_rate)

    def teach_generator(self, noise: Tensor) -> None:
        """Let the generators take one step: where the critics push their forgeries."""
        trace, gradient = forward(self.generator, noise), self._generator_gradient
        slopes = self.slopes_at(trace.result).div_(self.settings.batch)
        backward(self.generator, trace, slopes, gradient)
        rate = self.settings.generator_rate
        self.generator_optimiser.step(self.generator.flat, gradient.flat, rate)

    def diverged(self, run: int) -> bool:
        """Whether a weight of this pair is not a number any more, or beyond all bounds."""
        sides = [
            part[run].abs().amax()
            for network in (self.generator, self.critic)
            for part in (*network.weights, *network.biases)
        ]
        return not bool(torch.stack(sides).amax() <= _TOO_LARGE)

    def state(self, run: int, crowded_since: int | None) -> State:
        """Return a copy of what one pair needs to go on."""
        return State(
            self.round,
            self.generator.of_run(run),
            self.critic.of_run(run),
            _of_run(self.generator_optimiser.memory(), self.generator, run),
            _of_run(self.critic_optimiser.memory(), self.critic, run),
            crowded_since,
        )


def _copied(parameters: Parameters, wanted: Architecture) -> Parameters:
    sizes = parameters.architecture.sizes
    if sizes != wanted.sizes:
        raise SettingsError(
            f"A run can go on only with networks of the same shape: {sizes}, not {wanted.sizes}."
        )
    return Parameters(wanted, 1, parameters.flat.clone())


def _of_run(memory: Memory, like: Parameters, run: int) -> Memory:
    slots = (Parameters(like.architecture, like.runs, slot) for slot in memory.slots)
    return Memory(memory.optimiser, memory.steps, tuple(slot.of_run(run).flat for slot in slots))
