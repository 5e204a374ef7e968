"""The app as a process of its own on a free port of this machine."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """Start with ``with``; ``url`` is where it listens, ``log()`` what it printed."""

    def __init__(self, log_path, script="app.py", folder=ROOT):
        self._log_path = Path(log_path)
        self._script = script
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"

    def __enter__(self):
        self._output = self._log_path.open("wb")
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", self._script),
                *("--server.headless=true", "--server.address=127.0.0.1"),
                f"--server.port={self._port}",
            ],
            cwd=self._folder,
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )
        for _ in range(600):
            if self.process.poll() is not None:
                raise RuntimeError(self.log())
            try:
                urllib.request.urlopen(self.url + "/_stcore/health", timeout=1)
                return self
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        raise RuntimeError("The server did not answer within a minute.\n" + self.log())

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)
        self._output.close()

    def log(self):
        return self._log_path.read_text(errors="replace")
