"""Writes what scikit-learn says about predictions made by a formula.

usage: metric_figures.py OUT.csv      (made with scikit-learn 1.9.1, numpy 2.4.6, scipy 1.17.1)
"""

import sys

import numpy as np
from scipy.special import log_softmax
from sklearn import metrics

# name, samples, classes, classes that have samples, samples of one row
CASES = [
    ("two", 201, 2, 2, 1),
    ("four", 500, 4, 4, 1),
    ("ties", 300, 3, 3, 4),
    ("seven", 900, 7, 7, 1),
    ("absent", 120, 5, 4, 1),
]


def uniform(i):
    return (((i + 1) * 2654435761 % 2**32) >> 8) * 2.0**-24


def made(n, k, present, same):
    label = np.array([(i * i * 17 + i * 5 + i // 7) % present for i in range(n)])
    logits = np.array([[4 * uniform((i // same) * 31 + c) for c in range(k)] for i in range(n)])
    logits = logits.astype(np.float32)  # so that ties are the same as in Java
    for i in range(n):
        logits[i, label[i - i % same]] += np.float32(1)
    return label, logits.astype(np.float64)


def calibration_error(right, confidence, bins):
    which = np.ceil(confidence * bins).astype(int)
    parts = [which == b for b in range(1, bins + 1)]
    return sum(abs(right[p].mean() - confidence[p].mean()) * p.mean() for p in parts if p.any())


def figures(label, logits):
    n, k = logits.shape
    logs = log_softmax(logits, axis=1)
    p = np.exp(logs)
    guess = logits.argmax(axis=1)
    yield "accuracy", metrics.accuracy_score(label, guess)
    yield "balanced", np.mean([np.mean(guess[label == c] == c) for c in np.unique(label)])
    yield "macro_f1", metrics.f1_score(label, guess, average="macro")
    yield "weighted_f1", metrics.f1_score(label, guess, average="weighted")
    yield "loss", -logs[np.arange(n), label].mean()
    yield "top2", np.mean([label[i] in np.argsort(-logits[i], kind="stable")[:2] for i in range(n)])
    yield "brier", ((p - np.eye(k)[label]) ** 2).sum(axis=1).mean()
    yield "ece", calibration_error(guess == label, p.max(axis=1), 15)
    present = [c for c in range(k) if (label == c).any()]
    areas = [metrics.roc_auc_score(label == c, p[:, c]) for c in present]
    precisions = [metrics.average_precision_score(label == c, p[:, c]) for c in present]
    yield "auroc", areas[1] if k == 2 else np.mean(areas)
    yield "average_precision", precisions[1] if k == 2 else np.mean(precisions)
    scores = metrics.precision_recall_fscore_support(
        label, guess, labels=range(k), zero_division=np.nan
    )
    for c in range(k):
        for name, values in zip(("precision", "recall", "f1", "support"), scores):
            yield f"{name}.{c}", float(values[c])


with open(sys.argv[1], "w") as out:
    for name, n, k, present, same in CASES:
        for figure, value in figures(*made(n, k, present, same)):
            out.write(f"{name},{n},{k},{present},{same},{figure},{float(value)!r}\n")
