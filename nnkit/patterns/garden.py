"""Garden: a meadow in thick paint, laid on with a palette knife."""

import numpy as np

from nnkit.patterns import brush, fields
from nnkit.patterns.palette import blended, colours, lit, ramp, varied
from nnkit.patterns.sheet import Field, Sheet, scattered

_SKY = colours("#5b8ec9", "#9cc3e0", "#f3d9c0", "#f6b8a0")
_LEAVES = colours("#17304a", "#1f5a50", "#4c8a45", "#9db54a", "#e3cf6e")
_FLOWERS = colours("#e23b3b", "#f27ea9", "#ffd23f", "#fff2e0", "#8a5fc9", "#f08030")


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    rough = sheet.coarse
    _, y = rough.places()
    share = y / sheet.size[1]
    target = _meadow(rough, rng, share)
    wind = fields.noise(rough, rng, 120)
    angle = np.where(share < 0.3, 0.35 * wind, -1.45 + 0.5 * wind).astype(np.float32)
    canvas = brush.Canvas(sheet, _LEAVES[0])
    for spacing, width, length, light in ((15, 17, 44, 0.12), (10, 10, 34, 0.2), (9, 5, 28, 0.22)):
        middles = scattered(sheet, rng, spacing)
        inks = varied(rough.at(target, middles), rng, light, 0.05)
        paths = brush.followed(rough, angle, middles, length)
        brush.bristled(canvas, rng, paths, width, inks, 4, 0.08)
    _blossoms(canvas, rng)
    return lit(sheet, canvas.picture, fields.soft(sheet, canvas.relief, 0.7), 2.2)


def _meadow(sheet: Sheet, rng: np.random.Generator, share: Field) -> Field:
    """Return the colours to aim at: a bright sky above, grass in light and shadow below."""
    sky = ramp(share / 0.3 + 0.15 * fields.noise(sheet, rng, (80, 30), 2), _SKY)
    grass = ramp(0.45 + 0.25 * fields.noise(sheet, rng, (60, 90), 3), _LEAVES)
    edge = share + 0.02 * fields.noise(sheet, rng, 40, 2)
    return blended(sky, grass, fields.step(edge, 0.26, 0.32))


def _blossoms(canvas: brush.Canvas, rng: np.random.Generator) -> None:
    """Dab flowers in clumps of one colour, larger towards the front."""
    sheet = canvas.sheet
    _, high = sheet.size
    rough = sheet.coarse
    middles = scattered(sheet, rng, 11, 1)
    middles = middles[np.argsort(middles[:, 1])]
    clump, sort = fields.noise(rough, rng, 45, 2), fields.noise(rough, rng, 60)
    kind = np.floor(2.2 * rough.at(sort, middles) + rng.normal(0, 0.4, len(middles)))
    there = (rough.at(clump, middles) > -0.15) & (middles[:, 1] > 0.33 * high)
    middles, kind = middles[there], kind[there].astype(int) % len(_FLOWERS)
    size = 3 + 5 * np.clip(middles[:, 1] / high, 0, 1)
    for _ in range(4):
        places = middles + size[:, None] * rng.normal(0, 0.6, middles.shape)
        inks = varied(_FLOWERS[kind], rng, 0.16, 0.05)
        dabs = brush.straight(places, rng.uniform(0, np.pi, len(places)), 0.8 * size)
        canvas.strokes(dabs, size, inks, rng.uniform(0.4, 1, len(places)))
