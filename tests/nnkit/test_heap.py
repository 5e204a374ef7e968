"""Freed memory stays with the process, and it knows how much that is."""

import subprocess
import sys

import pytest

from nnkit import heap


def test_other_systems_have_no_such_memory(monkeypatch):
    monkeypatch.setattr(heap.sys, "platform", "win32")
    assert not heap.reuse()
    assert heap.kept() == 0


@pytest.mark.skipif(not heap.kept(), reason="only glibc tells")
def test_what_was_freed_is_kept_and_counted():
    code = (
        "import torch; from nnkit import heap; heap.reuse(); before = heap.kept();"
        "a = torch.ones(50_000_000); during = heap.kept(); del a;"
        "print(heap.kept() - max(before, during))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(run.stdout) > 190_000_000  # of 200
