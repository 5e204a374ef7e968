"""Verified weights: every file is listed in a manifest with its sha256 and is checked at load.

Nothing is ever unpickled freely: own weights are safetensors, third-party ``.pth`` files are read
with ``weights_only=True`` and only when their sha256 is the pinned one.
"""

import hashlib
import io
import json
import pickle
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NotRequired, TypedDict, Unpack

import torch
from safetensors import SafetensorError
from safetensors.torch import load as decode_safetensors
from safetensors.torch import save as encode_safetensors

from nnkit.errors import WeightsError

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Entry:
    """One line of the manifest: a weights file, how it was made and what was measured."""

    file: str
    sha256: str
    size: int
    description: str
    source: str
    licence: str
    command: str
    date: str
    metrics: Mapping[str, Any] = field(default_factory=dict)


class About(TypedDict):
    """What `save` is told about a file: the words of its entry, and the folder to put it in."""

    description: str
    source: str
    licence: str
    command: str
    date: str
    metrics: NotRequired[Mapping[str, Any]]
    folder: NotRequired[Path | None]


def directory() -> Path:
    """Return the folder of the weights: inside the installed package, or beside it in a checkout.

    Raises WeightsError when neither is there.
    """
    package = Path(__file__).parent
    for folder in (package / "_weights", package.parent / "weights"):
        if (folder / MANIFEST).is_file():
            return folder
    raise WeightsError("The weights folder is missing: install nnkit again or clone it afresh.")


def manifest(folder: Path | None = None) -> dict[str, Entry]:
    """Return all entries by name. Raises WeightsError when the manifest cannot be read."""
    path = (folder or directory()) / MANIFEST
    try:
        lines = json.loads(path.read_text(encoding="utf-8"))
        return {name: Entry(**line) for name, line in lines.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise WeightsError("The weights manifest cannot be read: install nnkit again.") from error


def load(
    name: str, device: torch.device | str = "cpu", folder: Path | None = None
) -> dict[str, torch.Tensor]:
    """Return the tensors of one entry after checking its sha256.

    Raises WeightsError for an unknown name, a missing file or a single wrong byte.
    """
    try:
        tensors = decode_safetensors(read(name, folder))
    except SafetensorError as error:
        raise WeightsError(f"'{name}' is not a safetensors file.") from error
    return {key: tensor.to(device) for key, tensor in tensors.items()}


def read(name: str, folder: Path | None = None) -> bytes:
    """Return the file of one entry as it is, whatever it holds, after checking its sha256.

    Raises WeightsError as `load` does.
    """
    folder = folder or directory()
    entries = manifest(folder)
    if name not in entries:
        raise WeightsError(f"There are no weights named '{name}'; known: {', '.join(entries)}.")
    return _verified(folder / entries[name].file, entries[name].sha256)


def save(name: str, tensors: Mapping[str, torch.Tensor], **about: Unpack[About]) -> Entry:
    """Write ``name.safetensors`` and its manifest entry, replacing an older one."""
    content = encode_safetensors({key: t.detach().cpu().contiguous() for key, t in tensors.items()})
    return save_bytes(name, "safetensors", content, **about)


def save_bytes(name: str, suffix: str, content: bytes, **about: Unpack[About]) -> Entry:
    """Write ``name.suffix`` and its manifest entry, replacing an older one."""
    folder = about.get("folder") or directory()
    folder.mkdir(parents=True, exist_ok=True)
    entry = Entry(
        file=f"{name}.{suffix}",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        description=about["description"],
        source=about["source"],
        licence=about["licence"],
        command=about["command"],
        date=about["date"],
        metrics=dict(about.get("metrics") or {}),
    )
    entries = manifest(folder) if (folder / MANIFEST).is_file() else {}
    entries[name] = entry
    (folder / entry.file).write_bytes(content)
    lines = {key: asdict(value) for key, value in sorted(entries.items())}
    (folder / MANIFEST).write_text(json.dumps(lines, indent=2) + "\n", encoding="utf-8")
    return entry


def load_third_party(path: Path | str, sha256: str) -> dict[str, torch.Tensor]:
    """Return the tensors of a ``.pth`` file whose sha256 is the pinned one, or begins with it.

    Raises WeightsError when the file is missing, differs, or holds anything but tensors.
    """
    content = _verified(Path(path), sha256)
    try:
        state: dict[str, torch.Tensor] = torch.load(
            io.BytesIO(content), map_location="cpu", weights_only=True
        )
    except (RuntimeError, pickle.UnpicklingError, EOFError) as error:
        raise WeightsError(f"'{Path(path).name}' holds no readable weights.") from error
    return state


def _verified(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WeightsError(
            f"The weights file '{path.name}' is missing: install nnkit again."
        ) from error
    if not hashlib.sha256(content).hexdigest().startswith(sha256):
        raise WeightsError(
            f"The weights file '{path.name}' is damaged or not the one expected: install it again."
        )
    return content
