"""Autoencoder opens in every state, follows the pad, and shows nnkit's own numbers."""

import pytest
import torch

from nnkit import autoencoder, digits, weights
from nnkit.autoencoder import evaluation, samples
from nnkit.strokes import paint
from tests.pages.test_digit_drawing import draw, flat
from tests.pages.test_pages import assert_calm, open_page, press, words
from tests.pages.test_snippets import results, run_fresh
from ui import autoencoder_odd, digit_examples

PAGE = "pages/autoencoder.py"
DRAWING = (
    "Squeeze", "Latent map", "Walk", "Denoise", "Spot the odd one", "Fill the hole",
)  # fmt: skip
TABS = (*DRAWING, "Why a bottleneck?", "Train live", "Photo")
STARTS = {
    "Fill the hole": "fill_hole-start", "Why a bottleneck?": "copying-start",
    "Train live": "small_autoencoder-start", "Photo": "photo_patches-start",
}  # fmt: skip
SHORT = {"small_epochs": "10", "patch_steps": "200", "photo_size": "256", "hole": "8"}
SEVEN = {"example": "7"}


def seven():
    return digits.prepare(paint(digit_examples.example(7))).image


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens(tab):
    test = open_page(PAGE, tab=tab)
    assert_calm(test)
    assert not test.warning
    if tab not in STARTS:
        assert any("from nnkit import" in code.value for code in test.code)


@pytest.mark.parametrize("tab", DRAWING)
@pytest.mark.parametrize("strokes", [[], [[18, 140, 140]], "nonsense"],
                         ids=("empty", "dot", "text"))  # fmt: skip
def test_every_tab_takes_any_drawing(tab, strokes):
    assert_calm(draw(open_page(PAGE, tab=tab), strokes))


@pytest.mark.parametrize("tab", TABS)
def test_nonsense_in_a_link_falls_back(tab):
    query = {
        "numbers": "3", "from": "<b>", "kind": "10", "nth": "0", "from_2": "?", "kind_2": "x",
        "nth_2": "99", "map": "atlas", "beneath": "fog", "at_vae2": "1_2_nan", "walker": "crab",
        "walk_steps": "1", "noise": "-1", "noise_seed": "x", "threshold": "nan", "hole": "28",
        "hole_row": "-1", "hole_column": "1e9", "middle": "7", "examples": "none", "seed": "-1",
        "copy_noise": "9", "small_kind": "?", "small_rate": "1", "small_epochs": "0",
        "patch_numbers": "0", "bits": "99", "patch_steps": "1", "photo_size": "10000",
    }  # fmt: skip
    assert_calm(open_page(PAGE, tab=tab, **query))


@pytest.mark.parametrize("tab", STARTS)
def test_every_run_ends_in_its_film_and_its_code(tab):
    test = press(open_page(PAGE, tab=tab, **SHORT), STARTS[tab])
    assert not test.warning
    assert any("from nnkit import" in code.value for code in test.code)


@pytest.mark.parametrize("numbers", [2, 8, 32])
def test_the_errors_are_those_of_the_shipped_networks(numbers):
    text = words(open_page(PAGE, numbers=str(numbers), **SEVEN))
    entries = weights.manifest()
    mean = entries[f"autoencoder_ae{numbers}"].metrics["mse"]
    assert f"Autoencoder **{mean:.4f}**" in text
    assert f"PCA **{entries['autoencoder_pca'].metrics[f'pca{numbers}']['mse']:.4f}**" in text
    mean = entries[f"autoencoder_vae{numbers}"].metrics["mse"]
    assert f"Variational **{mean:.4f}**" in text
    right = [
        entries[f"autoencoder_{kind}{numbers}"].metrics["read_right"] for kind in ("ae", "vae")
    ]
    right.append(entries["autoencoder_pca"].metrics[f"pca{numbers}"]["read_right"])
    shares = [f"{share:.0%}" for share in right]
    assert "Autoencoder **{}**, Variational **{}**, PCA **{}**".format(*shares) in text


