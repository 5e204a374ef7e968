"""Photos made in code for the journeys."""

import io

import numpy as np
from PIL import Image

ORIENTATION = 0x0112


def rotated_jpeg(width=320, height=200):
    """A landscape JPEG whose EXIF says: turn me by a quarter (orientation 6). Red is on the left,
    so after turning it is on top."""
    rows, columns = np.mgrid[0:height, 0:width]
    pixels = np.stack(
        [np.where(columns < width // 4, 230, 40), 255 * rows // height, 255 * columns // width],
        axis=-1,
    ).astype(np.uint8)
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=95, exif=exif)
    return buffer.getvalue()


def plain_png(colour):
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(buffer, "PNG")
    return buffer.getvalue()


def huge_jpeg():
    """A photo as phones take it: 40 megapixels."""
    buffer = io.BytesIO()
    small = np.random.default_rng(0).integers(0, 256, (45, 60, 3), dtype=np.uint8)
    Image.fromarray(small).resize((7296, 5472), Image.Resampling.BILINEAR).save(
        buffer, "JPEG", quality=80
    )
    return buffer.getvalue()
