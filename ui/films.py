"""A run of pictures as a film to download."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from torch import Tensor

FPS = 12


def downloads(pictures: Sequence[bytes], name: str, *, key: str) -> None:
    """Offer JPEG or PNG pictures as "nnkit-{name}", a GIF and an MP4, made when asked for."""
    from nnkit import films

    def decoded() -> "Iterator[Tensor]":
        from nnkit import images

        return (images.load(picture) for picture in pictures)

    with st.container(horizontal=True):
        _button(name, lambda: films.to_gif(decoded(), FPS), "gif", "image/gif", key)
        _button(name, lambda: films.to_mp4(decoded(), FPS), "mp4", "video/mp4", key)


def _button(name: str, make: Callable[[], bytes], ending: str, mime: str, key: str) -> None:
    st.download_button(
        ending.upper(),
        make,
        f"nnkit-{name}.{ending}",
        mime,
        key=f"{key}_{ending}",
        on_click="ignore",
        icon=":material/download:",
    )
