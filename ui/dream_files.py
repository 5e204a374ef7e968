"""Settings out of a dream's own PNG."""

from io import BytesIO
from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image

from nnkit import vision
from nnkit.errors import NnkitError, SettingsError
from ui import dream_controls, dream_restoring, guard, notes, tray

if TYPE_CHECKING:
    from nnkit.dream.export import Recipe

_TOLD = "_dream_file_word"
_NO_GUIDE = (
    "That dream borrowed from a photo that is not in its file, as photos of your own never are: "
    "choose it as the picture to borrow from."
)
_NO_MASK = "It was kept to a painted part, which is not in its file: paint that part anew."


def take_back() -> None:
    """Offer to read the settings out of a dream's PNG and set the controls to them."""
    turn = st.session_state.setdefault("_dream_file_turn", 0)
    with st.popover("From a dream's PNG", icon=":material/settings_backup_restore:"):
        st.file_uploader(
            "Drop a PNG downloaded here to get its settings back",
            key=f"_dream_file_{turn}",
            on_change=_restore,
            args=(f"_dream_file_{turn}",),
        )


def say_what_is_missing() -> None:
    """Tell why the last file gave no settings, or which part of the dream it cannot give."""
    if sentence := st.session_state.get(_TOLD):
        st.warning(guard.plain(sentence), icon=":material/info:")


def _restore(key: str) -> None:
    from nnkit.dream import export

    upload = st.session_state.get(key)
    if upload is None:
        return
    st.session_state["_dream_file_turn"] += 1
    st.session_state.pop(_TOLD, None)
    content = upload.getvalue()
    try:
        found = export.settings_of(content)
        if found is None:
            raise SettingsError("This picture carries no dream settings: drop a PNG made here.")
        _set_controls(found, max(Image.open(BytesIO(content)).size))
    except NnkitError as error:
        st.session_state[_TOLD] = str(error)


def _set_controls(found: "Recipe", side: int) -> None:
    guide = found.guide if found.guide in tray.sample_titles() else None
    is_here = vision.zoo.is_on_disk(found.network)
    network = vision.load(found.network) if is_here else None
    fits = dream_restoring.restore(found.settings, network, guide)
    st.session_state.update(network=found.network, masked=found.is_masked)
    if side in dream_controls.SIDES:
        st.session_state["size"] = side
    word = "The settings of that dream are set." if fits else (
        "The settings of that dream are set, as near as these controls come to them."
    )  # fmt: skip
    notes.say(word, icon=":material/settings_backup_restore:")
    absent = {
        _NO_GUIDE: found.guide != guide,
        _NO_MASK: found.is_masked,
        _earlier(found.earlier): found.earlier > 0,
    }
    st.session_state[_TOLD] = " ".join(sentence for sentence, is_so in absent.items() if is_so)


def _earlier(count: int) -> str:
    others = "an earlier dream, whose" if count == 1 else f"{count} earlier dreams, whose"
    return f"It went on from {others} settings are not in its file: these are the last one's."
