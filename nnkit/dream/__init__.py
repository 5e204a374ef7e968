"""Deep Dream: pictures in which a network sees more and more of what it knows."""

from nnkit.dream.dreaming import DreamFrame, dream
from nnkit.dream.settings import DreamSettings, ZoomSettings
from nnkit.dream.zooming import ZoomFrame, zoom

__all__ = ["DreamFrame", "DreamSettings", "ZoomFrame", "ZoomSettings", "dream", "zoom"]
