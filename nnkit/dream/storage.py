"""The settings of a dream as text that travels inside its PNG file, and back."""

import json
import struct
import zlib
from dataclasses import asdict, dataclass, fields
from typing import Any, NoReturn

from nnkit.dream.settings import DreamSettings
from nnkit.errors import SettingsError
from nnkit.ranges import check_whole
from nnkit.vision import zoo

KEYWORD = "nnkit.dream"
VERSION = 1
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LONGEST = 16_384  # bytes; eight layers, all settings and a guide's name fill 800
MAX_NAME = 80
_MOST_EARLIER = 10_000
_FIELDS = {field.name for field in fields(DreamSettings)}
_DAMAGED = "The dream settings inside this PNG are damaged, so they cannot be restored."


@dataclass(frozen=True)
class Recipe:
    """What a dream was made with: a network of `nnkit.vision.zoo`, the settings, and what else.

    guide: what the picture is called that the dream borrowed from, 1 to 80 characters. is_masked:
    whether it was kept to a part of the picture. earlier, 0..10000: how many dreams came before it,
    each the start of the next. Neither that picture nor the mask nor the settings of those dreams
    are in the recipe: who restores it must have them. Raises SettingsError.
    """

    settings: DreamSettings
    network: str = zoo.DEFAULT
    guide: str | None = None
    is_masked: bool = False
    earlier: int = 0

    def __post_init__(self) -> None:
        """Check the names and the number."""
        check_whole("earlier", self.earlier, 0, _MOST_EARLIER)
        zoo.source(self.network)
        if self.guide is not None and not 1 <= len(self.guide) <= MAX_NAME:
            raise SettingsError(f"The name of a guide is 1 to {MAX_NAME} characters.")


def settings_of(png: bytes) -> Recipe | None:
    """Return what `to_png` wrote into a file; None for a picture that holds no such settings.

    No pixel is decoded. Raises SettingsError where the settings are damaged, out of range or of a
    later version.
    """
    chunk = _text_chunk(png)
    return None if chunk is None else from_text(chunk)


def to_text(recipe: Recipe) -> str:
    """Return the recipe as one line of JSON, ASCII alone."""
    content = {
        "version": VERSION,
        "network": recipe.network,
        "settings": asdict(recipe.settings),
        "guide": recipe.guide,
        "is_masked": recipe.is_masked,
        "earlier": recipe.earlier,
    }
    return json.dumps(content, allow_nan=False)


def from_text(text: bytes) -> Recipe:
    """Return the recipe of `to_text`. Raises SettingsError."""
    if len(text) > _LONGEST:
        raise SettingsError(_DAMAGED)
    try:
        content = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise SettingsError(_DAMAGED) from error
    match content:
        case {"version": int(version)} if version > VERSION:
            raise SettingsError("This dream was made by a later nnkit, in a way unknown here.")
        case {
            "version": 1,
            "network": str(network),
            "settings": dict(found),
            "guide": str() | None as guide,
            "is_masked": bool(is_masked),
        } if found.keys() == _FIELDS:
            earlier = content.get("earlier", 0)  # older files do not say
            settings = DreamSettings(**_with_tuples(found))
            return Recipe(settings, network, guide, is_masked, earlier)
    raise SettingsError(_DAMAGED)


def _with_tuples(found: dict[str, Any]) -> dict[str, Any]:
    """Turn JSON's lists of layers back into tuples; what is no list is left to be refused."""
    layers = found["layers"]
    if isinstance(layers, list):
        pairs = (tuple(pair) if isinstance(pair, list) else pair for pair in layers)
        return {**found, "layers": tuple(pairs)}
    return found


def _text_chunk(png: bytes) -> bytes | None:
    """Return the text stored under our keyword before the pixels."""
    if not png.startswith(_SIGNATURE):
        return None
    wanted, place = KEYWORD.encode() + b"\0", len(_SIGNATURE)
    while place + 12 <= len(png):
        length, kind = struct.unpack_from(">I4s", png, place)
        if kind in (b"IDAT", b"IEND"):
            return None
        content = png[place + 8 : place + 8 + length]
        if kind == b"tEXt" and content.startswith(wanted):
            checksum = png[place + 8 + length : place + 12 + length]
            if checksum != zlib.crc32(kind + content).to_bytes(4, "big"):
                raise SettingsError(_DAMAGED)
            return content[len(wanted) :]
        place += length + 12
    return None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
