"""One style transfer step: nnkit beside its floor and the usual way, each row in its own process.

    python -m benchmarks.style [--rounds 3] [--device cuda]

The floor is the least that a step must do: forward through the same truncated, folded, frozen
network and back to the picture from all the maps whose statistics count, without any statistics,
pyramid, smoothing or Adam. The usual way is written after pytorch-neural-style-transfer (Gordic
2020): VGG19 up to relu 5_1, Gram matrices of five layers, content at conv 4_2, total variation,
torch's Adam on the pixels; here with random weights, which take the same time. "nnkit, VGG19" is
nnkit's own way with that network.

Rounds of fresh processes take turns; each row shows its quickest median, which the machine's other
work has disturbed least, and the largest peak memory (on a GPU: its own). The last table is the
default run: the whole wait, and the wait until the first painted frame.
"""

import argparse
import json
import time
from collections.abc import Iterator

import torch
from torch.nn import functional

from benchmarks import rows
from nnkit import devices, heap, vision
from nnkit.style import StyleSettings, recipes, transfer

MODULE = "benchmarks.style"
SIZES = ((512, 384), (1024, 768))
LITE, VGG = "efficientnet_lite0", "vgg19"
PHOTOS = ("cat", "flower")  # content and style
ENOUGH_SECONDS = 10.0
PEAK_AIM_MB, FLOOR_AIM, USUAL_AIM = 1200, 1.15, 20
# pytorch-neural-style-transfer's own: weights of content, style and total variation, and Adam's.
CONTENT_WEIGHT, STYLE_WEIGHT, SMOOTHING, STEP_SIZE = 1e5, 3e4, 1e0, 1e1
USUAL_STYLE, USUAL_CONTENT = (1, 6, 11, 20, 29), 22  # relu 1_1 to 5_1 and relu 4_2


def network(name: str, device: torch.device) -> vision.VisionNetwork:
    make = vision.load if name == LITE else vision.untrained
    return make(name, device=str(device))


def floor(name: str, content: torch.Tensor, _style: torch.Tensor) -> Iterator[None]:
    """Nothing but forward and backward."""
    heap.reuse()
    chosen = recipes.recipe(name)
    cut = network(name, content.device).until_all([*chosen.style, chosen.content])
    while True:
        start = content.clone().requires_grad_()
        value = torch.stack([maps.square().mean() for maps in cut(start)]).sum()
        torch.autograd.grad(value, start)
        yield


def nnkit(name: str, content: torch.Tensor, style: torch.Tensor) -> Iterator[None]:
    """The default settings at full size only."""
    settings = StyleSettings(scales=(1.0,), steps=(1000,))
    for _ in transfer(network(name, content.device), content, style, settings):
        yield


def usual(_name: str, content: torch.Tensor, style: torch.Tensor) -> Iterator[None]:
    """pytorch-neural-style-transfer's way."""
    module = vision.zoo.untrained(VGG).features.to(content.device).requires_grad_(False)
    content, style = content * 255, style * 255  # as it holds pictures

    def seen(picture: torch.Tensor) -> dict[int, torch.Tensor]:
        maps = {}
        for number, layer in enumerate(module[: USUAL_STYLE[-1] + 1]):
            picture = layer(picture)
            maps[number] = picture
        return maps

    with torch.no_grad():
        wanted = [gram(seen(style)[number]) for number in USUAL_STYLE]
        goal = seen(content)[USUAL_CONTENT]
    picture = content.clone().requires_grad_()
    adam = torch.optim.Adam([picture], lr=STEP_SIZE)
    while True:
        maps = seen(picture)
        content_loss = functional.mse_loss(maps[USUAL_CONTENT], goal)
        grams = [gram(maps[number]) for number in USUAL_STYLE]
        style_loss = torch.stack(
            [functional.mse_loss(*pair) for pair in zip(grams, wanted, strict=True)]
        ).mean()
        smoothness = picture.diff(dim=-1).abs().sum() + picture.diff(dim=-2).abs().sum()
        total = CONTENT_WEIGHT * content_loss + STYLE_WEIGHT * style_loss + SMOOTHING * smoothness
        adam.zero_grad()
        total.backward()
        adam.step()
        yield


