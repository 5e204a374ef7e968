"""The first page: what this is, where to begin, and the visitor's own picture on every card."""

import streamlit as st

from ui import display, picture, previews, site

DIGITS, CONVOLUTION = "pages/digit_drawing.py", "pages/filter_convolution.py"
INSIDE, DREAM = "pages/inside_a_convnet.py", "pages/deep_dream.py"
PLAYGROUND, FOOL = "pages/network_playground.py", "pages/adversarial_fooling.py"
PAINT, GAN = "pages/style_transfer.py", "pages/gan_sampler.py"
CODER, EXPLORER = "pages/autoencoder.py", "pages/neuron_explorer.py"
ROUTE = (
    ("digit", "Draw a digit", "10 min", DIGITS, {"tab": "Draw"},
     "Write a 3 and four networks read it while you draw. Then open one and see why."),
    ("filter", "Filter", "10 min", CONVOLUTION, {"tab": "Filter"},
     "Slide nine numbers over the photo. Point at any pixel and check its sum by hand."),
    ("neuron", "Convolutional neuron", "10 min", CONVOLUTION, {"tab": "Convolutional neuron"},
     "Stack kernels and pooling, then meet the filters a real network taught itself."),
    ("learn", "Learn the kernel", "10 min", CONVOLUTION, {"tab": "Learn the kernel"},
     "Hide a kernel and watch gradient descent find it, number by number."),
    ("inside", "Inside a ConvNet", "10 min", INSIDE, {},
     "Sixteen layers deep: where your photo's edges become textures, and textures parts."),
    ("dream", "Deep Dream", "10 min", DREAM, {},
     "Turn the network round: paint what it sees into the photo, until you see it too."),
    ("playground", "Network Playground", "15 min", PLAYGROUND, {"recipe": "Spiral"},
     "Build a network yourself, press play, and watch it bend a line around a spiral."),
    ("paint", "Style Transfer", "10 min", PAINT, {},
     "Lend your photo the brush of another picture: glass, ink, a starry night."),
    ("fool", "Adversarial Fooling", "10 min", FOOL, {"target": "ostrich"},
     "Change the photo so little that nobody sees it, and the network swears: an ostrich."),
    ("squeeze", "Autoencoder", "10 min", CODER, {"tab": "Latent map"},
     "Squeeze a digit through two numbers, and stroll over the map of all that they can mean."),
    ("forge", "GAN Sampler", "15 min", GAN, {},
     "A forger draws digits that nobody wrote, and a critic judges them. Draw one, too."),
    ("weigh", "Neuron Explorer", "10 min", EXPLORER, {"tab": "A line"},
     "Back to the smallest part: one neuron, its sum, and the line that it draws."),
)  # fmt: skip

words, hero = st.columns([3, 2], vertical_alignment="center", gap="large")
with words:
    st.title("See how a machine learns to see")
    st.markdown(
        "What happens inside a neural network? Open one and look: with **your own picture**, on "
        "**real networks**, with **every number in reach**. No account and no maths beyond "
        "school: drag, point and watch."
    )
    st.markdown(
        "Choose a picture in the sidebar (on a phone, » at the top opens it) or add one of yours: "
        "it goes along from page to page."
    )
    if st.button("Begin: draw a digit", type="primary", icon=":material/play_circle:"):
        st.switch_page(DIGITS, query_params={"tab": "Draw"})
with hero:
    st.image(display.data_url(previews.card("filter")), width="stretch",
             alt=f"{picture.current().title}: left as it is, right through an edge filter.",
             caption="Left, the photo. Right, what nine numbers make of it.")  # fmt: skip

st.subheader("The pages")
for entry in site.PAGES:
    st.page_link(entry.file, label=f"**{entry.title}**", icon=entry.icon)
    st.caption(entry.promise)

st.subheader("A good first afternoon")
st.markdown(
    "Twelve stops, in this order: the first six fill an hour. Most pictures are yours, seen in "
    "that stop's way."
)
for start in range(0, len(ROUTE), 3):
    for number, column in enumerate(st.columns(3), start=start):
        name, title, minutes, page, query, promise = ROUTE[number]
        with column, st.container(border=True, height="stretch"):
            st.image(display.data_url(previews.card(name)), width="stretch",
                     alt=f"{title}: {previews.MEANING[name]}")  # fmt: skip
            st.markdown(f"**{number + 1}. {title}** · {minutes}  \n{promise}")
            st.page_link(page, label=f"Open {title}", query_params=query,
                         icon=":material/arrow_forward:")  # fmt: skip

st.caption(
    "All of it is computed by nnkit, a small PyTorch package that you can import yourself: under "
    "every result stands the Python that made it."
)
