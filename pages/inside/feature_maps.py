"""The third tab: every layer's maps of the picture, and a card for the neuron behind each map."""

import streamlit as st

from ui import gallery, inside_card, inside_look, inside_maps, inside_wish, permalinks
from ui.guard import guard

DEFAULT = 2  # the layer to begin with: small enough to be new, large enough to be recognised


@guard()
def show() -> None:
    """Show a layer's maps; below them the chosen neuron's card."""
    st.markdown(
        "Behind the first layer stand many more, each looking at the maps of the one before. Go "
        "**deeper** layer by layer: your picture shrinks, and what is left is less and less *how "
        "it looks* and more and more *what it is*. Touch a map to meet the neuron that made it."
    )
    network = inside_look.network()
    titles = {layer.title: layer for layer in network.layers}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = permalinks.selectbox(
            "Layer",
            list(titles),
            key="depth",
            default=network.layers[DEFAULT].title,
            on_change=_forget_neuron,
        )
        _deeper(list(titles), title)
    layer = titles[title]
    st.markdown(inside_maps.depth(layer))
    maps = network.activations(inside_look.seen(), layer.name)[0]
    order = inside_maps.order(maps, inside_wish.portraits(network.name, layer.name))
    names = [inside_maps.name(channel) for channel in order]
    sheet, controls = st.container(), st.container(horizontal=True, vertical_alignment="bottom")
    with controls:
        chosen = permalinks.selectbox("Neuron", names, key="neuron")
        shows_all = permalinks.toggle(f"Show all {layer.channels} maps", key="all_maps")
    channel = order[names.index(chosen)]
    with sheet:
        items = inside_maps.items(maps, inside_maps.shown(order, channel, shows_all))
        _sheet(items, chosen, key=f"maps_{layer.name}")
    inside_card.show(network, layer, channel)


def _sheet(items: list[gallery.Item], chosen: str, key: str) -> None:
    gallery.gallery(
        items,
        selected=chosen,
        columns_min_px=88,
        key=key,
        on_chosen_change=lambda: _choose(gallery.chosen(key, items)),
    )
    st.caption(inside_maps.LEGEND)


def _deeper(titles: list[str], title: str) -> None:
    """Show the button to the next layer."""
    place = titles.index(title) + 1
    st.button(
        "Deeper",
        key="deeper",
        icon=":material/arrow_downward:",
        disabled=place == len(titles),
        on_click=_go_to,
        args=(titles[min(place, len(titles) - 1)],),
    )


def _go_to(title: str) -> None:
    _forget_neuron()
    st.session_state["depth"] = title


def _choose(chosen: str | None) -> None:
    if chosen is not None:
        st.session_state["neuron"] = chosen


def _forget_neuron() -> None:
    st.session_state.pop("neuron", None)
