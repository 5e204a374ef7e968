"""The pictures of one visit: sample photos, own photos and kept results.

Everything lives in the session's memory: nothing is written to disk and nothing is shared.
This module needs neither torch nor a running page.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PIL import Image

from nnkit import decoding, samples
from nnkit.errors import NnkitError
from ui import encoding

MAX_OWN_PICTURES = 16  # a picture of 1024 px holds 3 MB: a visit stays under 50 MB
MAX_SIDE = 1024
THUMBNAIL_SIDE = 144


class TrayFullError(NnkitError):
    """The tray holds as many own pictures as it may."""


@dataclass(frozen=True)
class TrayPicture:
    """One picture: ``title`` names it in menus and links, ``origin`` says where it came from."""

    title: str
    origin: str
    alt: str
    code: str
    image: Image.Image = field(repr=False, compare=False)
    file: Path | None = field(default=None, repr=False, compare=False)

    @property
    def source(self) -> Path | Image.Image:
        """What ``nnkit.images.load`` takes to load it as the code in ``code`` does."""
        return self.file or self.image

    @property
    def lineage(self) -> str:
        """What it is made of: "Cat → Emboss" for a result, else its title."""
        return f"{self.title}: {self.origin}" if "→" in self.origin else self.title

    @property
    def file_name(self) -> str:
        """The name under which it is downloaded; the code panel loads it by this name."""
        return _file_name(self.title)

    def png(self) -> bytes:
        """Return the picture as a lossless file."""
        return encoding.png(self.image)

    def thumbnail(self, side: int = THUMBNAIL_SIDE) -> bytes:
        """Return a small JPEG whose longest side is ``side``."""
        return _jpeg(self.image, side)


class Tray:
    """The pictures of one visit by title, samples first."""

    def __init__(self) -> None:
        """Begin with the samples alone."""
        self._own: dict[str, TrayPicture] = {}
        self._count = {"photo": 0, "result": 0}

    @property
    def own(self) -> list[TrayPicture]:
        """Return own photos and kept results, newest first."""
        return list(reversed(self._own.values()))

    @property
    def titles(self) -> list[str]:
        """Return every title: own pictures first, then samples."""
        return [*(picture.title for picture in self.own), *sample_titles()]

    def find(self, title: str) -> TrayPicture | None:
        """Return the picture of that title."""
        if title in self._own:
            return self._own[title]
        keys = sample_titles()
        return sample(keys[title]) if title in keys else None

    def add_photo(self, content: bytes) -> TrayPicture:
        """Take an upload or a snapshot. Raises ImageError or TrayFullError in one sentence."""
        self._refuse_if_full()
        image = decoding.decode(content, max_side=MAX_SIDE)
        title = self._next_title("photo", "My photo")
        return self._add(title, "your own photo", "Your own photo", image)

    def keep(self, image: Image.Image, origin: str) -> TrayPicture:
        """Take a result; ``origin`` tells how it came about: "Cat → sharpened"."""
        self._refuse_if_full()
        return self._add(self._next_title("result", "Result"), origin, f"Result: {origin}", image)

    def forget(self, title: str) -> None:
        """Drop an own picture."""
        self._own.pop(title, None)

    def _add(self, title: str, origin: str, alt: str, image: Image.Image) -> TrayPicture:
        code = f'images.load("{_file_name(title)}", max_side={{max_side}})'
        self._own[title] = TrayPicture(title, origin, alt, code, image)
        return self._own[title]

    def _next_title(self, kind: str, stem: str) -> str:
        self._count[kind] += 1
        return f"{stem} {self._count[kind]}"

    def _refuse_if_full(self) -> None:
        if len(self._own) >= MAX_OWN_PICTURES:
            raise TrayFullError(
                f"The tray holds {MAX_OWN_PICTURES} pictures of yours: forget one to make room."
            )


@lru_cache(maxsize=1)
def sample_titles() -> dict[str, str]:
    """Return the key of each sample by its title."""
    return {entry.title: key for key, entry in samples.SAMPLES.items()}


@lru_cache(maxsize=len(samples.SAMPLES))
def sample(key: str) -> TrayPicture:
    """Return a sample photo; the picture is shared and must not be changed."""
    entry = samples.SAMPLES[key]
    image = decoding.decode(samples.path(key), max_side=MAX_SIDE)
    code = f'samples.load("{key}", max_side={{max_side}})'
    return TrayPicture(entry.title, "sample photo", entry.alt, code, image, samples.path(key))


@lru_cache(maxsize=len(samples.SAMPLES))
def sample_thumbnail(key: str) -> bytes:
    """Return a small JPEG of a sample; large files decode small, so it is quick."""
    return _jpeg(decoding.decode(samples.path(key), max_side=THUMBNAIL_SIDE), THUMBNAIL_SIDE)


def _file_name(title: str) -> str:
    return title.lower().replace(" ", "-") + ".png"


def _jpeg(image: Image.Image, side: int) -> bytes:
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return encoding.jpeg(small)