def test_what_is_said_of_the_variational_networks_is_so():
    entries = weights.manifest()
    plain, variational = (
        [entries[f"autoencoder_{kind}{count}"].metrics for count in (2, 8, 32)]
        for kind in ("ae", "vae")
    )
    dearer = [theirs["mse"] / ours["mse"] for ours, theirs in zip(plain, variational, strict=True)]
    assert max(dearer[:2]) < 1.05  # "next to nothing"
    assert dearer[2] > 1.3  # "less exactly"
    assert all(0.7 < kind[0]["read_right"] < 0.8 for kind in (plain, variational))  # "one in four"


def test_the_visitors_code_is_marked_on_the_map_and_written_below_it():
    test = open_page(PAGE, tab="Latent map", map="Autoencoder", **SEVEN)
    assert_calm(test)
    first, second = autoencoder.encode(seven(), "ae2")[0].tolist()
    assert f"Y0 = **{first:.2f}** and Y1 = **{second:.2f}**" in words(test).replace("−", "-")


def test_a_link_brings_the_point_back_and_a_move_changes_the_code():
    test = open_page(PAGE, tab="Latent map", at_vae2="0.5_-1.25", at_ae2="0.2_0.3")
    code = test.code[-1].value
    assert "torch.tensor([[0.5000, -1.2500]])" in code
    test.session_state["map_vae2"] = {"point": [1.0, 0.25]}
    test.run()
    assert_calm(test)
    # AppTest runs no callbacks of components: what a move does is tested in the browser.
    plane = autoencoder.load_map("vae2")
    names = {}
    exec(code, names)
    torch.testing.assert_close(
        names["result"], autoencoder.decode(torch.tensor([[0.5, -1.25]]), plane.name)
    )


def test_each_map_has_its_own_place_in_the_link():
    test = open_page(PAGE, tab="Latent map", map="Autoencoder", at_vae2="1.5_-1.25")
    middle = autoencoder.load_map("ae2").codes.median(0).values.tolist()
    assert f"torch.tensor([[{middle[0]:.4f}, {middle[1]:.4f}]])" in test.code[-1].value
    test.segmented_control(key="map").set_value("vae2").run()
    assert_calm(test)
    assert "torch.tensor([[1.5000, -1.2500]])" in test.code[-1].value


def test_what_lies_on_the_map_is_what_is_said_to_lie_there():
    assert "2,000 digits" in words(open_page(PAGE, tab="Latent map"))
    text = words(open_page(PAGE, tab="Latent map", beneath="What is drawn there"))
    assert "what the decoder draws" in text
    assert "2,000 digits" not in text


def test_the_story_of_the_map_can_be_played():
    test = open_page(PAGE, tab="Latent map", story="true")
    assert_calm(test)
    assert "from the untrained network to the finished one" in words(test)


def test_denoising_shows_the_gain_that_was_measured():
    from nnkit import noise

    text = words(open_page(PAGE, tab="Denoise", noise="0.4", noise_seed="3", **SEVEN))
    noisy = noise.gaussian(seven(), 0.4, 3)
    before, after = (
        evaluation.psnr(seven(), each).item() for each in (noisy, autoencoder.denoise(noisy))
    )
    assert f"**{after - before:.1f} dB better**" in text


def test_without_noise_there_is_nothing_to_gain():
    test = open_page(PAGE, tab="Denoise", noise="0", **SEVEN)
    assert_calm(test)
    assert "nothing to gain" in words(test)


def test_a_digit_passes_and_a_cross_hatching_is_odd():
    test = open_page(PAGE, tab="Spot the odd one", **SEVEN)
    assert "a digit, as far as I can tell" in words(test)
    test = open_page(PAGE, tab="Spot the odd one")
    lines = [[10, x, 20, x, 260] for x in range(20, 270, 40)]
    lines += [[10, 20, y, 260, y] for y in range(20, 270, 40)]
    assert ": odd" in words(draw(test, lines))


