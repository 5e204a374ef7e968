"""The page that the tests beside it drive: a small run of the GAN lab."""

from dataclasses import replace

import streamlit as st

from nnkit.gan import lab
from ui import gan_lab, gan_lab_run

ORIGIN = lab.CloudSettings("disjoint", points=300)
SETTINGS = lab.LabSettings((4,), (4,), rounds=60, every=4, batch=20)
COLLAPSE = replace(lab.PRESETS[-1].settings, rounds=700, every=50)


def main() -> None:
    query, state = st.query_params, st.session_state
    settings = COLLAPSE if query.get("part") == "collapse" else SETTINGS
    if "begun" not in state:
        state["begun"] = True
        gan_lab_run.begin(ORIGIN, settings).more(600)
    if st.toggle("Faster"):
        settings = replace(settings, generator_rate=0.05)
    run = gan_lab_run.ongoing()
    assert run is not None
    event = gan_lab.next_event("lab", run.name)
    if event:
        state["told"] = event
        run = gan_lab_run.obey(run, event, settings)
    if st.toggle("Mounted", value=True):
        is_pending = run.settings != settings
        gan_lab.show(gan_lab_run.bundle(run), key="lab", begin=run.shown, is_pending=is_pending)
    st.text(f"TOLD {state.get('told')}")
    st.text(f"ROUNDS {[frame.step for frame in run.frames]}")


if __name__ == "__main__":
    st.set_page_config(layout="wide")
    main()
