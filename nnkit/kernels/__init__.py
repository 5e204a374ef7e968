"""Named kernels, and the short text that carries a kernel in a link.

Importing it costs no torch: the numbers are plain, tensors are made on request.
"""

from nnkit.kernels.presets import PRESETS, Preset
from nnkit.kernels.text import format_kernel, parse, parse_rows

__all__ = ["PRESETS", "Preset", "format_kernel", "parse", "parse_rows"]
