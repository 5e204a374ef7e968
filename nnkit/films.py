"""Pictures as films: a GIF, or an MP4 that every browser plays."""

import io
import tempfile
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from nnkit import images
from nnkit.errors import ImageError
from nnkit.ranges import check_number

FASTEST = 50  # frames a second; browsers show quicker GIFs slowly
_QUALITY = "20"  # of libx264, 0 to 51: no difference to be seen, a quarter of the size of 12
_BT709 = 1  # as ITU-T H.273 numbers it: what browsers take a film of unknown colours for


def to_gif(pictures: Iterable[Tensor], fps: float = 15) -> bytes:
    """Return pictures [1, 3, H, W], of one size, as a GIF that plays for ever.

    Each frame has 256 colours of its own. fps: 1..50. Raises ImageError and SettingsError.
    """
    check_number("fps", fps, 1, FASTEST)
    first, frames = _opened(pictures)
    painted = (
        _with_palette(pixels, _milliseconds(index, fps))
        for index, pixels in enumerate(chain([first], frames))
    )
    file = io.BytesIO()
    next(painted).save(file, "GIF", save_all=True, append_images=painted, loop=0)
    return file.getvalue()


def to_mp4(pictures: Iterable[Tensor], fps: float = 30) -> bytes:
    """Return pictures [1, 3, H, W], of one size, as an H.264 film that every browser plays.

    An odd last row or column is cut off, as H.264 wants it. fps: 1..50. Raises ImageError and
    SettingsError.
    """
    check_number("fps", fps, 1, FASTEST)
    first, frames = _opened(pictures)
    with tempfile.TemporaryDirectory() as folder:  # FFmpeg can put the index first only in a file
        path = Path(folder, "film.mp4")
        _write_film(path, chain([first], frames), first.shape, fps)
        return path.read_bytes()


def _write_film(
    path: Path, frames: Iterable[NDArray[np.uint8]], shape: tuple[int, ...], fps: float
) -> None:
    import av  # FFmpeg: a tenth of a second and 30 MB that a PNG does not need

    height, width = shape[0] // 2 * 2, shape[1] // 2 * 2
    # With its index first, a film plays before it is there to the end.
    with av.open(path, "w", options={"movflags": "faststart"}) as film:
        stream = film.add_stream("libx264", rate=Fraction(fps).limit_denominator(1000))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"crf": _QUALITY, "preset": "veryfast"}
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        for pixels in frames:
            cut = np.ascontiguousarray(pixels[:height, :width])
            frame = av.VideoFrame.from_ndarray(cut, format="rgb24")
            film.mux(stream.encode(frame.reformat(format="yuv420p", dst_colorspace="ITU709")))
        film.mux(stream.encode())


def _opened(pictures: Iterable[Tensor]) -> tuple[NDArray[np.uint8], Iterator[NDArray[np.uint8]]]:
    """Return the first picture as bytes [H, W, 3] and an iterator over the others."""
    frames = (images.to_uint8(picture) for picture in pictures)
    first = next(frames, None)
    if first is None:
        raise ImageError("A film needs at least one picture.")
    if first.ndim != 3:
        raise ImageError("The pictures of a film must be in colour.")
    return first, (_alike(pixels, first) for pixels in frames)


def _alike(pixels: NDArray[np.uint8], first: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if pixels.shape != first.shape:
        raise ImageError(
            f"All pictures of a film must have one size, not {first.shape} and {pixels.shape}."
        )
    return pixels


def _with_palette(pixels: NDArray[np.uint8], milliseconds: int) -> Image.Image:
    # A palette of every fourth pixel in both ways is as good to the eye, and eight times as fast.
    palette = Image.fromarray(pixels[::4, ::4]).quantize(256, Image.Quantize.MEDIANCUT)
    # Dithering would flicker from frame to frame, and double the file.
    frame = Image.fromarray(pixels).quantize(palette=palette, dither=Image.Dither.NONE)
    frame.info["duration"] = milliseconds
    return frame


def _milliseconds(index: int, fps: float) -> int:
    """Return how long a frame lasts: a GIF counts in hundredths of a second, in step on average."""
    return 10 * (round((index + 1) * 100 / fps) - round(index * 100 / fps))
