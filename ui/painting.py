"""What a job paints: small pictures on the way, the last one whole."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


class KeepsLast:
    """Makes pictures small for the way to the browser; only the last stays at full quality."""

    def __init__(self) -> None:
        """Begin without a picture."""
        self.result: Tensor | None = None

    def jpeg(self, picture: "Tensor") -> tuple[bytes, tuple[int, int]]:
        """Keep a picture [1, 3, H, W]; return it as a JPEG, and its width and height."""
        from nnkit import images

        self.result = picture
        height, width = picture.shape[-2:]
        return images.to_jpeg(picture), (width, height)
