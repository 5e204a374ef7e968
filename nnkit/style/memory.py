"""How much memory a painting takes, and how much there is, before it starts."""

from pathlib import Path

from nnkit.ranges import check_whole
from nnkit.style import looking
from nnkit.style.recipes import recipe

# Measured (tests/nnkit/style/test_memory.py repeats it): the growth of the process over its size
# with the network loaded, at 512 x 384, 1024 x 768, 1024 x 1024 and 2048 x 1536, with a mask, kept
# colours and two styles; rounded up. Pictures are held whole, maps for one tile at a time.
_ALWAYS = 100_000_000
_PER_PIXEL = 480
_PER_BRUSH_PIXEL = 40  # for each pixel of a style picture beyond the photo's own size
_PER_TILE_PIXEL = {
    "efficientnet_lite0": 1050,
    "efficientnet_lite1": 1050,
    "efficientnet_lite2": 1150,
    "squeezenet1_1": 1150,
    "vgg16": 3500,
    "vgg19": 3500,
}
_CGROUP, _MEMINFO = Path("/sys/fs/cgroup"), Path("/proc/meminfo")
_NO_LIMIT = 1 << 60  # what the first version of cgroups writes where there is none


def needed(network_name: str, height: int, width: int, style_scale: float = 1.0) -> int:
    """Return how many bytes a transfer on a picture of this size takes besides the network.

    An upper estimate for float32 on the CPU, with a style picture that is no longer than the photo
    before it is enlarged by `style_scale`. Raises SettingsError for a network that has no recipe
    and for sides outside 1..100000.
    """
    recipe(network_name)
    for side in (height, width):
        check_whole("Each side of a picture", side, 1, 100_000)
    frame = looking.framed((height, width))
    tile: int = max(
        (rows.stop - rows.start) * (columns.stop - columns.start)
        for rows, columns in looking.tiles_of(frame)
    )
    beyond = max(0.0, style_scale**2 - 1)
    per_pixel = _PER_PIXEL + round(_PER_BRUSH_PIXEL * beyond)
    return _ALWAYS + per_pixel * height * width + _PER_TILE_PIXEL[network_name] * tile


def available() -> int | None:
    """Return how many bytes this process could still take; None where the system does not say.

    The least of what Linux calls available and of what is left of the container's limit.
    """
    found = [_free_of_machine(), _free_of_container()]
    known = [each for each in found if each is not None]
    return min(known) if known else None


def _free_of_machine() -> int | None:
    for line in _text(_MEMINFO).splitlines():
        name, _, amount = line.partition(":")
        if name == "MemAvailable":
            return int(amount.split()[0]) * 1024
    return None


def _free_of_container() -> int | None:
    for limit, used, cache in (
        ("memory.max", "memory.current", "inactive_file"),
        ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "total_inactive_file"),
    ):
        most, now = _text(_CGROUP / limit).strip(), _text(_CGROUP / used).strip()
        if most.isdigit() and now.isdigit() and int(most) < _NO_LIMIT:
            folder = (_CGROUP / limit).parent
            # Files read lately are given up when memory runs short.
            return int(most) - int(now) + _figure(_text(folder / "memory.stat"), cache)
    return None


def _figure(text: str, name: str) -> int:
    pairs = (line.split() for line in text.splitlines())
    return next((int(pair[1]) for pair in pairs if len(pair) == 2 and pair[0] == name), 0)


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
