"""How well pictures come back: squared error, PSNR, and how well a score tells two kinds apart."""

import torch
from torch import Tensor
from torch.nn import functional


def squared_error(pictures: Tensor, returned: Tensor) -> Tensor:
    """Return the mean squared error over the pixels of each picture, [N], of pictures 0..1."""
    return (pictures - returned).square().flatten(1).mean(1)


def psnr(pictures: Tensor, returned: Tensor) -> Tensor:
    """Return the peak signal-to-noise ratio of each picture in decibels, [N]; inf where equal.

    -10 log10 of the mean squared error, for the peak is 1.
    """
    return -10 * squared_error(pictures, returned).log10()


def misfit(logits: Tensor, pictures: Tensor) -> Tensor:
    """Return the binary cross-entropy of each picture in nats, summed over its pixels, [N].

    The first half of the variational loss (Kingma and Welling 2014, appendix C.1).
    """
    each = functional.binary_cross_entropy_with_logits(logits, pictures, reduction="none")
    return each.flatten(1).sum(1)


def kl_divergence(means: Tensor, log_variances: Tensor) -> Tensor:
    """Return KL(N(means, variances) || N(0, 1)) in nats for each row, [N].

    The closed form of Kingma and Welling 2014, appendix B: the sum over the code's numbers of
    (mean^2 + variance - 1 - log variance) / 2.
    """
    terms = means.square() + log_variances.exp() - 1 - log_variances
    return torch.as_tensor(terms.sum(1) / 2)
