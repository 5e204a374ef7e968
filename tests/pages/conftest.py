"""What AppTest needs to run this app as a server does."""

import pytest
from streamlit.runtime.pages_manager import PagesManager

from ui import job_view


@pytest.fixture(autouse=True)
def app_runs_whole(monkeypatch):
    """AppTest forgets between two runs that app.py builds the menu itself (st.navigation) and
    would take the folder pages/ for an old-style menu, without the sidebar."""
    begin = PagesManager.__init__

    def begin_without_folder(self, *arguments, **settings):
        PagesManager.uses_pages_directory = False
        begin(self, *arguments, **settings)

    monkeypatch.setattr(PagesManager, "__init__", begin_without_folder)


@pytest.fixture(autouse=True)
def without_mnist(monkeypatch, tmp_path):
    """Whatever this machine has: a test that wants MNIST says so."""
    monkeypatch.setenv("NNKIT_DATA", str(tmp_path))


@pytest.fixture(autouse=True)
def no_jobs_left():
    """All AppTests are one session to the job runner."""
    yield
    job_view.runner.clear()
