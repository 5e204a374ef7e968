"""Downloads from a file server on this machine: whole, broken, wrong and missing."""

import hashlib
import http.server
import threading

import pytest

from nnkit.downloads import DownloadError, fetch

CONTENT = bytes(range(256)) * 4000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/missing":
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT[: len(CONTENT) // 2] if self.path == "/broken" else CONTENT)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def get(urls, target, digest=DIGEST):
    return list(fetch(urls, target, algorithm="sha256", digest=digest))


def test_a_file_arrives_with_progress(server, tmp_path):
    target = tmp_path / "new" / "file.bin"
    frames = get([server + "/file"], target)
    assert target.read_bytes() == CONTENT
    steps = [frame.step for frame in frames]
    assert steps == sorted(steps)
    assert steps[-1] == frames[-1].total == len(CONTENT)


def test_the_second_address_helps_out(server, tmp_path):
    get([server + "/missing", server + "/file"], tmp_path / "file.bin")
    assert (tmp_path / "file.bin").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("path", "words"),
    [("/missing", "answered 404"), ("/broken", "broke off after 512000 of 1024000 bytes")],
)
def test_what_went_wrong_is_said(server, tmp_path, path, words):
    with pytest.raises(DownloadError, match=words):
        get([server + path], tmp_path / "file.bin")
    assert not list(tmp_path.iterdir())


def test_a_wrong_file_is_thrown_away(server, tmp_path):
    with pytest.raises(DownloadError, match="not the file expected"):
        get([server + "/file"], tmp_path / "file.bin", digest="0" * 64)
    assert not list(tmp_path.iterdir())


def test_no_connection_is_one_sentence(tmp_path):
    with pytest.raises(DownloadError, match="connection to the internet"):
        get(["http://127.0.0.1:9/file"], tmp_path / "file.bin")


def test_no_address_is_said(tmp_path):
    with pytest.raises(DownloadError, match="no address"):
        get([], tmp_path / "file.bin")


def test_stopping_leaves_nothing_behind(server, tmp_path):
    frames = fetch([server + "/file"], tmp_path / "file.bin", algorithm="sha256", digest=DIGEST)
    next(frames)
    frames.close()
    assert not list(tmp_path.iterdir())
