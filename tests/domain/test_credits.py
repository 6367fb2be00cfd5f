"""The words about credits."""

from __future__ import annotations

import pytest

from babydance.domain.credits import GRANT_WORDS, SPEND_PRIORITY, Balance, LotKind


def test_every_kind_of_lot_has_words_and_a_place_in_the_spend_order():
    assert set(SPEND_PRIORITY) == set(GRANT_WORDS) == set(LotKind)
    assert sorted(LotKind, key=SPEND_PRIORITY.__getitem__) == [
        LotKind.TRIAL,
        LotKind.PLAN,
        LotKind.PROMO,
        LotKind.PACK,
    ]


@pytest.mark.parametrize("figures", [{"available": -1}, {"held": -1}])
def test_a_balance_below_zero_cannot_be_made(figures):
    with pytest.raises(ValueError, match="never negative"):
        Balance(**figures)
