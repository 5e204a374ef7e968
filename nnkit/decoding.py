"""Reads picture files safely, with Pillow and without torch.

Everything is checked on the header before a pixel is decoded, so a small file that unpacks to
gigabytes costs no memory. Whatever goes wrong becomes an ImageError of one sentence.
"""

import os
import struct
import warnings
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from nnkit.errors import ImageError

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF")  # others have rarely used, riskier readers
MAX_BYTES = 25_000_000  # a phone's photo has 3 to 12 MB
MAX_PIXELS = 25_000_000  # decoded, this is 75 MB of RGB
MAX_JPEG_PIXELS = 100_000_000  # JPEG decodes at an eighth of its size without the whole
MIN_SIDE = 8  # px; below this there is nothing to see and nothing to filter
MAX_RATIO = 100  # long side to short side; beyond it scaling would leave less than a line

_HINT = "use a PNG, JPEG, WebP, BMP, TIFF or GIF file"
_NOT_A_PICTURE = f"This is not a picture that can be read: {_HINT}."
_TRUNCATED = "This picture is damaged or cut short: save or send it again."
_TOO_MANY_PIXELS = "This picture unpacks to more pixels than can be shown: save it smaller."
_DECODING_ERRORS = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError,
    EOFError, OverflowError, MemoryError, struct.error,
)  # fmt: skip

Source = bytes | str | os.PathLike[str] | Image.Image


def decode(source: Source, max_side: int = 1024) -> Image.Image:
    """Return the picture as RGB, upright, its longest side at most ``max_side`` px.

    ``source`` is a file's bytes, its path, or a PIL image. The first frame of an animation and the
    first page of a TIFF are taken, transparency lies over white, 16 bits become 8. Smaller
    pictures keep their size. Raises ImageError.
    """
    if isinstance(source, Image.Image):
        _check_size(source)
        return _finish(source, max_side)
    content = _content(source)
    _refuse_by_signature(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd metadata is no reason to refuse a picture
        try:
            with Image.open(BytesIO(content), formats=FORMATS) as image:
                _check_size(image)
                # Decodes at 1/2, 1/4 or 1/8 of the size, never below twice what is asked for.
                image.draft("RGB", (2 * max_side, 2 * max_side))
                return _finish(image, max_side)
        except Image.DecompressionBombError as error:
            raise ImageError(_TOO_MANY_PIXELS) from error
        except Image.UnidentifiedImageError as error:
            raise ImageError(_NOT_A_PICTURE) from error
        except _DECODING_ERRORS as error:
            raise ImageError(_TRUNCATED) from error


def _content(source: bytes | str | os.PathLike[str]) -> bytes:
    if isinstance(source, bytes):
        content = source
    else:
        path = Path(source)
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ImageError(_too_many_bytes(path.stat().st_size))
            content = path.read_bytes()
        except (OSError, ValueError) as error:
            raise ImageError("This picture's file cannot be opened: check its path.") from error
    if not content:
        raise ImageError(f"This file is empty: {_HINT}.")
    if len(content) > MAX_BYTES:
        raise ImageError(_too_many_bytes(len(content)))
    return content


def _too_many_bytes(count: int) -> str:
    return f"This file has {count / 1e6:.1f} MB, more than 25 MB: save the picture smaller."


def _refuse_by_signature(content: bytes) -> None:
    """Name the kinds of file that people take for pictures."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF"):
        raise ImageError("This is a PDF, not a picture: export the page as PNG or JPEG.")
    if start.startswith((b"<svg", b"<?xml")) or b"<svg" in start:
        raise ImageError("This is an SVG drawing, not pixels: export it as PNG.")
    if content[4:8] == b"ftyp" and content[8:12] in _MODERN:
        raise ImageError("This is a HEIC or AVIF photo: save or export it as JPEG.")


_MODERN = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis", b"avif", b"avis")


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    is_jpeg = image.format in ("JPEG", "MPO")
    limit = MAX_JPEG_PIXELS if is_jpeg else MAX_PIXELS
    if min(width, height) < MIN_SIDE:
        raise ImageError(
            f"This picture has {width} x {height} pixels: it needs {MIN_SIDE} or more each way."
        )
    if width * height > limit:
        raise ImageError(
            f"This picture has {width * height / 1e6:.0f} megapixels, more than "
            f"{limit // 1_000_000}: save it smaller."
        )
    if max(width, height) > MAX_RATIO * min(width, height):
        raise ImageError(
            f"This picture of {width} x {height} pixels is too long and thin: crop it first."
        )


def _finish(image: Image.Image, max_side: int) -> Image.Image:
    """Decode fully, then turn, shrink and convert."""
    image.load()
    upright = ImageOps.exif_transpose(image)
    rgb = _to_rgb(upright)
    if max(rgb.size) > max_side:
        rgb = rgb.copy() if rgb is image else rgb
        rgb.thumbnail((max_side, max_side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return rgb.copy() if rgb is image else rgb


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode == "RGB" and "transparency" not in image.info:
        return image
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return _from_deep(image)
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return image.convert("RGB")


def _from_deep(image: Image.Image) -> Image.Image:
    """Scale 16 bits to 8; numbers of a wider range are stretched from lowest to highest."""
    numbers = np.asarray(image, dtype=np.float64)
    if not np.isfinite(numbers).all():
        raise ImageError("This picture holds values that are no numbers: save it again as PNG.")
    low, high = 0.0, 65535.0
    if image.mode == "F" and numbers.min() >= 0 and numbers.max() <= 1:
        high = 1.0
    elif numbers.min() < low or numbers.max() > high:
        low, high = float(numbers.min()), float(numbers.max())
    grey = np.rint((numbers - low) / ((high - low) or 1.0) * 255).astype(np.uint8)
    return Image.fromarray(grey).convert("RGB")
