"""A hundred digits to show what autoencoders do, ten of each kind: nobody wrote them."""

from functools import lru_cache

import torch

from nnkit import gan
from nnkit.digits import recognition
from nnkit.digits.dataset import DigitSet
from nnkit.digits.models import CLASSES

OF_EACH = 10
_DRAWN, _SEED = 600, 0
_SURE = 0.95  # of a digit that is taken


@lru_cache(maxsize=1)
def sample_digits() -> DigitSet:
    """Return the hundred digits, ten 0s first, then ten 1s and so on. Raises WeightsError.

    The shipped forger of `nnkit.gan` drew them, and the digit reader is sure of each: they look
    like MNIST's, but no network has learned from them and nothing of MNIST is shipped.
    """
    drawn = gan.sample(_DRAWN, _SEED)
    sure, read = recognition.load("cnn").probabilities(drawn).max(dim=1)
    places = [((read == kind) & (sure >= _SURE)).nonzero()[:OF_EACH, 0] for kind in range(CLASSES)]
    chosen = torch.cat(places)
    return DigitSet((drawn[chosen, 0] * 255).round().to(torch.uint8), read[chosen])
