"""PIL pictures as files in memory, without torch; tensors go through ``nnkit.images``."""

from io import BytesIO

from PIL import Image


def jpeg(image: Image.Image) -> bytes:
    """Return a picture as a JPEG: small and quick, with slight losses."""
    return _encode(image, "JPEG", quality=85)


def png(image: Image.Image) -> bytes:
    """Return a picture as a PNG, every pixel as it is."""
    return _encode(image, "PNG", compress_level=1)


def _encode(image: Image.Image, kind: str, **settings: int) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **settings)
    return buffer.getvalue()
