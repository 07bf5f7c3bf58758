"""Fits the polynomials of dev.loupe.kernel.ScalarMath.

Weighted least squares on Chebyshev points, reweighted by the error until it is level (Lawson's
algorithm). Each coefficient is rounded to float, lowest first, and the rest fitted again.
Needs NumPy and SciPy. Run: python3 polynomials.py
"""

import numpy as np
from scipy import special


def lawson(x, target, weight, powers):
    basis = np.stack([x**p for p in powers], axis=1)
    w = np.ones_like(x)
    best, least = None, np.inf
    for _ in range(300):
        s = np.sqrt(w) * weight
        c = np.linalg.lstsq(basis * s[:, None], target * s, rcond=None)[0]
        error = np.abs((basis @ c - target) * weight)
        if error.max() < least:
            best, least = c, error.max()
        w *= error + 1e-3 * error.max()
        w /= w.sum()
    return best


def fit(name, low, high, target, weight, degree):
    t = np.cos(np.pi * (np.arange(2000) + 0.5) / 2000)
    x = (low + high) / 2 + (high - low) / 2 * t
    y, w = target(x), weight(x)
    rest, fixed = list(range(degree + 1)), []
    left = y.copy()
    while rest:
        c = lawson(x, left, w, rest)
        first = float(np.float32(c[0]))
        fixed.append(first)
        left = left - first * x ** rest[0]
        rest = rest[1:]
    error = np.max(np.abs(left * w))
    print(f"{name}: largest weighted error 2^{np.log2(error):.1f}")
    for p, c in enumerate(fixed):
        print(f"  x^{p}: {np.float32(c)!s}f")


def exp_rest(r):
    # (e^r - 1 - r) / r^2 as its series: the closed form cancels near 0.
    total, term = np.zeros_like(r), np.full_like(r, 0.5)
    for k in range(3, 24):
        total += term
        term = term * r / k
    return total


def log_rest(f):
    # (log(1 + f) - f + f^2 / 2) / f^3 as its series.
    total = np.zeros_like(f)
    for k in range(120, 2, -1):
        total = total * f + (1 if k % 2 else -1) / k
    return total


half = np.log(2) / 2
fit("EXP: (e^r - 1 - r) / r^2", -half * 1.01, half * 1.01, exp_rest, lambda r: np.abs(r) + 1e-9, 4)
fit(
    "LOG: (log(1 + f) - f + f^2/2) / f^3",
    -1 / 3,
    1 / 3,
    log_rest,
    lambda f: np.abs(f**3 / np.log1p(f)),
    7,
)
fit(
    "ERF: -log(1 - erf(x)) / x - 1",
    1e-6,
    4.0,
    lambda x: -np.where(x < 1, np.log1p(-special.erf(x)), np.log(special.erfc(x))) / x - 1,
    lambda x: x * special.erfc(x) / special.erf(x),
    8,
)
