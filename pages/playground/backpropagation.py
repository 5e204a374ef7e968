"""One example through this network, forward and back, with every number to be seen."""

import streamlit as st

from nnkit import playground
from ui import (
    code_panel,
    permalinks,
    playground_controls,
    playground_numbers,
    playground_point,
    playground_recipe,
    playground_snippet,
    playground_trying,
)
from ui.guard import guard

NAN = (
    "This network has diverged: its numbers are too large to follow. Train it anew, or more slowly."
)


@st.fragment
@guard()
def show() -> None:
    """Show the way forward, one weight's chain, the check, the step, and all numbers."""
    run = playground_recipe.follow()
    st.markdown(
        "How does a network know which of its weights to blame? **Backpropagation** asks one "
        "question of each: *if you grew a little, would the loss grow?* Here you can follow the "
        f"answer through **your own network**, as it stands after epoch {run.shown.epoch}."
    )
    if run.shown.has_diverged:
        st.warning(NAN, icon=":material/info:")
        return
    example = playground_point.choose(run.points)
    told = playground.explain(run.points, run.network, run.training, run.shown, example)
    names = playground_numbers.Names.of(run.network, run.points)
    left, right = st.columns([2, 3], gap="large")
    with left:
        playground_point.show(run.points, example)
    with right:
        st.markdown("#### Forward: what it says")
        st.markdown(playground_numbers.forward(told, names))
        st.markdown(playground_point.judged(run.points, example, told, run.training.loss))
    st.markdown("#### Back: one weight, step by step")
    chain = _choose(names)
    steps = told.layers[chain.layer]
    left, right = st.columns([3, 2], gap="large")
    with left:
        playground_numbers.worked(told, names, chain)
    with right:
        st.markdown("**Is it true?** Three ways that know nothing of each other:")
        playground_numbers.check(chain, steps)
        st.markdown(playground_numbers.agreement(told))
    optimiser = playground_controls.OPTIMISERS[run.training.optimiser]
    st.markdown(playground_numbers.step(told, chain, optimiser, run.training.learning_rate))
    with st.expander(f"All numbers of {names.layers[chain.layer]}", icon=":material/table:"):
        sources, to = names.columns[chain.layer], names.columns[chain.layer + 1]
        playground_numbers.table(playground_numbers.neurons_table(steps, to))
        playground_numbers.table(playground_numbers.weights_table(steps, sources, to))
    st.markdown("#### Why not simply try?")
    st.markdown(
        "A central difference makes the weight a little larger, then a little smaller, and divides "
        "the difference of the two losses by the way between. It needs no chain rule, but two runs "
        "of the network *for every weight*; backpropagation gets all slopes for the price of about "
        "two. And how little is a little?"
    )
    place = (example, chain.layer, chain.to, chain.source)
    curve = playground.step_errors(run.points, run.network, run.training, run.shown, *place)
    playground_trying.chart(curve)
    st.caption(playground_trying.in_words(curve))
    code_panel.show_code(
        code_panel.snippet(
            "playground",
            *playground_snippet.lines(run),
            f"told = playground.explain(points, network, training, frame, example={example})",
            "print(told.loss, told.new_loss, told.disagreement)",
            f"print(told.layers[{chain.layer}].chain.weights)",
            f"print(playground.step_errors(points, network, training, frame, {str(place)[1:-1]}))",
        )
    )


def _choose(names: playground_numbers.Names) -> playground_numbers.Chain:
    """Ask for a layer, a neuron in it and where the weight comes from."""
    layers = list(names.layers)
    first, second, third = st.columns(3)
    with first:
        layer = layers.index(permalinks.selectbox("Layer", layers, key="chain_layer"))
    to = list(names.columns[layer + 1])
    sources = [*names.columns[layer], playground_numbers.BIAS]
    with second:
        neuron = to.index(permalinks.selectbox("To the neuron", to, key=f"chain_to_{layer}"))
    with third:
        place = sources.index(
            permalinks.selectbox("The weight from", sources, key=f"chain_from_{layer}")
        )
    return playground_numbers.Chain(layer, neuron, place if place < len(sources) - 1 else None)
