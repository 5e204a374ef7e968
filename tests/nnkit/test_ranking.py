import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from nnkit import SettingsError
from nnkit.ranking import auroc

SCORES = st.lists(st.integers(-5, 5), min_size=1, max_size=30)


@settings(max_examples=80, deadline=None)
@given(SCORES, SCORES)
def test_auroc_is_sklearns(normal, strange):
    truth = [0] * len(normal) + [1] * len(strange)
    found = auroc(torch.tensor(normal), torch.tensor(strange).float())
    assert found == pytest.approx(roc_auc_score(truth, normal + strange))


@pytest.mark.parametrize("sizes", [(2, 0), (0, 2)])
def test_nothing_to_compare_is_refused(sizes):
    with pytest.raises(SettingsError, match="at least one normal and one strange"):
        auroc(*map(torch.ones, sizes))
