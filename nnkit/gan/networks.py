"""The two networks of a GAN (Goodfellow et al. 2014): a forger of digits and its critic."""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from nnkit.digits.models import CLASSES
from nnkit.errors import SettingsError
from nnkit.folding import fold

LATENTS = 100
SIDE = 28
FORGER = (64, 48, 16)  # maps at 7, 14 and 28 pixels a side
CRITIC = (32, 64, 128)  # maps at 14, 7 and 4 pixels a side
NAMES = ("digits", "conditional")
_BASE = 7
_LEAK = 0.2  # as in DCGAN (Radford, Metz and Chintala 2016)


class Generator(nn.Module):
    """The forger: 100 latent numbers become 64 maps of 7 x 7, which grow twofold twice.

    Each growth ("reverse pooling") repeats every pixel 2 x 2, so that no chequerboard appears
    (Odena, Dumoulin and Olah 2016); a convolution follows. With `labels` it also takes a digit,
    whose own maps are added to the first ones. While it learns, batch norm stands before each
    ReLU; `folded` takes it away.
    """

    def __init__(
        self, labels: int = 0, channels: tuple[int, ...] = FORGER, normalised: bool = True
    ) -> None:
        """Make the layers; with `normalised` a batch norm behind each."""
        super().__init__()
        self.labels, self.channels = labels, channels
        self.first = nn.Linear(LATENTS, _BASE * _BASE * channels[0], bias=not normalised)
        if labels:
            self.asked = nn.Embedding(labels, _BASE * _BASE * channels[0])
        self.convolutions = nn.ModuleList(
            nn.Conv2d(given, made, 3, padding=1, bias=not normalised)
            for given, made in pairwise(channels)
        )
        self.norms = nn.ModuleList(
            nn.BatchNorm2d(made) if normalised else nn.Identity() for made in channels
        )
        self.last = nn.Conv2d(channels[-1], 1, 3, padding=1)

    def forward(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:
        """Return pictures [N,1,28,28], 0..1, for latents [N,100] and, if it takes any, labels.

        labels: digits, int64 [N], or weights of the ten digits, [N,10], for what lies between.
        """
        pictures: Tensor = self.last(self.maps(latents, labels)[-1]).sigmoid()
        return pictures

    def maps(self, latents: Tensor, labels: Tensor | None = None) -> list[Tensor]:
        """Return what each layer but the last makes, after ReLU: [N,C,H,W] each."""
        seen = self.first(latents)
        if labels is not None:
            seen = seen + _embedded(self.asked, labels)
        seen = seen.unflatten(1, (_BASE, _BASE, -1)).permute(0, 3, 1, 2)  # channels_last
        seen = self.norms[0](seen).relu()
        made = [seen]
        for convolution, norm in zip(self.convolutions, list(self.norms)[1:], strict=True):
            seen = norm(convolution(functional.interpolate(seen, scale_factor=2))).relu()
            made.append(seen)
        return made

    def folded(self) -> "Generator":
        """Return a generator of the same pictures, batch norm put into the layers before it."""
        plain = Generator(self.labels, self.channels, normalised=False)
        before, *norms = self.norms
        assert isinstance(before, nn.BatchNorm2d)
        assert before.running_mean is not None
        assert before.running_var is not None
        with torch.no_grad():
            scale = before.weight / torch.sqrt(before.running_var + before.eps)
            shift = (before.bias - before.running_mean * scale).repeat(_BASE * _BASE)
            scale = scale.repeat(_BASE * _BASE)  # one for each map, and each map at each place
            plain.first.load_state_dict(
                {"weight": self.first.weight * scale[:, None], "bias": shift}
            )
            if self.labels:
                plain.asked.load_state_dict({"weight": self.asked.weight * scale})
            layers = zip(self.convolutions, norms, plain.convolutions, strict=True)
            for old, norm, new in layers:
                assert isinstance(old, nn.Conv2d)
                assert isinstance(norm, nn.BatchNorm2d)
                kernels, biases = fold(old, norm)
                new.load_state_dict({"weight": kernels, "bias": biases})
            plain.last.load_state_dict(self.last.state_dict())
        return plain


class Critic(nn.Module):
    """The discriminator: three convolutions of stride 2, then one logit, high for real digits.

    It judges each picture alone: without batch norm or batch statistics its verdict on a drawing
    does not depend on the company. With `labels` the logit also says how well the picture fits the
    digit that was asked for (projection, Miyato and Koyama 2018). Ten more outputs read the digit:
    a critic that can read looks for what makes a digit (Odena, Olah and Shlens 2017).
    """

    def __init__(self, labels: int = 0, channels: tuple[int, ...] = CRITIC) -> None:
        """Make the layers."""
        super().__init__()
        first, second, third = channels
        self.labels = labels
        self.layers = nn.Sequential(
            nn.Conv2d(1, first, 4, stride=2, padding=1),  # [N, 32, 14, 14]
            nn.LeakyReLU(_LEAK),
            nn.Conv2d(first, second, 4, stride=2, padding=1),  # [N, 64, 7, 7]
            nn.LeakyReLU(_LEAK),
            nn.Conv2d(second, third, 3, stride=2, padding=1),  # [N, 128, 4, 4]
            nn.LeakyReLU(_LEAK),
            nn.Flatten(),
        )
        self.verdict = nn.Linear(third * 16, 1)
        self.reader = nn.Linear(third * 16, CLASSES)
        if labels:
            self.asked = nn.Embedding(labels, third * 16)

    def forward(self, pictures: Tensor, labels: Tensor | None = None) -> Tensor:
        """Return logits [N] of pictures [N,1,28,28], 0..1, and, if it takes any, labels.

        labels: digits, int64 [N], or weights of the ten digits, [N,10].
        """
        return self.judge(pictures, labels)[0]

    def judge(self, pictures: Tensor, labels: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Return the logits [N] of being real and those of the ten digits [N,10]."""
        seen = self.layers(pictures * 2 - 1)
        logits: Tensor = self.verdict(seen)[:, 0]
        if labels is not None:
            logits = logits + (_embedded(self.asked, labels) * seen).sum(1)
        return logits, self.reader(seen)


def make(name: str, seed: int = 0) -> tuple[Generator, Critic]:
    """Return a fresh pair for "digits" or "conditional", drawn by `seed`.

    Weights after He et al. 2015, biases 0. Raises SettingsError for another name.
    """
    if name not in NAMES:
        raise SettingsError(f"There is no GAN '{name}': choose one of {', '.join(NAMES)}.")
    labels = CLASSES if name == "conditional" else 0
    forger, critic = Generator(labels), Critic(labels)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for part in (*forger.modules(), *critic.modules()):
            if isinstance(part, nn.Linear | nn.Conv2d):
                nn.init.kaiming_normal_(part.weight, a=_LEAK, generator=generator)
                if part.bias is not None:
                    nn.init.zeros_(part.bias)
            elif isinstance(part, nn.Embedding):
                part.weight.normal_(generator=generator)
        if labels:
            # A digit counts as much as all latents together; the critic begins without prejudice.
            forger.asked.weight.mul_(2**0.5)
            critic.asked.weight.zero_()
    return forger, critic


def finished(forger: Generator) -> Generator:
    """Return the forger as it is used: evaluating, frozen, batch norm folded, channels_last."""
    plain = forger.folded().eval().requires_grad_(False)
    return plain.to(memory_format=torch.channels_last)


def _embedded(table: nn.Embedding, labels: Tensor) -> Tensor:
    """Return the rows [N,C] of a table for labels [N], or their sums by weights [N,10]."""
    found: Tensor = labels @ table.weight if labels.is_floating_point() else table(labels)
    return found
