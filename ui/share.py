"""The button that copies the page's address, settings and all."""

from ui import components

_SHARE = components.register("share")


def copy_link(key: str) -> None:
    """Show a button that puts the page's permalink on the clipboard and says so."""
    _SHARE(key=key, data=components.pack({}), width="content")
