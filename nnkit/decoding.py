"""The door for pictures from outside: any common file becomes a small upright RGB picture.

Needs Pillow alone, so that a page can read an upload before torch is loaded.
"""

import io
import math
import os
import struct
from typing import cast

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from nnkit.errors import ImageError, SettingsError

MAX_BYTES = 25_000_000  # what the app lets through; a phone photo has 2 to 12 MB
MAX_PIXELS = 25_000_000  # 100 MB as Pillow holds it, a few times that while it is converted
MAX_JPEG_PIXELS = 100_000_000  # most phone cameras; a JPEG is shrunk while it is decoded
MIN_SIDE = 8  # smaller than this there is nothing to see, nor room for a kernel
MAX_ASPECT = 16  # a longer strip would shrink to a line

FORMATS = ("PNG", "WEBP", "BMP", "TIFF", "GIF")  # and JPEG, which has a way of its own
JPEG_START = b"\xff\xd8\xff"
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}

# Decode a JPEG to at least this many times the size wanted, then resample: the mean error
# against a full decode stays under 1/255, and 12 megapixels need 75 instead of 210 ms at 1024 px.
DRAFT_MARGIN = 1.5
# Average whole blocks of pixels first while more than this factor remains (Pillow: from 3 on
# indistinguishable from resampling every pixel).
REDUCING_GAP = 3.0

TOO_LARGE = (
    "This picture has too many pixels: make it smaller first, to at most "
    f"{MAX_PIXELS // 10**6} megapixels or, as a plain (not progressive) JPEG, "
    f"{MAX_JPEG_PIXELS // 10**6}."
)
DAMAGED = "This picture is damaged or cut off: save it again, or choose another one."


def decode(
    source: bytes | str | os.PathLike[str] | Image.Image, max_side: int = 1024
) -> Image.Image:
    """Return a picture as mode RGB, upright, its longest side at most ``max_side`` pixels.

    ``source``: the bytes of a PNG, JPEG, WebP, BMP, TIFF or GIF file (of several frames or pages
    the first), its path, or a Pillow picture, which is left as it is. Transparency is laid over
    white, 16 bits become 8, a picture is never enlarged, and nothing of the file but its pixels
    goes along (no place, no camera). What is too large is refused by its header alone.

    Raises ImageError, in one sentence, for anything that is no picture within the limits above,
    and SettingsError for a ``max_side`` below 8.
    """
    if max_side < MIN_SIDE:
        raise SettingsError(f"max_side is {max_side}: a picture needs at least {MIN_SIDE} pixels.")
    try:
        if isinstance(source, Image.Image):
            _check_size(source.size, MAX_PIXELS)
            return _shrink(source, max_side)
        picture = _open(_read(source))
        return _shrink(picture, max_side, draft=True)
    except ImageError:
        raise
    except Exception as error:  # Pillow's decoders raise almost anything on a damaged file
        raise ImageError(DAMAGED) from error


def _read(source: bytes | str | os.PathLike[str]) -> bytes:
    if isinstance(source, bytes):
        content = source
    else:
        try:
            with open(os.fspath(source), "rb") as file:
                content = file.read(MAX_BYTES + 1)
        except (OSError, ValueError, TypeError) as error:
            raise ImageError(
                "This file cannot be read: check that it exists and that you may open it."
            ) from error
    if not content:
        raise ImageError("This file is empty: choose another one.")
    if len(content) > MAX_BYTES:
        raise ImageError(
            f"This file is larger than {MAX_BYTES // 10**6} MB: save the picture smaller first."
        )
    return content


def _open(content: bytes) -> Image.Image:
    """Read the header alone and refuse what would cost too much to decode."""
    file = io.BytesIO(content)
    if content.startswith(JPEG_START):
        # Not through Image.open, which warns of "bombs" far below 100 megapixels.
        jpeg = JpegImageFile(file)
        row_by_row = _decodes_row_by_row(jpeg, content)
        _check_size(jpeg.size, MAX_JPEG_PIXELS if row_by_row else MAX_PIXELS)
        return jpeg
    try:
        picture = Image.open(file, formats=FORMATS)
    except UnidentifiedImageError as error:
        raise ImageError(_why_unknown(content)) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageError(TOO_LARGE) from error
    _check_size(picture.size, MAX_PIXELS)
    _check_tiles(picture)
    return picture


