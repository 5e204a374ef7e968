"""What is said about memory is what a process takes, and what the system says it has."""

import subprocess
import sys

import pytest

from nnkit import SettingsError
from nnkit.style import looking, memory

MEASURED = """
import torch
from nnkit import vision
from nnkit.style import StyleSettings, transfer

torch.set_num_threads(1)

def figure(name):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))

network = vision.load()
content, style = torch.rand(2, 1, 3, {height}, {width}).unbind()
second, mask = ({second}), ({mask})
before = figure("VmRSS")
settings = StyleSettings(scales=(1.0,), steps=(2,), **{more})
for frame in transfer(network, content, style, settings, second=second, mask=mask):
    frame.picture
frame.whole.style_losses
print(figure("VmHWM") - before)
"""
ALL = {"second": "style.flip(-1)", "mask": "torch.rand(1, 1, *content.shape[-2:])"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize(
    ("height", "width", "more", "extras"),
    [
        (768, 1024, {}, {"second": "None", "mask": "None"}),
        (1024, 1024, {"keep_colours": True}, ALL),
        (768, 1024, {"style_scale": 2.0}, ALL),
    ],
    ids=("plain", "all options", "large brush"),
)
def test_a_painting_takes_no_more_than_is_said(height, width, more, extras):
    """The whole picture's maps at once would take over 700 MB at 1024 x 768."""
    code = MEASURED.replace("{height}", str(height)).replace("{width}", str(width))
    for name, value in {"more": more, **extras}.items():
        code = code.replace(f"{{{name}}}", str(value))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    said = memory.needed("efficientnet_lite0", height, width, more.get("style_scale", 1.0))
    assert 0.4 * said < int(run.stdout) < said < 900 * height * width + 100e6


def test_more_pixels_and_larger_networks_need_more():
    sizes = [(256, 192), (512, 384), (1024, 768), (4096, 3072)]
    lite = [memory.needed("efficientnet_lite0", *size) for size in sizes]
    assert lite == sorted(lite)
    assert memory.needed("vgg19", 512, 384) > 2 * lite[1]
    assert memory.needed("efficientnet_lite0", 384, 512) == lite[1]


def test_what_cannot_be_estimated_is_refused():
    with pytest.raises(SettingsError, match="no network to paint with"):
        memory.needed("googlenet", 512, 384)
    with pytest.raises(SettingsError, match="side of a picture"):
        memory.needed("vgg19", 0, 384)


@pytest.fixture
def system(tmp_path, monkeypatch):
    """A system that says what the test writes."""
    monkeypatch.setattr(memory, "_CGROUP", tmp_path / "cgroup")
    monkeypatch.setattr(memory, "_MEMINFO", tmp_path / "meminfo")

    def write(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    return write


def test_where_the_system_says_nothing_nothing_is_known(system):
    assert memory.available() is None


def test_the_machine_says_what_is_available(system):
    system(meminfo="MemTotal: 8000 kB\nMemFree: 10 kB\nMemAvailable:    3000 kB\n")
    assert memory.available() == 3000 * 1024


def test_a_container_with_a_limit_says_what_is_left_of_it(system):
    system(meminfo="MemAvailable: 8000000 kB\n")
    system(
        cgroup__memory_dot_max="1000000\n",
        cgroup__memory_dot_current="700000\n",
        cgroup__memory_dot_stat="anon 500000\ninactive_file 50000\n",
    )
    assert memory.available() == 350000


def test_the_older_kind_of_container_is_read_too(system):
    system(
        cgroup__memory__memory_dot_limit_in_bytes="1000\n",
        cgroup__memory__memory_dot_usage_in_bytes="400\n",
        cgroup__memory__memory_dot_stat="total_inactive_file 7\n",
    )
    assert memory.available() == 607


def test_a_container_without_a_limit_leaves_the_machines_figure(system):
    system(meminfo="MemAvailable: 5 kB\n", cgroup__memory_dot_max="max\n")
    system(cgroup__memory_dot_current="123\n")
    assert memory.available() == 5 * 1024
    system(
        cgroup__memory__memory_dot_limit_in_bytes="9223372036854771712\n",
        cgroup__memory__memory_dot_usage_in_bytes="123\n",
    )
    assert memory.available() == 5 * 1024


def test_tiles_cover_each_pixel_once_wherever_their_lines_are():
    for off in ((0, 0), (64, -64)):
        seen = [[0] * 1312 for _ in range(816)]
        for rows, columns in looking.tiles_of((816, 1312), off):
            assert rows.start % 16 == columns.start % 16 == 0
            for y in range(rows.start, rows.stop):
                for x in range(columns.start, columns.stop):
                    seen[y][x] += 1
        assert all(set(row) == {1} for row in seen)


def test_small_pictures_are_one_tile():
    assert looking.tiles_of((384, 512)) == [(slice(0, 384), slice(0, 512))]
    assert looking.framed((385, 512)) == (400, 512)