def gram(maps: torch.Tensor) -> torch.Tensor:
    flat = maps.flatten(2)
    return flat.bmm(flat.transpose(1, 2)) / maps[0].numel()


ROWS = {
    "floor": (floor, LITE),
    "nnkit": (nnkit, LITE),
    "nnkit, VGG19": (nnkit, VGG),
    "floor, VGG19": (floor, VGG),
    "the usual way, VGG19": (usual, VGG),
}


def measure(row: str, width: int, height: int, device_name: str) -> dict[str, float]:
    """Return what one row takes; runs in a process of its own."""
    device = torch.device(device_name)
    way, name = ROWS[row]
    steps = way(name, *(rows.photo(each, width, height, device) for each in PHOTOS))
    return rows.timed(steps, device, ENOUGH_SECONDS)


def measure_run(width: int, height: int, device_name: str) -> dict[str, float]:
    """Return the seconds of a default run and of its first painted frame."""
    device = torch.device(device_name)
    loaded = network(LITE, device)
    pictures = [rows.photo(each, width, height, device) for each in PHOTOS]
    begin = time.perf_counter()
    first = 0.0
    for frame in transfer(loaded, *pictures, StyleSettings()):
        if frame.step == 1:
            frame.picture.cpu()
            first = time.perf_counter() - begin
    frame.picture.cpu()
    return {"first": first, "all": time.perf_counter() - begin, "peak": rows.peak_mb(device)}


def table(size: tuple[int, int], rounds: int, device: str) -> None:
    found: dict[str, list[dict[str, float]]] = {row: [] for row in ROWS}
    for _ in range(rounds):
        for row in ROWS:
            found[row] += filter(None, [rows.in_fresh_process(MODULE, row, *size, device)])
    best = {row: min(run["ms"] for run in runs) for row, runs in found.items() if runs}
    print(f"\n{size[0]} x {size[1]}, {device}, best of {rounds}")
    print(f"{'one step':<24}{'ms':>9}{'x floor':>9}{'x nnkit':>9}{'peak MB':>9}")
    for row, ms in best.items():
        ratios = [ms / best.get(other, float("nan")) for other in ("floor", "nnkit")]
        peak = max(run["peak"] for run in found[row])
        print(f"{row:<24}{ms:>9.1f}{ratios[0]:>9.2f}{ratios[1]:>9.2f}{peak:>9.0f}", flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--device", default=None)
    parser.add_argument("--measure", nargs=4, default=None, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        row, width, height, device = options.measure
        measured = (
            measure_run(int(width), int(height), device)
            if row == "run"
            else measure(row, int(width), int(height), device)
        )
        print(json.dumps(measured), flush=True)
        return
    device = str(devices.pick(options.device))
    print(f"torch {torch.__version__}, {torch.get_num_threads()} threads")
    for size in SIZES:
        table(size, options.rounds, device)
    print(f"\n{'a default run':<24}{'s':>9}{'first':>9}{'peak MB':>9}")
    for size in SIZES:
        tries = [rows.in_fresh_process(MODULE, "run", *size, device) for _ in range(options.rounds)]
        runs = [run for run in tries if run]
        best = {key: min(run[key] for run in runs) for key in ("all", "first")}
        peak = max(run["peak"] for run in runs)
        print(f"{size[0]} x {size[1]:<17}{best['all']:>9.1f}{best['first']:>9.2f}{peak:>9.0f}")
    print(
        f"\naims: nnkit at most {FLOOR_AIM} x its floor, the usual way {USUAL_AIM} x nnkit or more,"
        "\na default run at 512 x 384 under 12 s with the first frame within 1.5 s;"
        f" nnkit's peak at 1024 x 768 under {PEAK_AIM_MB} MB"
    )


if __name__ == "__main__":
    main()
