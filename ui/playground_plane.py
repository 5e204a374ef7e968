"""What a small network answers over the plane, painted in the colours of its classes."""

import numpy as np

from nnkit import colours
from nnkit.playground.frames import SIDE

_CLASSES = np.array([colours.NEGATIVE, colours.POSITIVE, (0, 158, 115), (204, 121, 167)], np.uint8)


def paint(maps: bytes) -> colours.Pixels:
    """Paint the answers [SIDE, SIDE, 3] from the maps of all outputs, as frames have them.

    One output goes from blue to orange; of several, the largest gives its class's colour.
    """
    outputs = np.frombuffer(maps, np.uint8).reshape(-1, SIDE, SIDE)
    if len(outputs) > 1:
        chosen: colours.Pixels = _CLASSES[outputs.argmax(0)]
        return chosen
    return colours.signed((outputs[0].astype(np.float32) - 128) / 127, 1.0)
