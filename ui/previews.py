"""The pictures on the home page's cards: the visitor's own picture through each lens.

Until torch is loaded, and for the default picture, they come from files made by the same code:
``python -m ui.previews`` writes them. Some cards are always the files, see FIXED.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image, ImageDraw

from nnkit import colours
from nnkit.strokes import paint
from ui import digit_examples, encoding, kernel_pictures, picture, tray, warmup

if TYPE_CHECKING:
    from torch import Tensor

FOLDER = Path(__file__).parent / "assets" / "cards"
WIDTH, HEIGHT = 480, 300
SIDE = 512
FIXED = (
    "digit",
    "learn",
    "playground",
    "fool",
    "forge",
    "paint",
    "squeeze",
    "weigh",
)  # the same for every picture, or too slow to make anew


def card(name: str) -> bytes:
    """Return the JPEG of a card for the current picture, or the shipped one of the default."""
    current = picture.current()
    if name in FIXED or current.title == picture.DEFAULT or not warmup.wait(timeout=0):
        return (FOLDER / f"{name}.jpg").read_bytes()
    made: dict[tuple[str, str], bytes] = st.session_state.setdefault("_cards", {})
    if (name, current.title) not in made:
        made[name, current.title] = encoding.jpeg(MAKERS[name](picture.load(current, SIDE)))
    return made[name, current.title]


def edges(source: "Tensor") -> Image.Image:
    """Half the photo as it is, half of it through a Sobel kernel."""
    from nnkit import convolution, images, kernels

    grey = images.to_grey(source)
    seen = convolution.convolve(grey, kernels.PRESETS["sobel_x"].make(), padding="reflect")
    before = _fit(images.to_pil(source))
    after = _fit(images.to_pil(convolution.display(seen, "signed")))
    after.paste(before.crop((0, 0, WIDTH // 2, HEIGHT)), (0, 0))
    ImageDraw.Draw(after).line([(WIDTH // 2, 0), (WIDTH // 2, HEIGHT)], fill="white", width=3)
    return after


def filters(source: "Tensor") -> Image.Image:
    """Six of the maps that an ImageNet network's first layer makes."""
    from nnkit import convolution, images, vision

    layer = vision.load_first_layer()
    seen = convolution.convolve(
        source, layer.kernels, stride=2, bias=layer.biases, activation="relu6"
    )
    strongest = seen.flatten(2).std(dim=2)[0].topk(6).indices.tolist()
    sheet = Image.new("RGB", (WIDTH, HEIGHT))
    for place, index in enumerate(sorted(strongest)):
        shown = convolution.display(seen[:, index : index + 1], "stretch")
        tile = _fit(images.to_pil(shown), WIDTH // 3, HEIGHT // 2)
        sheet.paste(tile, (place % 3 * WIDTH // 3, place // 3 * HEIGHT // 2))
    return sheet


def learning(source: "Tensor") -> Image.Image:
    """A kernel at the start, on the way and at the end of learning."""
    from nnkit import convolution, images, kernels

    before = images.to_grey(source)
    hidden = kernels.PRESETS["sobel_x"].make()
    after = convolution.convolve(before, hidden, padding="reflect")
    frames = list(convolution.learn_kernel(before, after, steps=200))
    shown = [frames[0], frames[len(frames) // 16], frames[-1]]
    sheet = Image.new("RGB", (WIDTH, HEIGHT), "white")
    side = WIDTH // 3 - 16
    for place, frame in enumerate(shown):
        tile = Image.fromarray(kernel_pictures.signed(frame.kernel, side)).resize(
            (side, side), Image.Resampling.NEAREST
        )
        sheet.paste(tile, (place * (side + 16) + 8, (HEIGHT - side) // 2))
    return sheet


def digit(source: "Tensor") -> Image.Image:
    """A drawn 3, and beside it the 28 x 28 numbers that a network sees."""
    from nnkit import digits

    del source  # this card shows a drawing, whatever the photo is
    drawing = paint(digit_examples.example(3))
    seen = digits.prepare(drawing).image[0, 0].numpy()
    sheet = Image.new("RGB", (WIDTH, HEIGHT))
    sheet.paste(Image.fromarray(drawing).resize((WIDTH // 2, WIDTH // 2)), (0, 30))
    numbers = Image.fromarray(colours.heat(seen)).resize(
        (WIDTH // 2 - 16, WIDTH // 2 - 16), Image.Resampling.NEAREST
    )
    sheet.paste(numbers, (WIDTH // 2 + 8, 38))
    return sheet


def depths(source: "Tensor") -> Image.Image:
    """Maps of an ImageNet network: two early ones, two from its middle, two late ones."""
    from nnkit import vision

    network, sheet = vision.load(), Image.new("RGB", (WIDTH, HEIGHT))
    middle = network.middle(source)
    for column, layer in enumerate(("block 1", "block 6", "block 12")):
        maps = network.activations(middle, layer)[0]
        strongest = maps.flatten(1).std(dim=1).topk(2).indices.tolist()
        for row, channel in enumerate(strongest):
            tile = Image.fromarray(colours.heat(maps[channel].numpy()))
            tile = tile.resize((WIDTH // 3, HEIGHT // 2), Image.Resampling.NEAREST)
            sheet.paste(tile, (column * WIDTH // 3, row * HEIGHT // 2))
    return sheet


def dreaming(source: "Tensor") -> Image.Image:
    """A short, small dream of the photo."""
    from nnkit import dream, images, vision

    small = images.from_pil(_fit(images.to_pil(source), WIDTH // 2, HEIGHT // 2))
    settings = dream.DreamSettings(octaves=2, steps=6)
    *_, last = dream.dream(vision.load(), small, settings)
    return _fit(images.to_pil(last.picture))


def boundary(_: "Tensor") -> Image.Image:
    """What a network says of the plane before, while and after it learns the spiral."""
    import numpy as np

    from nnkit import playground

    spiral = next(each for each in playground.PRESETS if each.key == "spiral")
    points = playground.make(spiral.data)
    frames = list(playground.train(points, spiral.network, spiral.training))
    sheet, side = Image.new("RGB", (WIDTH, HEIGHT), "white"), WIDTH // 3 - 16
    for place, epoch in enumerate((0, 15, len(frames) - 1)):
        output = np.frombuffer(frames[epoch].maps, np.uint8).astype(np.float32)[-32 * 32 :]
        tile = Image.fromarray(colours.signed((output.reshape(32, 32) - 128) / 127))
        left = place * (side + 16) + 8
        sheet.paste(tile.resize((side, side)), (left, (HEIGHT - side) // 2))
    return sheet


def fooled(source: "Tensor") -> Image.Image:
    """Half the photo as it is, half of it so that the network says "ostrich"."""
    from nnkit import attacks, images, vision

    settings = attacks.PGDSettings(epsilon=4, confidence=0.99)
    *_, last = attacks.pgd(vision.load(), source, attacks.towards(9), settings)
    before, after = _fit(images.to_pil(source)), _fit(images.to_pil(last.pictures))
    after.paste(before.crop((0, 0, WIDTH // 2, HEIGHT)), (0, 0))
    ImageDraw.Draw(after).line([(WIDTH // 2, 0), (WIDTH // 2, HEIGHT)], fill="white", width=3)
    return after


def painted(source: "Tensor") -> Image.Image:
    """The photo in the brush of a starry night, in a hurry."""
    from nnkit import images, patterns, style, vision

    small = images.from_pil(_fit(images.to_pil(source)))
    brush = patterns.paint("swirls", WIDTH, HEIGHT)
    *_, last = style.transfer(vision.load(), small, brush, style.StyleSettings())
    return _fit(images.to_pil(last.picture))


def forgeries(_: "Tensor") -> Image.Image:
    """Digits that nobody wrote."""
    from nnkit import gan
    from ui import gan_sheet

    sheet = Image.fromarray(
        gan_sheet.sheet(gan.load("conditional").sample(40, seed=0, label=list(range(10)) * 4), 8)
    ).convert("RGB")
    return _fit(sheet)


def squeezed(_: "Tensor") -> Image.Image:
    """What an autoencoder draws over a part of its plane."""
    import torch

    from nnkit import autoencoder
    from ui import gan_sheet

    down, across = torch.meshgrid(
        torch.linspace(1.6, -1.6, 5), torch.linspace(-2.4, 2.4, 8), indexing="ij"
    )
    codes = torch.stack([across, down], dim=-1).flatten(0, 1)
    drawn = autoencoder.load("vae2").decode(codes)
    return _fit(Image.fromarray(gan_sheet.sheet(drawn, 8)).convert("RGB"))


def weighed(_: "Tensor") -> Image.Image:
    """What one neuron says of a plane, and the line where it is undecided."""
    import numpy as np

    down, across = np.mgrid[1.5 : -1.5 : 1j * HEIGHT, -2.4 : 2.4 : 1j * WIDTH]
    sums = 0.8 * across - 1.2 * down + 0.35
    sheet = Image.fromarray(colours.signed(np.tanh(2 * sums).astype(np.float32)))
    ends = [(0, _row(-2.4)), (WIDTH, _row(2.4))]
    ImageDraw.Draw(sheet).line(ends, fill="black", width=4)
    return sheet


def _row(across: float) -> float:
    """Return the row of pixels where the neuron's sum is 0."""
    return (1.5 - (0.8 * across + 0.35) / 1.2) / 3 * HEIGHT


MAKERS: dict[str, Callable[["Tensor"], Image.Image]] = {
    "digit": digit,
    "filter": edges,
    "neuron": filters,
    "learn": learning,
    "inside": depths,
    "dream": dreaming,
    "playground": boundary,
    "fool": fooled,
    "paint": painted,
    "forge": forgeries,
    "squeeze": squeezed,
    "weigh": weighed,
}
MEANING = {
    "digit": "a drawn 3, and the 28 by 28 numbers that a network sees of it.",
    "filter": "the photo, and right of the line its upright edges.",
    "neuron": "six maps that a network's first layer makes of the photo.",
    "learn": "three kernels of coloured squares, from random to learned.",
    "inside": "six maps from the depths of a network, brighter where it found something.",
    "dream": "the photo after a short dream.",
    "playground": "a network's answer for every place, before, while and after it learns a spiral.",
    "fool": "left the photo, right almost the same, which a network takes for an ostrich.",
    "paint": "the photo, painted in blue and golden swirls.",
    "forge": "forty digits that a network drew.",
    "squeeze": "forty digits from a map, each changing into the next.",
    "weigh": "a plane in two colours, parted by one straight line.",
}


def _fit(image: Image.Image, width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """Scale and crop around the middle to fill width x height."""
    scale = max(width / image.width, height / image.height)
    size = (round(image.width * scale + 0.5), round(image.height * scale + 0.5))
    large = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    left, top = (large.width - width) // 2, (large.height - height) // 2
    return large.crop((left, top, left + width, top + height))


def main() -> None:
    """Write the cards of the default picture."""
    from nnkit import samples

    FOLDER.mkdir(parents=True, exist_ok=True)
    source = samples.load(tray.sample_titles()[picture.DEFAULT], max_side=SIDE)
    for name, make in MAKERS.items():
        (FOLDER / f"{name}.jpg").write_bytes(encoding.jpeg(make(source)))


if __name__ == "__main__":
    main()
