import pandas as pd

from undertone_model.data.splits import split_groups


def test_no_group_crosses_and_every_split_has_some():
    groups = pd.Series([f"s{i % 20}" for i in range(200)])
    strata = groups.map(lambda name: "male" if int(name[1:]) % 2 else "female")
    split = split_groups(groups, strata, (0.6, 0.2, 0.2))
    assert split.groupby(groups).nunique().eq(1).all()
    assert split.groupby(strata).nunique().eq(3).all()


def test_a_new_group_moves_no_other_stratum():
    groups = pd.Series(["a", "b", "c", "x", "y", "z"])
    strata = pd.Series(["1", "1", "1", "2", "2", "2"])
    before = split_groups(groups[:3], strata[:3], (0.6, 0.2, 0.2))
    assert split_groups(groups, strata, (0.6, 0.2, 0.2))[:3].tolist() == before.tolist()


def test_three_speakers_are_enough():
    groups = pd.Series(["a", "b", "c"])
    assert set(split_groups(groups, pd.Series("", index=groups.index), (0.6, 0.2, 0.2))) == {"train", "valid", "test"}
