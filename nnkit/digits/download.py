"""MNIST from the internet, from where torchvision has it."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from nnkit.digits.dataset import DatasetError, default_folder, mnist
from nnkit.downloads import DownloadError, DownloadFrame, fetch

SIZE = 11_594_722  # bytes of the four packed files


def download(
    folder: Path | None = None, mirrors: Sequence[str] | None = None
) -> Iterator[DownloadFrame]:
    """Fetch MNIST's four files (12 MB) into `folder`/MNIST/raw, unpack them, yield progress.

    Raises DatasetError where they cannot be had, whole and with torchvision's checksums.
    """
    from torchvision.datasets import MNIST
    from torchvision.datasets.utils import extract_archive

    raw = (folder or default_folder()) / "MNIST" / "raw"
    done = 0
    for name, digest in MNIST.resources:
        archive, last = raw / name, 0
        try:
            addresses = [f"{mirror}{name}" for mirror in mirrors or MNIST.mirrors]
            with contextlib.closing(
                fetch(addresses, archive, algorithm="md5", digest=digest)
            ) as frames:
                for frame in frames:
                    last = frame.step
                    yield DownloadFrame(min(done + last, SIZE), SIZE)
            extract_archive(str(archive), str(raw), remove_finished=True)
        except (DownloadError, OSError) as error:
            raise DatasetError(f"MNIST could not be downloaded: {error}") from error
        done += last
    mnist.cache_clear()
    yield DownloadFrame(SIZE, SIZE)
