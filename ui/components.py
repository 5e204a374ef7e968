"""Registers the components of ui/frontend and packs what they are given into one bytes payload."""

import json
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

FRONTEND = Path(__file__).parent / "frontend"


def register(name: str, *parts: str) -> ComponentRenderer:
    """Register a component once, when its Python module is imported.

    Its markup, style and script are `name`.html, .css and .js in ui/frontend; the first two may be
    missing. Streamlit gives every component a module of its own that cannot import a neighbour, so
    style and script are put together from base, the named `parts` and `name`, in this order.
    """
    stems = ("base", *parts, name)
    return st.components.v2.component(
        f"nnkit_{name}",
        html=_read(f"{name}.html"),
        css="\n".join(_read(f"{stem}.css") or "" for stem in stems),
        js="\n".join((FRONTEND / f"{stem}.js").read_text("utf-8") for stem in stems),
    )


def pack(header: Mapping[str, object], blobs: Iterable[bytes] = ()) -> bytes:
    """One payload of JSON and binary parts, which base.js unpacks.

    Length of the JSON (uint32, little endian), JSON, blobs one after another. Streamlit sends
    bytes as they are only when they are the whole `data`; inside JSON they would need base64.
    """
    parts = list(blobs)
    described = {**header, "lengths": [len(part) for part in parts]}
    text = json.dumps(described, allow_nan=False, separators=(",", ":")).encode()
    return b"".join((struct.pack("<I", len(text)), text, *parts))


def ignore() -> None:
    """Do nothing: Streamlit keeps only those component values that have a callback."""


def _read(file_name: str) -> str | None:
    path = FRONTEND / file_name
    return path.read_text("utf-8") if path.exists() else None
