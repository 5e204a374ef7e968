"""What JPEG and PCA make of a picture in as many bytes as the autoencoder took."""

import io
from dataclasses import dataclass

import torch
from PIL import Image
from torch import Tensor

from nnkit import images
from nnkit.autoencoder import patch_coding, pca
from nnkit.autoencoder.evaluation import psnr
from nnkit.autoencoder.patch_coding import HEADER, VALUES
from nnkit.autoencoder.patches import PatchFrame
from nnkit.autoencoder.pca import PrincipalComponents

_MOST_COMPONENTS = 64
_BEST_QUALITY = 95
_COLOURS = {"full": 0, "half": 2}  # as Pillow numbers the ways to subsample colours


@dataclass(frozen=True, eq=False)
class Squeezed:
    """A picture after a method kept it in `size` bytes.

    name: "autoencoder", "PCA" or "JPEG". counts_decoder: whether `size` holds what is needed to
    read the numbers (the autoencoder's decoder, PCA's directions); JPEG's file holds all it needs,
    always. note: its choices in words, such as JPEG's quality.
    """

    name: str
    size: int
    psnr: float
    counts_decoder: bool
    picture: Tensor
    note: str


def compare(picture: Tensor, frame: PatchFrame) -> tuple[Squeezed, ...]:
    """Return six rows: autoencoder, PCA and JPEG, first by the numbers' bytes alone, then by all.

    The rivals get at most as many bytes as the autoencoder takes, and make the best of them. JPEG
    has a smallest size below which it cannot go: then its row is larger than the others', and its
    note says so. Raises ImageError.
    """
    rows = []
    for counted, size in ((False, frame.code_bytes), (True, frame.total_bytes)):
        rows += [
            Squeezed("autoencoder", size, frame.psnr, counted, frame.picture, ""),
            by_pca(picture, size, counted),
            by_jpeg(picture, size, counted),
        ]
    return tuple(rows)


def by_jpeg(picture: Tensor, size: int, counts_decoder: bool = True) -> Squeezed:
    """Return the picture [1,3,H,W] as the best JPEG file of at most `size` bytes, if there is one.

    Colours at full or half resolution, whichever is better; Huffman tables made for the picture.
    """
    rows = [_by_quality(picture, size, counts_decoder, *way) for way in _COLOURS.items()]
    fitting = [row for row in rows if row.size <= size]
    return max(fitting, key=lambda row: row.psnr) if fitting else min(rows, key=lambda r: r.size)


def by_pca(picture: Tensor, size: int, counts_decoder: bool) -> Squeezed:
    """Return the picture [1,3,H,W] through the principal components of its patches.

    Of all counts of components and roundings that fit into `size` bytes the one nearest to the
    picture. counts_decoder: whether mean and directions, in half precision, have to fit as well.
    """
    patches = patch_coding.cut(picture)
    most = min(_MOST_COMPONENTS, len(patches))
    whole = pca.fit(patches, most)
    whole = PrincipalComponents(whole.mean.half().float(), whole.components.half().float())
    codes = whole.project(patches)

    def row(count: int, bits: int) -> Squeezed:
        few = whole.first(count)
        return _by_components(picture, few, codes[:, :count], bits, counts_decoder)

    rows = []
    for bits in range(2, 9):
        low, high = 1, most  # more components are better and larger: take as many as fit
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if row(middle, bits).size <= size else (low, middle - 1)
        rows.append(row(low, bits))
    fitting = [found for found in rows if found.size <= size]
    return max(fitting, key=lambda found: found.psnr) if fitting else rows[0]


def _by_components(
    picture: Tensor, components: PrincipalComponents, codes: Tensor, bits: int, counted: bool
) -> Squeezed:
    low = codes.amin(0)
    step = (codes.amax(0) - low).max().clamp(min=1e-6) / ((1 << bits) - 1)  # the same for all: fair
    symbols = ((codes - low) / step).round().to(torch.uint8)
    count = codes.shape[1]
    size = HEADER + len(patch_coding.pack(symbols, bits)) + 4 * (count + 1)  # lows and the step
    if counted:
        size += 2 * VALUES * (count + 1)
    drawn = patch_coding.join(components.restore(symbols.float() * step + low), *picture.shape[2:])
    note = f"{count} numbers a patch of {bits} bits"
    return Squeezed("PCA", size, psnr(picture, drawn).item(), counted, drawn, note)


def _by_quality(
    picture: Tensor, size: int, counts_decoder: bool, colours: str, subsampling: int
) -> Squeezed:
    low, high = 1, _BEST_QUALITY
    while low < high:
        middle = (low + high + 1) // 2
        fits = len(_jpeg(picture, middle, subsampling)) <= size
        low, high = (middle, high) if fits else (low, middle - 1)
    content = _jpeg(picture, low, subsampling)
    with Image.open(io.BytesIO(content)) as image:
        drawn = images.from_pil(image.convert("RGB"))
    note = f"quality {low}, colours at {colours} resolution"
    if len(content) > size:
        note += f": the smallest there is, {len(content) - size} bytes too large"
    decibels = psnr(picture, drawn).item()
    return Squeezed("JPEG", len(content), decibels, counts_decoder, drawn, note)


def _jpeg(picture: Tensor, quality: int, subsampling: int) -> bytes:
    file = io.BytesIO()
    pixels = images.to_pil(picture)
    pixels.save(file, "JPEG", quality=quality, optimize=True, subsampling=subsampling)
    return file.getvalue()
