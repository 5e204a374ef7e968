"""The app for a host that watches its health: it turns green only when everything is loaded.

Run ``streamlit run ui/hosted.py`` or ``uvicorn ui.hosted:app``.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio.to_thread
import streamlit as st

ROOT = Path(__file__).resolve().parent.parent


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from ui import site, warmup

    site.disown_pages_folder()
    warmup.start()
    await anyio.to_thread.run_sync(warmup.wait)
    yield


app = st.App(str(ROOT / "app.py"), lifespan=_lifespan)
