"""The last tab: an autoencoder that learns one photo, against JPEG and PCA."""

import streamlit as st

from nnkit.autoencoder import patches
from ui import autoencoder_photo, code_panel, job_view, permalinks, picture, player
from ui.guard import guard

JOB = "photo_patches"


@guard()
def show() -> None:
    """Show the settings, the run, and its rivals; the job's view follows the run."""
    st.markdown(
        "Can it shrink a photo? Cut yours into patches of 8 × 8 pixels, 192 numbers each, and "
        "train an autoencoder on **these patches alone** to say each with a few. Its numbers are "
        "rounded and packed into real bytes. Then JPEG and PCA get *as many bytes* and do "
        "their best. Fair is fair: nobody can read the numbers without the **decoder**, so the "
        "bill is written twice, without it and with it."
    )
    with st.container(horizontal=True):
        numbers = permalinks.slider("Numbers a patch", 1, 32, 8, key="patch_numbers")
        bits = permalinks.slider("Bits a number", 2, 8, 5, key="bits")
        steps = permalinks.slider("Steps of training", 200, 3000, 1500, key="patch_steps",
                                  step=100)  # fmt: skip
        side = permalinks.selectbox("Size in pixels", autoencoder_photo.SIZES, key="photo_size",
                                    default=384)  # fmt: skip
    settings = patches.PatchSettings(numbers=numbers, bits=bits, steps=steps)
    photo = picture.tensor(side)
    painter = autoencoder_photo.Painter(photo)
    job = job_view.run_job(
        JOB,
        (picture.current(), side, settings),
        lambda: patches.squeeze(photo, settings),
        painter.encode,
        steps,
        autoencoder_photo.show,
        start_label="Squeeze my photo",
        keep_picture=False,
    )
    shot = job.latest if job is not None and job.over else None
    if job is None or shot is None or shot.painter.frame is None:
        return
    rows = shot.painter.rivals()
    autoencoder_photo.pictures(photo, rows[:3])
    st.markdown(autoencoder_photo.verdict(rows))
    autoencoder_photo.table(rows, photo.shape[-2] * photo.shape[-1])
    st.caption(
        "PSNR: 10 dB more mean a tenth of the squared error. JPEG carries the experience of "
        "thirty years and adapts to every patch; this network had a few seconds and one photo. "
        "Codecs that learn from millions of photos, and share their decoder once and for all, do "
        "beat JPEG."
    )
    with st.expander("Watch it learn", icon=":material/movie:"):
        player.player(autoencoder_photo.bundle(job.history), key="photo_film")
    code = code_panel.snippet(
        "autoencoder, images, samples",
        picture.code(side),
        f"settings = autoencoder.patches.{settings}",
        "*_, last = autoencoder.patches.squeeze(picture, settings)",
        "for row in autoencoder.patch_rivals.compare(picture, last):",
        "    print(row.name, row.size, row.psnr, row.note)",
        "result = last.picture",
    )
    code_panel.show(
        code_panel.Result(shot.painter.frame.picture, f"{numbers} numbers a patch", code),
        key="patched",
    )
