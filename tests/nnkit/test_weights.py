"""A wrong byte, a missing file, a foreign name: each is one clear sentence."""

import hashlib
import pickle
import shutil

import pytest
import torch

from nnkit import WeightsError, weights


@pytest.fixture
def folder(tmp_path):
    weights.save(
        "tiny",
        {"a": torch.arange(6.0).reshape(2, 3)},
        description="six numbers",
        source="this test",
        licence="MIT",
        command="pytest",
        date="2026-11-21",
        metrics={"accuracy": 0.5},
        folder=tmp_path,
    )
    return tmp_path


def test_saved_weights_come_back_with_their_entry(folder):
    assert torch.equal(weights.load("tiny", folder=folder)["a"], torch.arange(6.0).reshape(2, 3))
    entry = weights.manifest(folder)["tiny"]
    assert entry.metrics == {"accuracy": 0.5}
    assert entry.size == (folder / entry.file).stat().st_size


def test_saving_again_replaces_only_that_entry(folder):
    text = {"description": "", "source": "", "licence": "", "command": "", "date": ""}
    weights.save("other", {"b": torch.zeros(1)}, folder=folder, **text)
    weights.save("tiny", {"a": torch.ones(1)}, folder=folder, **text)
    assert set(weights.manifest(folder)) == {"other", "tiny"}
    assert torch.equal(weights.load("tiny", folder=folder)["a"], torch.ones(1))


def test_a_file_of_another_kind_is_kept_byte_for_byte(folder):
    text = {"description": "", "source": "", "licence": "", "command": "", "date": ""}
    entry = weights.save_bytes("sheet", "webp", b"any bytes", folder=folder, **text)
    assert entry.file == "sheet.webp"
    assert weights.read("sheet", folder) == b"any bytes"
    with pytest.raises(WeightsError, match="not a safetensors file"):
        weights.load("sheet", folder=folder)
    (folder / "sheet.webp").write_bytes(b"other bytes")
    with pytest.raises(WeightsError, match="damaged"):
        weights.read("sheet", folder)


@pytest.mark.parametrize("position", [0, 20, -1])
def test_one_wrong_byte_is_refused(folder, position):
    path = folder / "tiny.safetensors"
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)
    with pytest.raises(WeightsError, match="damaged"):
        weights.load("tiny", folder=folder)


def test_unknown_name_lists_the_known_ones(folder):
    with pytest.raises(WeightsError, match="known: tiny"):
        weights.load("huge", folder=folder)


def test_missing_file_is_named(folder):
    (folder / "tiny.safetensors").unlink()
    with pytest.raises(WeightsError, match=r"tiny\.safetensors"):
        weights.load("tiny", folder=folder)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"tiny": {}}', '{"tiny": 1}'])
def test_broken_manifest_is_one_sentence(folder, content):
    (folder / weights.MANIFEST).write_text(content)
    with pytest.raises(WeightsError, match="manifest"):
        weights.manifest(folder)


def test_every_shipped_file_is_listed_whole_and_has_a_card():
    folder = weights.directory()
    entries = weights.manifest()
    assert {path.name for path in folder.iterdir()} - {weights.MANIFEST, "MODEL_CARD.md"} == {
        entry.file for entry in entries.values()
    }
    card = (folder / "MODEL_CARD.md").read_text()
    for name, entry in entries.items():
        assert len(weights.read(name)) == entry.size
        assert f"## {name}" in card
        assert entry.command in card


def test_third_party_file_needs_its_pinned_hash_and_only_tensors(tmp_path):
    good, evil = tmp_path / "good.pth", tmp_path / "evil.pth"
    torch.save({"a": torch.ones(2)}, good)
    evil.write_bytes(pickle.dumps({"a": shutil.rmtree}, protocol=2))

    def pinned(path):
        return hashlib.sha256(path.read_bytes()).hexdigest()

    assert torch.equal(weights.load_third_party(good, pinned(good))["a"], torch.ones(2))
    with pytest.raises(WeightsError, match="not the one expected"):
        weights.load_third_party(good, pinned(evil))
    with pytest.raises(WeightsError, match="no readable weights"):
        weights.load_third_party(evil, pinned(evil))
    with pytest.raises(WeightsError, match="missing"):
        weights.load_third_party(tmp_path / "none.pth", "")
