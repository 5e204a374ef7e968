"""Snippets are short Python that names only what was changed."""

from nnkit import convolution
from ui import code_panel


def test_a_call_leaves_out_defaults():
    text = code_panel.call(convolution.convolve, "picture", "kernel", stride=1, padding="reflect")
    assert text == "convolution.convolve(picture, kernel, padding='reflect')"


def test_a_snippet_is_valid_python():
    text = code_panel.snippet("convolution, images", "a = 1", "result = a")
    compile(text, "snippet", "exec")
    assert text.startswith("from nnkit import convolution, images\n\n")
