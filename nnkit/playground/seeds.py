"""Chance that nothing else can disturb: each purpose draws from a generator of its own."""

import zlib

import torch


def generator(*keys: int | str) -> torch.Generator:
    """Return a generator that depends on these keys alone, as on (seed, "order", epoch).

    PyTorch's CPU generator takes 32 bits of a seed, as many as the checksum has.
    """
    return torch.Generator().manual_seed(zlib.crc32(repr(keys).encode()))
