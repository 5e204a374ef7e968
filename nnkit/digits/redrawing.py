"""Digits drawn afresh on a large sheet: another brush, size, place and slant, as a visitor would.

It measures how well a network that learned from MNIST reads what is drawn on a screen.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import torch
from numpy.random import Generator
from scipy.sparse import coo_array
from skimage.morphology import skeletonize
from torch import Tensor

from nnkit.digits.dataset import DigitSet
from nnkit.digits.doodles import doodles
from nnkit.digits.preparation import prepare
from nnkit.errors import ImageError, SettingsError
from nnkit.strokes import SHEET

Picture = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]  # [points, 2], x to the right and y down
Links = npt.NDArray[np.int64]  # [links, 2], which points are joined

_SCALE = 8
_BLUR = 3.2  # pixels of the enlarged digit: no spurs grow where MNIST's own pixels show as steps
_AROUND, _SHARPEN = 14.0, 1.5  # pixels, and how much a place gains on what lies around it
_ROUNDS = 30  # in which each point moves towards its neighbours: a steady hand
_DOT = 4 * _SCALE  # what is smaller stays small: it is no line
_NEIGHBOURS = ((0, 1), (1, 0), (1, 1), (1, -1))
_FINE = 4  # OpenCV takes coordinates in 16ths of a pixel


@dataclass(frozen=True)
class Hand:
    """How a digit is drawn, in units of the sheet of 280: what `redraw` picks by chance.

    width: of the round brush. height: of the digit. slant: columns to the right for each row up.
    turn: degrees clockwise. place: (x, y) of its upper left corner as a share of the free room.
    wobble: units by which the hand trembles. dark: dark ink on light paper.
    """

    width: float
    height: float
    slant: float = 0.0
    turn: float = 0.0
    place: tuple[float, float] = (0.5, 0.5)
    wobble: float = 0.0
    dark: bool = False

    def __post_init__(self) -> None:
        """Check the ranges; SettingsError."""
        if not (0 < self.width <= 100 and 20 <= self.height <= SHEET - self.width):
            raise SettingsError("The brush must be 0..100 wide and the digit fit the sheet.")


def any_hand(chance: Generator, polarity: bool = False) -> Hand:
    """Return a hand by chance: brush 8..32 but no thicker than a sixth of the digit, height
    90..240, slant up to 0.35, turned up to 12 degrees; with `polarity` half of them draw dark.
    """
    height = chance.uniform(90, 240)
    return Hand(
        width=chance.uniform(8, min(32, height / 6)),
        height=height,
        slant=chance.uniform(-0.35, 0.35),
        turn=chance.uniform(-12, 12),
        place=(chance.random(), chance.random()),
        wobble=chance.uniform(0, 3),
        dark=polarity and chance.random() < 0.5,
    )


def redraw(picture: Picture | Tensor, seed: int = 0, polarity: bool = False) -> Picture:
    """Return the sheet [280,280] on which a hand draws the digit [28,28] afresh.

    `polarity` makes half of the sheets dark on light. Raises ImageError and SettingsError.
    """
    if seed < 0:
        raise SettingsError("The seed must be 0 or more.")
    chance = np.random.default_rng(seed)
    return draw(picture, any_hand(chance, polarity), seed)


def draw(picture: Picture | Tensor, hand: Hand, seed: int = 0) -> Picture:
    """Return the sheet [280,280] on which this hand draws the digit [28,28]; `seed` is its wobble.

    The digit's lines are its skeleton (Zhang and Suen 1984) of the enlarged digit, made smooth.
    Raises ImageError where there is no digit.
    """
    points, links = _lines(np.asarray(picture))
    points = _place(_move(points, hand, np.random.default_rng([seed, 1])), hand)
    paper = np.full((SHEET, SHEET), 255, np.uint8)
    pieces = (points[links] * (1 << _FINE)).round().astype(np.int32)  # [links, 2, 2]
    cv2.polylines(paper, list(pieces), False, 0, 1, cv2.LINE_8, _FINE)
    away = cv2.distanceTransform(paper, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    ink = (hand.width / 2 + 0.5 - away).clip(0, 1)
    return ((1 - ink if hand.dark else ink) * 255).round().astype(np.uint8)


def _lines(picture: Picture) -> tuple[Points, Links]:
    if picture.shape != (28, 28) or picture.dtype != np.uint8:
        raise ImageError("A digit to draw afresh must be uint8 [28,28].")
    if not picture.any():
        raise ImageError("There is no digit to draw afresh.")
    framed = np.pad(picture, 1)
    large = cv2.resize(framed, None, fx=_SCALE, fy=_SCALE, interpolation=cv2.INTER_CUBIC)
    large = cv2.GaussianBlur(large.astype(np.float32), (0, 0), _BLUR)
    # Against its surroundings a loop that a broad pen has all but filled opens again.
    sharp = large + _SHARPEN * (large - cv2.GaussianBlur(large, (0, 0), _AROUND))
    skeleton = skeletonize(sharp > large.max() / 2)  # type: ignore[no-untyped-call]
    numbers = np.full((skeleton.shape[0] + 1, skeleton.shape[1] + 2), -1)
    rows, columns = np.nonzero(skeleton)
    numbers[rows, columns + 1] = np.arange(len(rows))
    links = [np.empty((0, 2), np.int64)]
    for down, right in _NEIGHBOURS:
        other = numbers[rows + down, columns + 1 + right]
        links.append(np.stack([np.flatnonzero(other >= 0), other[other >= 0]], axis=1))
    joined = np.concatenate(links)
    points = _smooth(np.stack([columns, rows], axis=1).astype(float), joined)
    # A point joined to itself is drawn too, should a digit be a single dot.
    return points, np.concatenate([joined, [(0, 0)]])


def _smooth(points: Points, links: Links) -> Points:
    """Move each point to the mean of itself and its neighbours, again and again; ends stay."""
    count = len(points)
    there, back = links.T
    around = coo_array((np.ones(len(links)), (there, back)), (count, count))
    neighbours = (around + around.T).tocsr()
    degree = neighbours.sum(1)[:, None]
    free = degree > 1
    for _ in range(_ROUNDS):
        points = np.where(free, (points + neighbours @ points) / (1 + degree), points)
    return points


def _move(points: Points, hand: Hand, chance: Generator) -> Points:
    """Scale to the hand's height, then slant, turn and wobble."""
    points = points - points.mean(0)
    tall = max(float(np.ptp(points[:, 1])), float(np.ptp(points[:, 0])) / 2, _DOT)
    points = points * ((hand.height - hand.width) / tall)
    angle = np.radians(hand.turn)
    cosine, sine = np.cos(angle), np.sin(angle)
    slanted = points @ np.array([[1.0, 0.0], [-hand.slant, 1.0]])
    turned = slanted @ np.array([[cosine, sine], [-sine, cosine]])
    waves = chance.normal(0, 0.012, (2, 2))  # about one swing in 80 units
    wobbled: Points = turned + hand.wobble * np.sin(2 * np.pi * (turned @ waves + chance.random(2)))
    return wobbled


