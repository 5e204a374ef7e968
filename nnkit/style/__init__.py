"""Style transfer: the content of one picture in the style of another."""

from nnkit.style import colours, memory, recipes
from nnkit.style.reconstruction import ReconstructionFrame, reconstruct
from nnkit.style.settings import StyleSettings
from nnkit.style.transferring import StyleFrame, transfer

__all__ = [
    "ReconstructionFrame",
    "StyleFrame",
    "StyleSettings",
    "colours",
    "memory",
    "recipes",
    "reconstruct",
    "transfer",
]
