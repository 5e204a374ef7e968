"""MNIST on the page: is it here, and may we fetch it?"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit.downloads import DownloadFrame
from ui import job_view


def offer_mnist() -> bool:
    """Return whether MNIST is on this machine; where it is not, offer to download it."""
    from nnkit.digits import dataset, download

    if dataset.is_on_disk():
        return True
    st.markdown(
        "MNIST is not on this machine yet. It is 12 MB from the internet, once, and stays on the "
        "machine that runs this app."
    )
    job = job_view.run_job(
        "mnist",
        (),
        download.download,
        _encode,
        download.SIZE,
        _show,
        start_label="Download MNIST",
        keep_picture=False,
    )
    if job is not None and job.state == "done":
        st.rerun()
    return False


def _encode(frame: DownloadFrame) -> float:
    return frame.step / 1e6


def _show(megabytes: float, place: DeltaGenerator) -> None:
    place.caption(f"{megabytes:.1f} MB are here.")
