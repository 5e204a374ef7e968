"""What an attack did to one picture, measured on the file that a visitor would keep."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from torch import Tensor

from nnkit.attacks import similarity
from nnkit.attacks.classifier import Classifier, of
from nnkit.attacks.frames import AttackFrame, aim
from nnkit.attacks.goal import Goal
from nnkit.attacks.grid import to_grid
from nnkit.attacks.guesses import guesses, look
from nnkit.errors import ImageError, SettingsError
from nnkit.vision import VisionNetwork
from nnkit.vision.network import Guess


@dataclass(frozen=True)
class Report:
    """How far one picture was changed, and what the network says now.

    linf, l2: largest change of a colour value and Euclidean length of the change, in units of
    1/255. changed: pixels that differ; changed_share: of all, 0..1. ssim: likeness, up to 1.
    before, after: the five likeliest classes, best first. reached: whether the goal is; confidence:
    probability of the goal's class, or of the best other class where the goal is untargeted.
    path: that confidence at each step of the attack, where `follow` watched it.
    """

    linf: float
    l2: float
    changed: int
    changed_share: float
    ssim: float
    before: tuple[Guess, ...]
    after: tuple[Guess, ...]
    reached: bool
    confidence: float
    path: tuple[float, ...] = ()


def follow(network: VisionNetwork | Classifier, frames: Iterable[AttackFrame]) -> Report:
    """Run an attack on one picture to its end and measure it, with the confidence at each step.

    Raises ImageError for several pictures and SettingsError for an attack without frames.
    """
    path: list[float] = []
    for frame in frames:
        path.append(frame.confidence[0].item())
    if not path:
        raise SettingsError("There is nothing to follow: the attack has no frames.")
    goal = Goal(tuple(frame.labels.tolist()), frame.target.goal.targeted)
    found = report(network, frame.original, frame.pictures, goal)
    return replace(found, path=tuple(path))


def report(
    network: VisionNetwork | Classifier, original: Tensor, adversarial: Tensor, goal: Goal
) -> Report:
    """Measure one pair of pictures [1, C, H, W], both rounded to the 8-bit grid.

    Raises ImageError for several pictures, two shapes and sides below 11 px, and SettingsError for
    a goal that the network lacks.
    """
    similarity.check_pair(original, adversarial)
    if len(original) != 1:
        raise ImageError(f"Report on one picture [1, C, H, W], not {tuple(original.shape)}.")
    target, adversarial = aim(of(network), original, goal), to_grid(adversarial)
    before, after = look(network, target.original), look(network, adversarial)
    changed = int(similarity.changed(original, adversarial))
    return Report(
        linf=similarity.linf(original, adversarial).item(),
        l2=similarity.l2(original, adversarial).item(),
        changed=changed,
        changed_share=changed / (original.shape[-2] * original.shape[-1]),
        ssim=similarity.ssim(original, adversarial).item(),
        before=tuple(guesses(network, before)[0]),
        after=tuple(guesses(network, after)[0]),
        reached=bool(goal.reached(after, target.labels)),
        confidence=goal.confidence(after, target.labels).item(),
    )
