"""The attacker's classifier, and how well it does within a batch, beside what chance would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import RandomForestClassifier

from .traces import Batch, features, names_of, twos_of

SHUFFLES = 400
TREES = 200
NULL = 0.995
Array = Any  # numpy's


@dataclass(frozen=True)
class Guesses:
    """The guesses for one batch: for each pair of texts, a score that is higher the likelier one person wrote both."""

    authors: Array
    first: Array
    second: Array
    ranks: Array


@dataclass(frozen=True)
class Verdict:
    """How well the attacker did. `auc` is within batches: 0.5 is chance; `null` is the 99.5 % quantile of chance."""

    auc: float
    null: float
    pairs: int
    top1: float
    top1_by_chance: float


def judge(training: Sequence[Batch], fresh: Sequence[Batch], seed: int) -> Verdict:
    """Learn from labelled batches, guess on fresh ones."""
    names = names_of([*training, *fresh])
    assert names, "nothing was seen of any text"
    forest = RandomForestClassifier(TREES, min_samples_leaf=5, random_state=seed)
    rows = np.vstack([features(batch, names) for batch in training])
    forest.fit(rows, np.concatenate([_labels(batch) for batch in training]))
    guesses = [_guessed(forest, batch, names) for batch in fresh]
    shuffled = np.random.default_rng(seed)
    chance = [_auc(guesses, [shuffled.permutation(one.authors) for one in guesses]) for _ in range(SHUFFLES)]
    top1, by_chance = _top1(guesses)
    auc = _auc(guesses, [one.authors for one in guesses])
    return Verdict(auc, float(np.quantile(chance, NULL)), sum(len(one.first) for one in guesses), top1, by_chance)


def _labels(batch: Batch) -> Array:
    first, second = twos_of(batch)
    authors = np.array(batch.authors)
    return authors[first] == authors[second]


def _guessed(forest: RandomForestClassifier, batch: Batch, names: Sequence[str]) -> Guesses:
    scores = forest.predict_proba(features(batch, names))[:, 1]
    return Guesses(np.array(batch.authors), *twos_of(batch), _ranks(scores))


def _ranks(scores: Array) -> Array:
    """Ranks from 1, ties shared."""
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[place]


def _auc(guesses: Sequence[Guesses], authors: Sequence[Array]) -> float:
    """How often a pair of one author scores above a pair of two, among pairs of the same batch."""
    won = compared = 0.0
    for one, who in zip(guesses, authors, strict=True):
        same = who[one.first] == who[one.second]
        yes, no = int(same.sum()), int((~same).sum())
        won += float(one.ranks[same].sum()) - yes * (yes + 1) / 2
        compared += yes * no
    return won / compared


def _top1(guesses: Sequence[Guesses]) -> tuple[float, float]:
    """How often the likeliest partner of a text is a true one, and how often a random one would be."""
    hits, chances = [], []
    for one in guesses:
        for item, author in enumerate(one.authors):
            mine = (one.first == item) | (one.second == item)
            others = np.where(one.first[mine] == item, one.second[mine], one.first[mine])
            true = one.authors[others] == author
            if true.any():
                best = one.ranks[mine] == one.ranks[mine].max()
                hits.append(true[best].mean())
                chances.append(true.mean())
    return float(np.mean(hits)), float(np.mean(chances))