def _place(points: Points, hand: Hand) -> Points:
    """Lay the digit on the sheet; one that slant and turn made too large is drawn smaller."""
    room = SHEET - 3 - hand.width
    points = points * min(1.0, room / max(float(np.ptp(points, 0).max()), 1.0))
    free = room - np.ptp(points, 0)
    placed: Points = points - points.min(0) + 1 + hand.width / 2 + free * np.array(hand.place)
    return placed


def redrawn(pictures: Tensor, seed: int = 0) -> Tensor:
    """Return digits uint8 [N,28,28] drawn afresh, each by its own hand, and prepared: as many."""
    made = torch.empty_like(pictures)
    for index, picture in enumerate(pictures):
        image = prepare(redraw(picture, seed * len(pictures) + index)).image[0, 0]
        made[index] = (image * 255).round().to(torch.uint8)
    return made


def gate_digits(digits: DigitSet, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Return pictures uint8 [N,28,28] and labels [N], 1 for a digit and 0 for none, shuffled.

    They are all the digits, every fifth of them drawn afresh, and as many doodles as digits.
    """
    others = doodles(len(digits), seed)
    pictures = torch.cat([digits.pictures, redrawn(digits.pictures[::5], seed), others])
    labels = (torch.arange(len(pictures)) < len(pictures) - len(others)).long()
    order = torch.randperm(len(pictures), generator=torch.Generator().manual_seed(seed))
    return pictures[order], labels[order]
