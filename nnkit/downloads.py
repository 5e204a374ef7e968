"""Files from the internet, step by step, verified before they count as there."""

import errno
import hashlib
import http.client
import urllib.error
import urllib.request
import uuid
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from nnkit.errors import NnkitError

_CHUNK = 1 << 18
_TIMEOUT = 20.0  # seconds without a byte
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS)


class DownloadError(NnkitError):
    """A file could not be fetched whole, or is not the one expected."""


@dataclass(frozen=True)
class DownloadFrame:
    """`step` of `total` bytes are there; `total` is 0 where the server does not tell it."""

    step: int
    total: int


def fetch(
    urls: Sequence[str], target: Path, *, algorithm: str, digest: str
) -> Generator[DownloadFrame, None, None]:
    """Fetch one file from the first of `urls` that gives it, and yield progress.

    It stands at `target` only when its digest (hashlib's `algorithm`, hexadecimal) begins with
    `digest`; stopping earlier leaves nothing behind. Raises DownloadError when no address worked.
    """
    problem = f"'{target.name}' has no address to fetch it from."
    for url in urls:
        try:
            yield from _fetch(url, target, algorithm, digest)
        except (OSError, http.client.HTTPException, ValueError) as error:
            problem = _sentence(target, error)
        except DownloadError as error:
            problem = str(error)
        else:
            return
    raise DownloadError(problem)


def show(frames: Iterable[DownloadFrame], title: str) -> None:
    """Take a download to its end with a progress bar, where there is a terminal to draw it in."""
    with tqdm(desc=title, unit="B", unit_scale=True, disable=None) as bar:
        for frame in frames:
            bar.total = frame.total or None
            bar.update(frame.step - bar.n)


def _fetch(
    url: str, target: Path, algorithm: str, digest: str
) -> Generator[DownloadFrame, None, None]:
    # A name of its own: two visitors may fetch the same file at the same time.
    part = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    summary, done = hashlib.new(algorithm, usedforsecurity=False), 0
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT) as answer, part.open("wb") as file:
            total = int(answer.headers.get("Content-Length") or 0)
            while chunk := answer.read(_CHUNK):
                file.write(chunk)
                summary.update(chunk)
                done += len(chunk)
                yield DownloadFrame(done, total)
        if done < total:
            raise DownloadError(
                f"The download of '{target.name}' broke off after {done} of {total} bytes: "
                "try again."
            )
        if not summary.hexdigest().startswith(digest):
            raise DownloadError(
                f"The downloaded '{target.name}' is not the file expected: try again later."
            )
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _sentence(target: Path, error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"'{target.name}' could not be fetched: the server answered {error.code}."
    if isinstance(error, OSError) and error.errno in _DISK:
        return f"'{target.name}' could not be kept in '{target.parent}': {error.strerror}."
    return f"'{target.name}' could not be fetched: check this machine's connection to the internet."