def test_the_threshold_decides_what_is_odd_and_what_slips_through():
    scores = autoencoder_odd.known()
    for threshold in (-2.0, 1.0, 6.0):
        text = words(open_page(PAGE, tab="Spot the odd one", threshold=str(threshold)))
        alarms = sum(score > threshold for score in scores[autoencoder_odd.DIGIT])
        missed = sum(score <= threshold for score in scores[autoencoder_odd.DOODLE])
        assert f"**{alarms}** of 100 digits" in text
        assert f"**{missed}** of 100 doodles" in text


def test_the_judge_names_its_digits_and_its_figures():
    text = words(open_page(PAGE, tab="Spot the odd one"))
    figures = weights.manifest()["autoencoder_anomaly"].metrics
    for kind in ("noise", "letters", "doodles"):
        assert f"{figures[f'auroc_{kind}']:.1%}" in text
    assert 0.18 < 1 - figures["letters_odd"] < 0.22  # "one in five"
    assert "the forger of *GAN Sampler*" in text
    assert "95% sure" in text
    assert samples._SURE == 0.95


def test_noise_can_be_set_only_where_there_is_a_pattern():
    noise = "copy_noise"
    assert not open_page(PAGE, tab="Why a bottleneck?").slider(key=noise).disabled
    test = open_page(PAGE, tab="Why a bottleneck?", examples="anything")
    assert test.slider(key=noise).disabled
    assert "about its examples" in words(press(test, STARTS["Why a bottleneck?"]))


def test_the_network_before_stands_beside_the_new_one():
    test = press(open_page(PAGE, tab="Why a bottleneck?"), STARTS["Why a bottleneck?"])
    assert "The network before it" not in words(test)
    test.selectbox(key="middle").set_value("2 neurons: 4-4-2-4-4").run()
    press(test, STARTS["Why a bottleneck?"])
    assert_calm(test)
    text = words(test)
    assert "That is learning." in text
    assert "**The network before it**, in the middle none: 4-4-4-4" in text
    assert "It has learned **nothing**" in text


def test_live_training_says_how_far_it_has_come():
    test = press(open_page(PAGE, tab="Train live", **SHORT), STARTS["Train live"])
    assert "on 297 digits that it never learned from" in words(test)


def test_a_walk_may_lead_between_two_samples():
    first = {"from": "Take a sample", "kind": "7", "nth": "3"}
    second = {"from_2": "Take a sample", "kind_2": "4", "nth_2": "1"}
    test = open_page(PAGE, tab="Walk", walker="Autoencoder, 32 numbers", **first, **second)
    assert_calm(test)
    names = {}
    exec(test.code[-1].value, names)
    assert names["walk"].shape == (24, 1, 28, 28)
    fours = autoencoder.sample_digits().images()[40:41]
    torch.testing.assert_close(
        names["walk"][-1:], autoencoder.reconstruct(fours, "ae32"), atol=1e-5, rtol=0
    )


@pytest.mark.parametrize(
    ("query", "key", "start"),
    [
        ({"numbers": "8"}, "squeezed", None),
        ({"tab": "Denoise", "noise": "0.3"}, "denoised", None),
        ({"tab": "Fill the hole", **SHORT}, "filled", "fill_hole-start"),
    ],
    ids=("squeezed", "denoised", "filled"),
)
def test_the_python_under_a_result_makes_the_same_picture(query, key, start, tmp_path):
    from nnkit import images

    test = open_page(PAGE, **query)
    if start:
        press(test, start)
    result = results(test)[key]
    found = run_fresh(result.code, tmp_path).astype(int)
    assert abs(found - images.to_uint8(result.picture)).max() <= 1


def test_the_drawing_is_the_same_as_on_digit_drawing():
    test = draw(open_page("pages/digit_drawing.py"), flat(4))
    test.switch_page(PAGE).run()
    assert_calm(test)
    assert test.session_state["_pad_digit_pad"].drawing.strokes[0].points[0] == (126.0, 46.0)
    assert "Went in" in words(test)
