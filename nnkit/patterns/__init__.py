"""Style pictures painted by code: brushes for style transfer that need no download.

`names()` lists them, `pattern(name)` describes one, `paint(name, width, height)` paints it.
"""

from nnkit.patterns.catalogue import Pattern, names, pattern
from nnkit.patterns.painting import paint

__all__ = ["Pattern", "names", "paint", "pattern"]
