"""Identifiers."""

from babydance.domain.ids import is_id, new_id


def test_ids_sort_by_the_moment_they_were_made():
    assert new_id(1_000) < new_id(1_001) < new_id()


def test_ids_of_one_moment_differ():
    assert len({new_id(5) for _ in range(1_000)}) == 1_000


def test_only_the_shape_of_an_id_passes_for_one():
    assert is_id(new_id())
    for text in ("", "a" * 31, "A" * 32, "g" * 32, "../" * 10, new_id() + "\n", new_id() + "/x"):
        assert not is_id(text)
