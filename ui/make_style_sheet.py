"""Paints the README's sheet: three photos in every style that nnkit paints itself.

``python -m ui.make_style_sheet``
"""

from pathlib import Path

from PIL import Image, ImageOps
from torch import Tensor

from nnkit import images, patterns, samples, style, vision
from ui import encoding

OUT = Path(__file__).parent / "assets" / "screenshots" / "style_sheet.jpg"
PHOTOS = ("cat", "temple", "astronaut")
ACROSS, WIDTH, HEIGHT, GAP = 7, 200, 150, 4
SIDE = 512  # painted larger than shown, so that the strokes are in proportion


def main() -> None:
    """Write the sheet: blocks of a style's picture above the three photos painted in it."""
    network, settings = vision.load(), style.StyleSettings()
    names = patterns.names()
    rows = -(-len(names) // ACROSS) * (len(PHOTOS) + 1)
    sheet = Image.new("RGB", (ACROSS * (WIDTH + GAP), rows * (HEIGHT + GAP)), "white")
    for place, name in enumerate(names):
        brush = patterns.paint(name, 768, 576)
        painted = [brush]
        for photo in PHOTOS:
            content = samples.load(photo, max_side=SIDE)
            *_, last = style.transfer(network, content, brush, settings)
            painted.append(last.picture)
        left, top = place % ACROSS, place // ACROSS * (len(PHOTOS) + 1)
        for row, picture in enumerate(painted, start=top):
            sheet.paste(_fit(picture), (left * (WIDTH + GAP), row * (HEIGHT + GAP)))
    OUT.write_bytes(encoding.jpeg(sheet))


def _fit(picture: Tensor) -> Image.Image:
    """Scale and crop, more of the bottom than of the top: heads stay on."""
    shown = images.to_pil(picture)
    return ImageOps.fit(shown, (WIDTH, HEIGHT), Image.Resampling.LANCZOS, centering=(0.5, 0.25))


if __name__ == "__main__":
    main()
