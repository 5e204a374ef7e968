"""What a component is given, taken apart as base.js does in the browser."""

import json
import struct
from typing import Any

from streamlit.testing.v1 import AppTest


def unpacked(app: AppTest, index: int = 0) -> dict[str, Any]:
    """What the page gave to its component number `index`."""
    assert not app.exception
    return unpack(app.get("bidi_component")[index].proto.bytes)


def unpack(payload: bytes) -> dict[str, Any]:
    """The header's entries, and `blobs`, one for each part."""
    start = 4 + struct.unpack("<I", payload[:4])[0]
    header: dict[str, Any] = json.loads(payload[4:start])
    header["blobs"] = []
    for length in header["lengths"]:
        header["blobs"].append(payload[start : start + length])
        start += length
    assert start == len(payload)
    return header
