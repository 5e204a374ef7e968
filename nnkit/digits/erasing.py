"""The smallest erasing that makes a network change its mind about a drawing."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from nnkit.digits import evaluation
from nnkit.digits.explanation import check_image

_PLACES = 4  # where growing begins; twice as many found erasings only 1 % smaller
_HOPELESS = 2  # a growing gives up once it is so many times larger than the best one found


@dataclass(frozen=True, eq=False)
class Erasing:
    """Ink that has to go, and what the network says then.

    erased: bool [28,28]; putting back any one pixel brings the old answer back. image: [1,1,28,28]
    without that ink. before, after: answers (a digit, or 1 and 0 for a network of one output).
    confidence_before, confidence_after: how probable each was in its picture. share: of all ink.
    """

    erased: Tensor
    image: Tensor
    before: int
    after: int
    confidence_before: float
    confidence_after: float
    share: float

    @property
    def pixels(self) -> int:
        """How many pixels are erased."""
        return int(self.erased.sum())


def smallest_erasing(network: nn.Module, image: Tensor, temperature: float = 1.0) -> Erasing | None:
    """Return the fewest pixels found whose erasing flips the answer to image [1,1,28,28].

    Crosses of five pixels are erased side by side, each time the one that lowers the margin over
    the best other answer most, starting from each of the four places that count most; then pixels
    that need not go are put back. What is left is minimal, but a smaller one may exist elsewhere.
    None if no erasing on the way, up to bare paper, flips the answer. Raises SettingsError.
    """
    check_image(image)
    judge = _Judge(network, image)
    best = _search(judge, (image[0, 0] > 0).cpu())
    return None if best is None else _account(network, image, best, temperature)


class _Judge:
    """Asks the network about a picture with some of its ink erased."""

    def __init__(self, network: nn.Module, image: Tensor) -> None:
        self.network, self.image = network, image
        logits = self.logits(torch.zeros(1, *image.shape[2:], dtype=torch.bool))
        self.before = int(evaluation.answers(logits))

    def logits(self, erased: Tensor) -> Tensor:
        with torch.no_grad():
            logits: Tensor = self.network(self.image * ~erased[:, None].to(self.image.device))
        return logits.cpu()

    def ask(self, erased: Tensor) -> tuple[Tensor, Tensor]:
        """Return margins [M] over the best other answer, and whether it flipped, [M]."""
        logits = self.logits(erased)
        flipped = evaluation.answers(logits) != self.before
        if logits.shape[1] == 1:
            return logits[:, 0] * (1 if self.before == 1 else -1), flipped
        others = logits.clone()
        others[:, self.before] = -torch.inf
        return logits[:, self.before] - others.amax(1), flipped


def _search(judge: _Judge, ink: Tensor) -> Tensor | None:
    crosses = _crosses(ink)
    growing = _disjoint(crosses[judge.ask(crosses)[0].argsort()])
    best = None
    while growing:
        grown = []
        for erased in growing:
            limit = int(ink.sum()) if best is None else _HOPELESS * int(best.sum())
            if judge.ask(erased[None])[1].item():
                found = _prune(judge, erased)
                best = found if best is None or found.sum() < best.sum() else best
            elif erased.sum() < limit:
                grown.append(_grow(judge, erased, crosses))
        growing = grown
    return best


def _grow(judge: _Judge, erased: Tensor, crosses: Tensor) -> Tensor:
    """Erase one cross more, next to what is erased while there is ink: the most hurtful one."""
    fresh = (crosses & ~erased).flatten(1).any(1)
    beside = fresh & (crosses & _wider(erased)).flatten(1).any(1)
    tried = erased | crosses[beside if beside.any() else fresh]
    return tried[judge.ask(tried)[0].argmin()]


def _prune(judge: _Judge, erased: Tensor) -> Tensor:
    """Put pixels back, the least needed first, until each of those left is needed."""
    while True:
        pixels = _dots(erased)  # [P, 28, 28]
        margins, flipped = judge.ask(erased & ~pixels)
        if not flipped.any():
            return erased
        idle = pixels[margins.masked_fill(~flipped, torch.inf).argsort()[: int(flipped.sum())]]
        # As many at once as the flip survives: one by one takes seconds on a large erasing.
        fewer = erased & ~(idle.cumsum(0) > 0)
        survives = judge.ask(fewer)[1].long().cumprod(0)
        erased = fewer[max(0, int(survives.sum()) - 1)]


def _dots(ink: Tensor) -> Tensor:
    """Return one mask for each pixel of ink: [P,28,28]."""
    rows, columns = ink.nonzero(as_tuple=True)
    masks = torch.zeros(len(rows), *ink.shape, dtype=torch.bool)
    masks[torch.arange(len(rows)), rows, columns] = True
    return masks


def _crosses(ink: Tensor) -> Tensor:
    """Return, for each pixel of ink, it and the ink beside, above and below it: [P,28,28]."""
    dots = _dots(ink)[:, None].float()
    upright = functional.max_pool2d(dots, (3, 1), 1, (1, 0))
    level = functional.max_pool2d(dots, (1, 3), 1, (0, 1))
    return ((upright + level)[:, 0] > 0) & ink


def _wider(mask: Tensor) -> Tensor:
    return functional.max_pool2d(mask[None, None].float(), 3, 1, 1)[0, 0] > 0


def _disjoint(masks: Tensor) -> list[Tensor]:
    """Return the first few masks that do not overlap."""
    chosen: list[Tensor] = []
    for mask in masks:
        if not any((mask & other).any() for other in chosen):
            chosen.append(mask)
        if len(chosen) == _PLACES:
            break
    return chosen


def _account(network: nn.Module, image: Tensor, erased: Tensor, temperature: float) -> Erasing:
    after = image * ~erased.to(image.device)
    with torch.no_grad():
        logits = network(torch.cat([image, after])).cpu()
    answers = evaluation.answers(logits).tolist()
    shares = evaluation.probabilities(logits, temperature)
    ink = image[0, 0].cpu().double()
    return Erasing(
        erased,
        after,
        answers[0],
        answers[1],
        shares[0, answers[0]].item(),
        shares[1, answers[1]].item(),
        (ink[erased].sum() / ink.sum()).item(),
    )
