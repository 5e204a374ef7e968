"""The picture tray in the sidebar: one current picture, the same on every page."""

from typing import TYPE_CHECKING, cast

import streamlit as st
from PIL import Image

from nnkit import samples
from nnkit.errors import NnkitError
from ui import display, gallery, guard, notes, permalinks, tray
from ui.tray import Tray, TrayPicture

if TYPE_CHECKING:
    from torch import Tensor

KEY = "picture"
DEFAULT = "Cat"
PRIVACY = (
    "Your pictures stay in the memory of this visit: they are not saved, not shared, and gone "
    "when you close the tab."
)
_FOREIGN = (
    "This link was made with a picture of somebody's own, which never leaves their visit. "
    "Add the same photo to see the same result."
)


def visit() -> Tray:
    """Return the tray of this visit."""
    return cast(Tray, st.session_state.setdefault("_tray", Tray()))


def current() -> TrayPicture:
    """Return the picture that every page works on."""
    chosen = visit().find(st.session_state.get(KEY, DEFAULT))
    return chosen or tray.sample(tray.sample_titles()[DEFAULT])


def tensor(max_side: int = 512) -> "Tensor":
    """Return the current picture as [1, 3, H, W] in 0..1, its longest side at most ``max_side``."""
    return load(current(), max_side)


def load(picture: TrayPicture, max_side: int = 512) -> "Tensor":
    """Return any picture of the tray as a tensor; the last one asked for is remembered."""
    from nnkit import images

    remembered = st.session_state.get("_tray_tensor")
    if remembered is None or remembered[0] != (picture, max_side):
        remembered = ((picture, max_side), images.load(picture.source, max_side=max_side))
        st.session_state["_tray_tensor"] = remembered
    return cast("Tensor", remembered[1])


def code(max_side: int = 512) -> str:
    """Return the line of Python that loads the current picture just as the page does."""
    return f"picture = {current().code.format(max_side=max_side)}"


def keep(image: Image.Image, origin: str) -> None:
    """Put a result into the tray and tell the visitor."""
    try:
        kept = visit().keep(image, origin)
    except NnkitError as error:
        notes.say(str(error), icon=":material/info:")
        return
    notes.say(f"Kept in the tray as {kept.title}.", icon=":material/inventory_2:")


def sidebar() -> None:
    """Show the current picture and the ways to another."""
    with st.sidebar:
        _select()
        _current()
        _gallery()
        _own_photo()
        _kept()
        st.caption(PRIVACY)


def _select() -> None:
    titles = visit().titles
    raw = st.query_params.get(KEY)
    is_foreign = raw and raw not in titles and raw.startswith(("My photo ", "Result "))
    if is_foreign and KEY not in st.session_state:  # later it is one that was just forgotten
        permalinks.note(_FOREIGN)
        del st.query_params[KEY]
    permalinks.selectbox("Picture", titles, key=KEY, default=DEFAULT, on_change=_forget_error)


def _current() -> None:
    picture = current()
    st.image(
        display.data_url(picture.thumbnail(480)),
        caption=picture.origin,
        alt=picture.alt,
        width="stretch",
    )


def _gallery() -> None:
    """Offer the samples; their pictures are decoded only when the visitor asks for them."""
    box = st.popover(
        "Sample photos",
        icon=":material/photo_library:",
        width="stretch",
        key="_gallery_box",
        on_change="rerun",
    )
    if not box.open:
        return
    items = [
        gallery.Item(title, title, tray.sample_thumbnail(key), samples.SAMPLES[key].alt)
        for title, key in tray.sample_titles().items()
    ]
    with box:
        gallery.gallery(
            items,
            selected=current().title,
            key="_gallery",
            on_chosen_change=lambda: _choose(gallery.chosen("_gallery", items)),
        )


def _choose(chosen: str | None) -> None:
    if chosen is not None:
        _forget_error()
        st.session_state[KEY] = chosen


def _own_photo() -> None:
    turn = st.session_state.setdefault("_upload_turn", 0)  # a new key empties the widget
    st.file_uploader(
        "Use a photo of your own",
        type=None,
        key=f"_upload_{turn}",
        on_change=_take,
        args=(f"_upload_{turn}",),
        help="JPEG, PNG, WebP, BMP, TIFF or GIF, at most 25 MB.",
    )
    if st.toggle("Use the camera", key="_camera_on"):
        st.camera_input(
            "Take a photo", key=f"_camera_{turn}", on_change=_take, args=(f"_camera_{turn}",)
        )
    if sentence := st.session_state.get("_tray_error"):
        st.warning(guard.plain(sentence), icon=":material/info:")


def _take(key: str) -> None:
    """Add the file of an uploader or a camera to the tray, or remember why it could not be."""
    upload = st.session_state.get(key)
    if upload is None:
        return
    st.session_state["_upload_turn"] += 1
    _forget_error()
    try:
        st.session_state[KEY] = visit().add_photo(upload.getvalue()).title
    except NnkitError as error:
        st.session_state["_tray_error"] = str(error)


def _forget_error() -> None:
    st.session_state.pop("_tray_error", None)


def _kept() -> None:
    for picture in visit().own:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.image(display.data_url(picture.thumbnail(56)), alt=picture.alt, width=48)
            st.text(picture.lineage)
            st.download_button(
                "Download",
                picture.png,
                picture.file_name,
                "image/png",
                key=f"_download_{picture.title}",
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
            )
            st.button(
                "Forget",
                key=f"_forget_{picture.title}",
                on_click=_forget,
                args=(picture.title,),
                type="tertiary",
                icon=":material/delete:",
            )


def _forget(title: str) -> None:
    visit().forget(title)
    if st.session_state.get(KEY) == title:
        st.session_state[KEY] = DEFAULT
