"""What a network sees, painted into the photo until we see it too."""

from ui import tabs

TABS = {"Dream": "pages.dream.dream", "Endless zoom": "pages.dream.zoom"}

tabs.heading("Deep Dream")
tab = tabs.choose(TABS)
tab()
