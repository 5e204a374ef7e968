"""Files from the internet, step by step, verified before they count as there."""

import hashlib
import http.client
import urllib.error
import urllib.request
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nnkit.errors import NnkitError

_CHUNK = 1 << 18
_TIMEOUT = 20.0  # seconds without a byte


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
    `digest`;
    stopping earlier leaves nothing behind. Raises DownloadError when no address worked.
    """
    problem = f"'{target.name}' has no address to fetch it from."
    for url in urls:
        try:
            yield from _fetch(url, target, algorithm, digest)
        except (OSError, http.client.HTTPException, ValueError) as error:
            problem = _sentence(target.name, error)
        except DownloadError as error:
            problem = str(error)
        else:
            return
    raise DownloadError(problem)


def _fetch(
    url: str, target: Path, algorithm: str, digest: str
) -> Generator[DownloadFrame, None, None]:
    part = target.with_name(target.name + ".part")
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


def _sentence(name: str, error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"'{name}' could not be fetched: the server answered {error.code}."
    return f"'{name}' could not be fetched: check this machine's connection to the internet."
