"""A dream as a PNG file that remembers its settings."""

import io

from PIL.PngImagePlugin import PngInfo
from torch import Tensor

from nnkit import images
from nnkit.dream.settings import DreamSettings
from nnkit.dream.storage import KEYWORD, Recipe, settings_of, to_text
from nnkit.vision import zoo

__all__ = ["Recipe", "settings_of", "to_png"]


def to_png(
    picture: Tensor,
    settings: DreamSettings,
    network: str = zoo.DEFAULT,
    *,
    guide: str | None = None,
    is_masked: bool = False,
    earlier: int = 0,
) -> bytes:
    """Return one picture as a PNG file that holds, besides every pixel, how it was made.

    `settings_of` reads it back; of a guide only its name is kept, of a mask that there was one,
    of earlier dreams how many. Raises ImageError, and SettingsError as `Recipe` does.
    """
    notes = PngInfo()
    notes.add_text(KEYWORD, to_text(Recipe(settings, network, guide, is_masked, earlier)))
    file = io.BytesIO()
    images.to_pil(picture).save(file, "PNG", compress_level=images.PNG_COMPRESSION, pnginfo=notes)
    return file.getvalue()
