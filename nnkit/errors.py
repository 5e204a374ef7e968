"""Typed errors. Each message is one clear sentence: what was wrong and what to do."""


class NnkitError(Exception):
    """Base of every error that nnkit raises on purpose; its text may be shown to a visitor."""


class ImageError(NnkitError):
    """A picture could not be read or written."""


class WeightsError(NnkitError):
    """Weights are missing, damaged or not the ones that the manifest names."""


class SettingsError(NnkitError, ValueError):
    """A setting is outside its range or two settings contradict each other."""
