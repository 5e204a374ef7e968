"""Makes the small pictures of the recipes: what each makes of one sample photo.

``python -m ui.make_dream_presets``
"""

from collections import deque

from tqdm import tqdm

from nnkit import dream, heap, images, samples, vision
from nnkit.dream.presets import PRESETS
from ui import encoding
from ui.dream_presets import FOLDER

SAMPLE, SIDE = "cat", 192


def main() -> None:
    """Write one JPEG per recipe."""
    heap.reuse()
    network, picture = vision.load(), samples.load(SAMPLE, max_side=512)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for preset in tqdm(PRESETS):
        (frame,) = deque(dream.dream(network, picture, preset.settings), maxlen=1)
        small = images.to_pil(images.to_square(frame.picture)).resize((SIDE, SIDE))
        (FOLDER / f"{preset.key}.jpg").write_bytes(encoding.jpeg(small))


if __name__ == "__main__":
    main()
