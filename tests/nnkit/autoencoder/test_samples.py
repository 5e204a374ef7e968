"""A hundred digits that nobody wrote, and that everybody can read."""

from nnkit.autoencoder import sample_digits
from nnkit.digits import recognition


def test_ten_of_each_kind():
    digits = sample_digits()
    assert digits.pictures.shape == (100, 28, 28)
    assert digits.labels.tolist() == [kind for kind in range(10) for _ in range(10)]


def test_each_is_read_as_its_label():
    digits = sample_digits()
    read = recognition.load("mlp").probabilities(digits.images()).argmax(1)
    assert (read == digits.labels).float().mean() >= 0.95


def test_no_two_are_the_same():
    assert len(sample_digits().pictures.flatten(1).unique(dim=0)) == 100
