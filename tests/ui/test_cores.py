"""A heavy job gets all cores for its own steps only."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import torch

from ui import cores

ROOT = Path(__file__).resolve().parents[2]


def run_on_thread(action):
    results = []
    thread = threading.Thread(target=lambda: results.append(action()))
    thread.start()
    thread.join()
    return results[0]


def test_threads_are_many_inside_a_step_and_one_between(monkeypatch):
    monkeypatch.setattr(cores, "count", lambda: 3)

    def frames():
        for _ in range(2):
            yield torch.get_num_threads()

    def run():
        torch.set_num_threads(1)
        return [(inside, torch.get_num_threads()) for inside in cores.on_all_cores(frames())]

    assert run_on_thread(run) == [(3, 1), (3, 1)]


def test_a_failing_step_and_a_closed_run_go_back_to_one_thread(monkeypatch):
    monkeypatch.setattr(cores, "count", lambda: 3)
    closed = []

    def failing():
        try:
            yield 1
            raise ValueError("broken")
        finally:
            closed.append(True)

    def run():
        torch.set_num_threads(1)
        steps = cores.on_all_cores(failing())
        next(steps)
        with pytest.raises(ValueError, match="broken"):
            next(steps)
        after_failure = torch.get_num_threads()
        steps = cores.on_all_cores(failing())
        next(steps)
        steps.close()
        return after_failure, torch.get_num_threads()

    assert run_on_thread(run) == (1, 1)
    assert closed == [True, True]


def test_other_threads_keep_their_own_number(monkeypatch):
    monkeypatch.setattr(cores, "count", lambda: 3)

    def run():
        torch.set_num_threads(1)

        def frames():
            yield run_on_thread(lambda: (torch.set_num_threads(1), torch.get_num_threads())[1])
            yield torch.get_num_threads()

        return list(cores.on_all_cores(frames()))

    assert run_on_thread(run) == [1, 3]


def test_threads_do_not_spin_unless_one_wants_them_to():
    code = "import os, sys, ui; print(os.environ['OMP_WAIT_POLICY'], 'torch' in sys.modules)"
    for wish, policy in (({}, "PASSIVE"), ({"OMP_WAIT_POLICY": "ACTIVE"}, "ACTIVE")):
        rest = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
        run = subprocess.run(
            [sys.executable, "-c", code], env=rest | wish, cwd=ROOT, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        assert run.stdout.split() == [policy, "False"]
