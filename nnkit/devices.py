"""Where the arithmetic runs."""

import torch


def pick(name: str | None = None) -> torch.device:
    """Return the named device, or the best present one: cuda, then mps, then cpu."""
    if name is not None:
        return torch.device(name)
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")