def _check_size(size: tuple[int, int], max_pixels: int) -> None:
    width, height = size
    if width * height > max_pixels:
        raise ImageError(TOO_LARGE)
    if min(size) < MIN_SIDE:
        raise ImageError(
            f"This picture has only {width} × {height} pixels: "
            f"choose one with at least {MIN_SIDE} on each side."
        )
    if max(size) > MAX_ASPECT * min(size):
        raise ImageError(
            f"This picture is a strip of {width} × {height} pixels: "
            f"crop it until it is at most {MAX_ASPECT} times as long as it is wide."
        )


def _decodes_row_by_row(jpeg: JpegImageFile, content: bytes) -> bool:
    """Tell whether the first scan holds all colours of a JPEG, completely.

    Otherwise libjpeg keeps the coefficients of the whole picture, however small it is wanted:
    300 MB for 9000 × 9000 pixels.
    """
    if "progressive" in jpeg.info or jpeg.fp is None:
        return False
    # ITU-T T.81, B.2.3: marker, length, number of colours; Pillow has read up to its end.
    length = 6 + 2 * jpeg.layers
    scan_header = struct.pack(">2sHB", b"\xff\xda", length, jpeg.layers)
    return content.startswith(scan_header, jpeg.fp.tell() - length - 2)


def _check_tiles(picture: Image.Image) -> None:
    """Refuse a TIFF whose tiles are larger than any picture may be: one is decoded whole."""
    tags = getattr(picture, "tag_v2", {})
    if tags.get(ExifTags.Base.TileWidth, 1) * tags.get(ExifTags.Base.TileLength, 1) > MAX_PIXELS:
        raise ImageError(TOO_LARGE)


def _why_unknown(content: bytes) -> str:
    """Say what a file is that is none of the formats read here."""
    start = content[:1024].lower()
    brand = content[8:12] if content[4:8] == b"ftyp" else b""
    if b"%pdf-" in start:
        return "This is a PDF document: save the page as a PNG or JPEG picture first."
    if b"<svg" in start and b"<html" not in start:
        return "This is an SVG drawing: export it as a PNG picture first."
    if brand in HEIF_BRANDS:
        return "This is a HEIC picture: convert it to JPEG first."
    if brand in AVIF_BRANDS:
        return "This is an AVIF picture: convert it to JPEG first."
    return "This is not a picture that can be read: choose a PNG, JPEG, WebP, BMP, TIFF or GIF."


def _shrink(picture: Image.Image, max_side: int, draft: bool = False) -> Image.Image:
    """Decode, convert, shrink and turn; ``draft`` may change ``picture`` itself."""
    scale = min(1.0, max_side / max(picture.size))
    width, height = (max(1, round(side * scale)) for side in picture.size)
    box = None
    if draft and scale < 1:
        margin = (math.ceil(width * DRAFT_MARGIN), math.ceil(height * DRAFT_MARGIN))
        drafted = picture.draft(None, margin)
        box = drafted[1] if drafted else None
    small = _over_white(_eight_bits(picture)).resize(
        (width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=REDUCING_GAP
    )
    small.info = dict(picture.info)
    upright = _upright(small)
    upright.info = {}
    return upright


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Return grey of 16 bits, or of floats from 0 to 1, as grey of 8 bits; all else as it is."""
    if picture.mode == "F":
        white = 1.0
    elif picture.mode == "I" or picture.mode.startswith("I;16"):
        white = 65535.0
    else:
        return picture
    values = picture.convert("F")
    low, high = cast(tuple[float, float], values.getextrema())
    if not 0 <= low <= high <= white:
        raise ImageError(
            "This picture's numbers lie outside 0 to 1 (floats) or 0 to 65535 (integers): "
            "save it with 8 or 16 bits."
        )
    grey = values.point(lambda value: value * (255 / white) + 0.5).convert("L")  # L cuts decimals
    grey.info.pop("transparency", None)
    return grey


def _over_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture)
    return paper


def _upright(picture: Image.Image) -> Image.Image:
    """Turn a picture as its EXIF orientation says, if that can be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # damaged EXIF data is no reason to refuse a sound picture
        return picture
