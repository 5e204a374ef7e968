"""Controls that live in the URL: a copied link brings back exactly this page.

Streamlit binds a widget to the query parameter named as its key, leaves out defaults and drops
what it cannot use. These thin wrappers add one thing: a quiet note when something was dropped.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from ui import notes

Option = TypeVar("Option")

_NOTE = (
    "Part of this link could not be understood, so the usual setting is used there. "
    "Everything else is as in the link."
)


def selectbox(
    label: str,
    options: Sequence[Option],
    *,
    key: str,
    default: Option | None = None,
    format_func: Callable[[Option], str] = str,
    **settings: Any,
) -> Option:
    """Show a menu; the URL carries the option's shown text."""
    _check(key, lambda text: text in {format_func(option) for option in options})
    chosen: Option = st.selectbox(
        label,
        options,
        index=0 if default is None else list(options).index(default),
        format_func=format_func,
        key=key,
        bind="query-params",
        **settings,
    )
    return chosen


def choice(
    label: str,
    options: Sequence[Option],
    *,
    key: str,
    default: Option | None = None,
    format_func: Callable[[Option], str] = str,
    **settings: Any,
) -> Option:
    """Show a row of buttons of which one is pressed; the URL carries its text."""
    _check(key, lambda text: text in {format_func(option) for option in options})
    chosen = st.segmented_control(
        label,
        options,
        default=options[0] if default is None else default,
        format_func=format_func,
        key=key,
        bind="query-params",
        required=True,
        wrap=True,
        **settings,
    )
    return options[0] if chosen is None else chosen


def several(
    label: str,
    options: Sequence[Option],
    *,
    key: str,
    default: Sequence[Option],
    **settings: Any,
) -> list[Option]:
    """Show a row of buttons of which any number may be pressed; the URL carries their texts."""
    _check(key, lambda text: text in {str(option) for option in options})
    return st.pills(
        label, options, selection_mode="multi", default=list(default), key=key,
        bind="query-params", **settings,
    )  # fmt: skip


def slider(
    label: str,
    low: float,
    high: float,
    default: float,
    *,
    key: str,
    step: float | None = None,
    **settings: Any,
) -> Any:
    """Show a slider; the URL carries its number. Where nothing can be chosen, show none."""
    if high <= low:
        return low
    _check(key, lambda text: _is_number_between(text, low, high))
    return st.slider(label, low, high, default, step=step, key=key, bind="query-params", **settings)


def stops(
    label: str, options: Sequence[Option], *, key: str, default: Option, **settings: Any
) -> Option:
    """Show a slider that stops at these options alone; the URL carries the option's text."""
    _check(key, lambda text: text in {str(option) for option in options})
    chosen: Option = st.select_slider(
        label, options, default, key=key, bind="query-params", **settings
    )
    return chosen


def toggle(label: str, *, key: str, default: bool = False, **settings: Any) -> bool:
    """Show a switch; the URL carries true or false."""
    _check(key, lambda text: text.lower() in {"true", "false", "1", "0"})
    return st.toggle(label, value=default, key=key, bind="query-params", **settings)


def text(
    label: str,
    *,
    key: str,
    default: str = "",
    is_valid: Callable[[str], bool] = lambda _: True,
    **settings: Any,
) -> str:
    """Show a line of text; an invalid one from a URL is replaced before it is shown."""
    if not _check(key, is_valid):
        # The widget would take the URL's text in this very run: only a new run begins without it.
        del st.query_params[key]
        st.rerun()
    return st.text_input(label, default, key=key, bind="query-params", **settings) or ""


def expander(label: str, *, key: str, **settings: Any) -> ExpanderContainer:
    """Show a box that opens; ask its ``.open`` and fill it only then."""
    _check(key, lambda text: text.lower() in {"true", "false", "1", "0"})
    return st.expander(label, key=key, on_change="rerun", bind="query-params", **settings)


def note(message: str = _NOTE) -> None:
    """Tell the visitor quietly, once a visit, that a part of the link was not used."""
    notes.say(message, icon=":material/link_off:", once=True)


def _check(key: str, is_valid: Callable[[str], bool]) -> bool:
    """Return whether the URL's value may stand; tell the visitor when it may not."""
    raw = st.query_params.get(key)
    is_known = key in st.session_state  # the URL lags behind a control that is being used
    if is_known or raw is None or raw == "" or is_valid(raw):
        return True
    note()
    return False


def _is_number_between(text: str, low: float, high: float) -> bool:
    try:
        number = float(text)
    except ValueError:
        return False
    return math.isfinite(number) and low <= number <= high
