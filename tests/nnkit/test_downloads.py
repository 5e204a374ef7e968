"""Downloads from a file server on this machine: whole, broken, wrong and missing."""

import hashlib

import pytest

from nnkit import downloads
from nnkit.downloads import DownloadError, fetch

CONTENT = bytes(range(256)) * 4000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def server(file_server):
    file_server.files |= {"file": CONTENT, "broken": CONTENT}
    file_server.broken.add("broken")
    return file_server.url


def get(urls, target, digest=DIGEST):
    return list(fetch(urls, target, algorithm="sha256", digest=digest))


def test_a_file_arrives_with_progress(server, tmp_path):
    target = tmp_path / "new" / "file.bin"
    frames = get([server + "file"], target)
    assert target.read_bytes() == CONTENT
    steps = [frame.step for frame in frames]
    assert steps == sorted(steps)
    assert steps[-1] == frames[-1].total == len(CONTENT)


def test_the_second_address_helps_out(server, tmp_path):
    get([server + "missing", server + "file"], tmp_path / "file.bin")
    assert (tmp_path / "file.bin").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("path", "words"),
    [("missing", "answered 404"), ("broken", "broke off after 512000 of 1024000 bytes")],
)
def test_what_went_wrong_is_said(server, tmp_path, path, words):
    with pytest.raises(DownloadError, match=words):
        get([server + path], tmp_path / "file.bin")
    assert not list(tmp_path.iterdir())


def test_a_wrong_file_is_thrown_away(server, tmp_path):
    with pytest.raises(DownloadError, match="not the file expected"):
        get([server + "file"], tmp_path / "file.bin", digest="0" * 64)
    assert not list(tmp_path.iterdir())


def test_no_connection_is_one_sentence(tmp_path):
    with pytest.raises(DownloadError, match="connection to the internet"):
        get(["http://127.0.0.1:9/file"], tmp_path / "file.bin")


def test_no_address_is_said(tmp_path):
    with pytest.raises(DownloadError, match="no address"):
        get([], tmp_path / "file.bin")


def test_a_disk_that_refuses_is_not_blamed_on_the_connection(server, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(DownloadError, match=r"could not be kept in .*: Permission denied\."):
        get([server + "file"], tmp_path / "file.bin")


def test_stopping_leaves_nothing_behind(server, tmp_path):
    frames = fetch([server + "file"], tmp_path / "file.bin", algorithm="sha256", digest=DIGEST)
    next(frames)
    frames.close()
    assert not list(tmp_path.iterdir())


def test_two_visitors_fetch_the_same_file_at_the_same_time(server, tmp_path):
    target = tmp_path / "file.bin"
    both = [fetch([server + "file"], target, algorithm="sha256", digest=DIGEST) for _ in range(2)]
    for _ in range(3):
        next(both[0])
    next(both[1])  # a file of the same name would begin anew here
    list(both[0])
    assert target.read_bytes() == CONTENT  # whole although the other one is still at it
    both[1].close()
    assert [path.name for path in tmp_path.iterdir()] == ["file.bin"]


def test_a_terminal_shows_a_bar_and_a_log_file_none(server, tmp_path, monkeypatch, capsys):
    def show():
        target = tmp_path / "file.bin"
        downloads.show(
            fetch([server + "file"], target, algorithm="sha256", digest=DIGEST), "Weights"
        )
        assert target.read_bytes() == CONTENT
        return capsys.readouterr().err

    assert show() == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert "Weights: 100%" in show()
