"""The fourth tab: gradient descent finds the kernel from a picture before and after."""

import streamlit as st

from nnkit import convolution, images, kernels
from ui import (
    code_panel,
    display,
    job_view,
    kernel_tables,
    learning,
    permalinks,
    picture,
    player,
    quiz,
)
from ui.guard import guard

WATCH, GUESS = "Watch it learn", "Guess the hidden kernel"
TITLES = {preset.title: name for name, preset in kernels.PRESETS.items()}


@guard()
def show() -> None:
    """Show the tab; the job's view stands last because it follows the run."""
    st.markdown(
        "Here is a picture **before** and **after** a filter. Which kernel was it? A convolutional "
        "neuron starts with random numbers, compares its own picture with the *after*, and nudges "
        "every number a little in the direction that makes the error smaller. That is **gradient "
        "descent**, and it is how every network on these pages got its filters."
    )
    mode = permalinks.choice("Mode", [WATCH, GUESS], key="mode", label_visibility="collapsed")
    a, b, c = st.columns(3)
    with a:
        if mode == WATCH:
            sobel = kernels.PRESETS["sobel_x"].title
            title = permalinks.selectbox("Hidden kernel", list(TITLES), key="hidden", default=sobel)
            name = TITLES[title]
        else:
            number = permalinks.slider("Riddle number", 1, 50, 1, key="riddle")
            name = quiz.hidden_kernel(number)
    with b:
        steps = permalinks.slider("Steps", 20, 400, 200, key="steps", step=20)
    with c:
        seed = permalinks.slider("Seed of the random start", 0, 20, 0, key="seed")

    before = images.to_grey(picture.tensor())
    target = kernels.PRESETS[name].make()
    after = convolution.convolve(before, target, padding="reflect")
    left, right = st.columns(2)
    with left:
        display.photo(before, alt=f"Before: {picture.current().alt}", caption="Before")
    with right:
        display.photo(convolution.display(after, "signed"), alt="After the hidden kernel.",
                      caption="After (grey is zero)")  # fmt: skip
    if mode == GUESS and not quiz.guess(name, TITLES, key=f"guess_{number}"):
        st.caption("Make your guess first. Then let the neuron find out.")
        return

    settings = {"size": len(target), "steps": steps, "seed": seed}
    job = job_view.run_job(
        "learn_kernel",
        (picture.current().title, name, steps, seed),
        lambda: convolution.learn_kernel(before, after, **settings),
        learning.encode,
        steps,
        learning.show,
        start_label="Learn the kernel",
        can_pause=True,
        keep_picture=False,
    )
    if job is None or not job.over or job.latest is None:
        return
    found = job.latest
    player.player(learning.bundle(job.history), key="learn_player")
    kernel_tables.compare(target.tolist(), found.kernel, names=("hidden kernel", "learned kernel"))
    learned = kernels.parse(kernels.format_kernel(found.kernel))
    result = convolution.display(convolution.convolve(before, learned, padding="reflect"), "signed")
    code = code_panel.snippet(
        "convolution, images, kernels, samples",
        picture.code(),
        "before = images.to_grey(picture)",
        f'hidden = kernels.PRESETS["{name}"].make()',
        'after = convolution.convolve(before, hidden, padding="reflect")',
        f"run = {code_panel.call(convolution.learn_kernel, 'before', 'after', **settings)}",
        f"frame = next(frame for frame in run if frame.step == {found.step})",
        "learned = kernels.parse(kernels.format_kernel(frame.kernel))",
        'seen = convolution.convolve(before, learned, padding="reflect")',
        'result = convolution.display(seen, "signed")',
    )
    code_panel.show(code_panel.Result(result, "learned kernel", code), key="learned_kernel")
