"""The first page: what this is, where to begin, and the visitor's own picture on every card."""

import streamlit as st

from ui import display, picture, previews, site

FIRST_HOUR = (
    ("filter", "Filter", "10 min", "Slide nine numbers over the photo. Point at any pixel and "
     "check its sum by hand.", "sobel x"),
    ("pattern", "Find the pattern", "10 min", "Trace a patch, slide it over the picture and let "
     "the errors tell where it fits.", ""),
    ("neuron", "Convolutional neuron", "15 min", "Stack kernels, biases and pooling, then meet the "
     "filters that a real network taught itself.", ""),
    ("learn", "Learn the kernel", "15 min", "Hide a kernel and watch gradient descent find it, "
     "number by number.", ""),
    ("waves", "Frequencies", "10 min", "See why blur is blur: a picture is made of waves, and a "
     "kernel turns each one up or down.", ""),
)  # fmt: skip

st.title("See how a machine learns to see")
st.markdown(
    "nnkit shows you what happens inside neural networks, with **your own picture**, on **real "
    "networks**, with **every number in reach**. No installation, no account, no maths beyond "
    "school: drag, point, and watch. Choose a picture in the sidebar, or take one of yours; it "
    "goes with you from page to page."
)
for entry in site.PAGES:
    st.page_link(entry.file, label=f"**{entry.title}**: {entry.promise}", icon=entry.icon)

st.subheader("A good first hour")
st.markdown("Five stops, in this order. Each begins with the picture you have chosen.")
columns = st.columns(3)
for number, (name, tab, minutes, promise, _) in enumerate(FIRST_HOUR):
    with columns[number % 3], st.container(border=True):
        st.image(display.data_url(previews.card(name)), width="stretch",
                 alt=f"{tab}: your picture, {picture.current().title}, seen this way.")  # fmt: skip
        st.markdown(f"**{number + 1}. {tab}** · {minutes}  \n{promise}")
        st.page_link("pages/filter_convolution.py", label=f"Open {tab}",
                     icon=":material/arrow_forward:", query_params={"tab": tab})  # fmt: skip

st.caption(
    "Everything you see is computed by nnkit, a small PyTorch package you can import yourself: "
    "under every result stands the Python that made it."
)
