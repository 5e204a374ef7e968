"""The sample photos are there, credited and described."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from nnkit import ImageError, SettingsError, samples

ROOT = Path(__file__).resolve().parents[2]


def test_there_are_enough_of_them():
    assert len(samples.SAMPLES) >= 12
    assert next(iter(samples.SAMPLES)) == "cat"


@pytest.mark.parametrize("key", samples.SAMPLES)
def test_a_sample_is_there_credited_and_described(key):
    sample = samples.SAMPLES[key]
    assert sample.key == key
    assert sample.title
    assert sample.alt.endswith(".")
    terms = ("CC0", "CC BY 2.0", "public domain", "no known copyright restrictions")
    assert any(term in sample.credit for term in terms)
    assert samples.path(key).is_file()


@pytest.mark.parametrize("key", samples.SAMPLES)
def test_a_sample_loads_as_a_picture(key):
    picture = samples.load(key, max_side=200)
    assert picture.shape[:2] == (1, 3)
    assert max(picture.shape) == 200
    assert picture.dtype == torch.float32
    assert 0 <= picture.min() < picture.max() <= 1


def test_titles_and_files_differ():
    entries = samples.SAMPLES.values()
    assert len({entry.title for entry in entries}) == len(entries)
    assert len({entry.file for entry in entries}) == len(entries)


def test_the_mapping_cannot_be_changed():
    with pytest.raises(TypeError):
        samples.SAMPLES["cat"] = None


@pytest.mark.parametrize("act", [samples.path, samples.load])
def test_an_unknown_key_names_the_known_ones(act):
    with pytest.raises(SettingsError, match=r"'dog'.*cat.*coffee"):
        act("dog")


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ImageError, match="skimage"):
        samples.path("cat")


def test_finding_a_sample_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from nnkit import samples\n"
        "for key in samples.SAMPLES: samples.path(key)\n"
        "print(sorted({'torch', 'numpy', 'skimage', 'sklearn'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
