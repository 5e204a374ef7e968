import pytest

from nnkit.errors import SettingsError
from nnkit.gan.lab import LabSettings


@pytest.mark.parametrize(
    "wrong",
    [
        {"generator": (8,) * 6},
        {"generator": (0,)},
        {"generator": (101,)},
        {"critic": (8,) * 6},
        {"critic": (8.0,)},
        {"activation": "sigmoid"},
        {"noise": "pink"},
        {"noise_size": 0},
        {"noise_size": 3},
        {"loss": "hinge"},
        {"penalty": -1},
        {"penalty": 101},
        {"generator_optimiser": "lbfgs"},
        {"critic_optimiser": "momentum"},
        {"generator_rate": -0.1},
        {"critic_rate": float("nan")},
        {"critic_rate": 1.1},
        {"generator_steps": 11},
        {"critic_steps": -1},
        {"batch": 0},
        {"batch": 1001},
        {"rounds": -1},
        {"every": 0},
        {"seed": -1},
        {"seed": 0.5},
    ],
    ids=str,
)
def test_settings_out_of_range_are_refused_in_one_sentence(wrong):
    with pytest.raises(SettingsError, match=r"^[^.]+(\.[^.\s]+)*(\.\.[^.]+)*\.$"):
        LabSettings(**wrong)


def test_shapes():
    settings = LabSettings(generator=(5, 4), critic=(), noise_size=1, activation="tanh")
    assert settings.generator_architecture().sizes == (1, 5, 4, 2)
    assert settings.generator_architecture().activations == ("tanh", "tanh")
    assert settings.critic_architecture().sizes == (2, 1)
