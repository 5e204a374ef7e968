"""The arrows run one way: app -> pages -> ui -> nnkit."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("nnkit", "ui", "pages", "app")  # each may import itself and those before it


def imports(path):
    """Names of all modules that a file imports, wherever in the file."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # A relative import stays within its own layer.
            names.add(node.module if node.level == 0 else path.relative_to(ROOT).parts[0])
    return {name.split(".")[0] for name in names}


def files():
    yield "app", ROOT / "app.py"
    for layer in ("pages", "ui", "nnkit"):
        for path in sorted((ROOT / layer).rglob("*.py")):
            yield layer, path


@pytest.mark.parametrize(("layer", "path"), list(files()), ids=lambda value: str(value))
def test_no_file_imports_from_above(layer, path):
    above = set(LAYERS[LAYERS.index(layer) + 1 :])
    if layer == "nnkit":
        above.add("streamlit")
    if layer in ("pages", "app"):
        above |= {"torch", "torchvision", "numpy", "cv2"}  # a page holds no maths
    assert not imports(path) & above


def test_nnkit_works_where_streamlit_is_missing():
    code = (
        "import sys; sys.modules['streamlit'] = None\n"
        "import nnkit\n"
        "for name in sorted(nnkit._SUBMODULES): getattr(nnkit, name)\n"
        "print(nnkit.convolution.convolve(nnkit.samples.load('cat'),"
        " nnkit.kernels.PRESETS['box'].make()).shape)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "torch.Size([1, 3," in run.stdout


def test_no_page_waits_for_torch_before_its_first_word():
    used = {
        f"ui.{alias.name}"
        for path in (ROOT / "app.py", *(ROOT / "pages").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "ui"
        for alias in node.names
    }
    assert {"ui.tabs", "ui.previews", "ui.network_choice"} <= used
    code = f"import sys, {', '.join(sorted(used))}; print('torch' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.stdout.strip() == "False", run.stderr


def test_a_page_names_tabs_that_exist_and_leaves_none_out():
    named = {
        value.value
        for path in (ROOT / "pages").glob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "TABS"
        for value in node.value.values
    }
    there = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "pages").glob("*/*.py")
        if "def show()" in path.read_text()
    }
    assert named == there - {"pages.convolution.learned_filters"}, "the last is part of a tab"


def test_pages_stay_stories():
    for path in (ROOT / "pages").rglob("*.py"):
        assert len(path.read_text().splitlines()) <= 120, f"{path} has grown too long"
