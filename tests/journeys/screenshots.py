"""Makes the pictures of the README from the running app.

``python -m tests.journeys.screenshots [--all FOLDER]``; with ``--all`` it photographs every page
and tab at 1280 and 390 px, light and dark, for looking at.
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS, chromium
from tests.journeys.conftest import settle
from tests.journeys.server import ROOT, Server

OUT = ROOT / "ui" / "assets" / "screenshots"
PAGES = {
    "home": "/",
    "neuron_explorer": "/neuron_explorer",
    "the_sum": "/neuron_explorer?tab=The+sum",
    "a_line": "/neuron_explorer?tab=A+line",
    "logic_gates": "/neuron_explorer?tab=Logic+gates&gate=XOR",
    "network_playground": "/network_playground?recipe=Spiral",
    "backpropagation": "/network_playground?tab=Backpropagation",
    "going_downhill": "/network_playground?tab=Going+downhill",
    "vanishing": "/network_playground?tab=Vanishing+gradients",
    "was_it_luck": "/network_playground?tab=Was+it+luck%3F",
    "compare": "/network_playground?tab=Compare",
    "dropout": "/network_playground?tab=Dropout",
    "own_points": "/network_playground?points=Draw+your+own",
    "digit_drawing": "/digit_drawing",
    "one_neuron": "/digit_drawing?tab=One+neuron%2C+opened",
    "the_convnet": "/digit_drawing?tab=The+ConvNet%2C+opened",
    "which_ink": "/digit_drawing?tab=The+ConvNet%2C+opened&view=Which+ink+mattered",
    "teach_it": "/digit_drawing?tab=Teach+it",
    "correct_it": "/digit_drawing?tab=Correct+it",
    "mix_ups": "/digit_drawing?tab=Mix-ups",
    "inside_a_convnet": "/inside_a_convnet?tab=Feature+maps",
    "first_filters": "/inside_a_convnet?tab=First+filters",
    "feature_maps": "/inside_a_convnet?tab=Feature+maps&picture=Coffee",
    "what_it_looked_at": "/inside_a_convnet?tab=What+it+looked+at",
    "why_so_many_dogs": "/inside_a_convnet?tab=Why+so+many+dogs%3F&picture=Photographer",
    "filter_convolution": "/filter_convolution",
    "find_the_pattern": "/filter_convolution?tab=Find+the+pattern",
    "convolutional_neuron": "/filter_convolution?tab=Convolutional+neuron",
    "learn_the_kernel": "/filter_convolution?tab=Learn+the+kernel",
    "frequencies": "/filter_convolution?tab=Frequencies",
    "deep_dream": "/deep_dream?octaves=3&goal=Neuron&layer=block+13&unit=80&steps=20"
    "&step_size=0.01&smoothing=0.78",
    "style_transfer": "/style_transfer?picture=Cat&style=Night+of+swirls",
    "style_two": "/style_transfer?mixed=true&second_style=Mosaic&keep_colours=true&expert=true",
    "style_meaning": "/style_transfer?tab=What+the+network+keeps",
    "adversarial_fooling": "/adversarial_fooling?target=ostrich",
    "from_noise": "/adversarial_fooling?tab=From+noise",
    "how_strong": "/adversarial_fooling?tab=How+strong+must+it+be%3F",
    "carry_over": "/adversarial_fooling?tab=Does+it+carry+over%3F",
    "everyday_changes": "/adversarial_fooling?tab=Does+it+carry+over%3F&test=Everyday+changes",
    "defend": "/adversarial_fooling?tab=Defend&digit_epsilon=0.3",
    "catch_it": "/adversarial_fooling?tab=Defend&defence=Catch+it",
    "autoencoder": "/autoencoder?tab=Latent+map",
    "squeeze": "/autoencoder?tab=Squeeze",
    "walk": "/autoencoder?tab=Walk",
    "denoise": "/autoencoder?tab=Denoise",
    "odd_one": "/autoencoder?tab=Spot+the+odd+one",
    "fill_the_hole": "/autoencoder?tab=Fill+the+hole",
    "why_a_bottleneck": "/autoencoder?tab=Why+a+bottleneck%3F",
    "train_live": "/autoencoder?tab=Train+live",
    "photo_patches": "/autoencoder?tab=Photo",
    "gan_sampler": "/gan_sampler?bold=0.8",
    "gan_walk": "/gan_sampler?tab=Walk",
    "latent_sliders": "/gan_sampler?tab=Latent+sliders&move_0=3",
    "latent_sums": "/gan_sampler?tab=Arithmetic",
    "gan_my_digit": "/gan_sampler?tab=My+digit&example=3",
    "gan_story": "/gan_sampler?tab=The+story",
    "gan_lab": "/gan_sampler?tab=GAN+lab",
    "gan_live": "/gan_sampler?tab=Train+live",
    "endless_zoom": "/deep_dream?tab=Endless+zoom&frames=24",
}


# In pixels, where 860 cut the best off.
HEIGHTS = {
    "inside_a_convnet": 1560, "deep_dream": 1560, "adversarial_fooling": 1300,
    "network_playground": 1300,
}  # fmt: skip


# Pages that are worth a picture only when their job is done: the button that starts it.
STARTS = {
    "Learn": "Learn the kernel",
    "/deep_dream?octaves": "Dream",
    "Endless": "Take off",
    "/style_transfer?picture": "Paint",
    "/style_transfer?tab": "Grow it from noise",
    "luck": "Train sixteen",
    "target=ostrich": "Fool it",
    "From+noise": "Find the goldfish",
    "How+strong": "Measure",
    "carry+over": "Test it",
    "Catch+it": "Attack, then look for it",
    "Fill+the+hole": "Fill the hole",
    "bottleneck": "Let it learn",
    "/autoencoder?tab=Train+live": "Train it",
    "/gan_sampler?tab=Train+live": "Train",
    "tab=Compare": "Train both",
    "tab=Photo": "Squeeze my photo",
}


def photograph(browser, url, path, *, width=1280, height=860, scheme="light", whole=False):
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, device_scale_factor=1
    )
    page = context.new_page()
    page.goto(url)
    settle(page)
    page.wait_for_timeout(1500)
    for place, button in STARTS.items():
        if place in url:
            page.get_by_role("button", name=button, exact=True).click()
            page.get_by_text("done, ").wait_for(timeout=120_000)
            settle(page)
            page.wait_for_timeout(800)
    if "recipe=" in url:
        page.get_by_role("button", name="Play").click()
        page.locator("p.status").filter(has_text="epoch 200").wait_for(timeout=120_000)
    if whole:  # Streamlit scrolls inside the page: make the window as high as its content
        main = "document.querySelector('[data-testid=stMain]').scrollHeight"
        page.set_viewport_size({"width": width, "height": min(6000, page.evaluate(main) + 20)})
        page.wait_for_timeout(700)
    options = {"type": "jpeg", "quality": 82} if path.suffix == ".jpg" else {}
    page.screenshot(path=str(path), **options)
    context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, default=None)
    folder = parser.parse_args().all
    with tempfile.TemporaryDirectory() as log, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=CHROMIUM_ARGUMENTS,
        )
        with Server(Path(log) / "server.log") as server:
            warm = browser.new_page()
            warm.goto(server.url + "/filter_convolution")
            warm.wait_for_selector("[data-painted]", state="attached", timeout=60_000)
            warm.close()
            for name, path in PAGES.items():
                if folder is None:
                    OUT.mkdir(parents=True, exist_ok=True)
                    height = HEIGHTS.get(name, 860)
                    photograph(browser, server.url + path, OUT / f"{name}.jpg", height=height)
                    continue
                folder.mkdir(parents=True, exist_ok=True)
                for width in (1280, 390):
                    for scheme in ("light", "dark"):
                        target = folder / f"{name}-{width}-{scheme}.png"
                        photograph(browser, server.url + path, target, width=width,
                                   scheme=scheme, whole=True)  # fmt: skip
        browser.close()


if __name__ == "__main__":
    main()
