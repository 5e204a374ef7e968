"""Your photo, painted with the brush of another picture."""

from ui import tabs

TABS = {"Paint": "pages.style.paint", "What the network keeps": "pages.style.meaning"}

tabs.heading("Style Transfer")
tab = tabs.choose(TABS)
tab()
