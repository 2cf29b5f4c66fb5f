#!/usr/bin/env python3
"""Fixed points of the layer map by mpmath, as constants for the tests: a route that shares nothing with the program.

The map is that of docs/theory/derivation.md, MF-1 to MF-6, for models drawn at random. The total variance q of a
pre-activation is found by scanning q = g E phi^2 + biasVariance for changes of sign on a grid of 3000 points and
by Anderson's method. Q is found from the Hermite series of phi, g sum_n a_n^2 c^n + biasVariance = c q with
c the share of q that all inputs have in common: not from averages over the field, as in the program. K2 and
N Sigma are then plain double sums. All in 25 digits.

    python3 fixed_points.py > fixed-points.json
"""
import json
import random

import mpmath as mp

mp.mp.dps = 25
STEP, REACH = mp.mpf("0.08"), 11
NODES = [STEP * i for i in range(-int(REACH / STEP) - 1, int(REACH / STEP) + 2)]
WEIGHTS = [STEP * mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi) for x in NODES]
TERMS = 500

PHI = {
    "tanh": (mp.tanh, lambda z: mp.sech(z) ** 2),
    "erf": (mp.erf, lambda z: 2 / mp.sqrt(mp.pi) * mp.exp(-z * z)),
    "softplus": (lambda z: mp.log1p(mp.exp(z)), lambda z: 1 / (1 + mp.exp(-z))),
}


def average(f):
    return mp.fsum(w * f(x) for x, w in zip(NODES, WEIGHTS))


def hermite_squares(phi, q):
    """a_n^2 / n! with a_n = E phi(sqrt(q) z) He_n(z)."""
    values = [w * phi(mp.sqrt(q) * x) for x, w in zip(NODES, WEIGHTS)]
    before, current, squares = [mp.mpf(0)] * len(NODES), [mp.mpf(1)] * len(NODES), []
    for n in range(TERMS):
        squares.append(mp.fsum(v * h for v, h in zip(values, current)) ** 2)
        following = [
            (x * h - mp.sqrt(n) * b) / mp.sqrt(n + 1) for x, h, b in zip(NODES, current, before)
        ]
        before, current = current, following
    return squares


def lengths(phi, g, bias):
    def change(x):
        q = mp.exp(x)
        return g * average(lambda z: phi(mp.sqrt(q) * z) ** 2) / q + bias / q - 1

    # The scan needs signs only: in ordinary floating point and with a coarser sum.
    nodes = [(float(x), float(w)) for x, w in zip(NODES, WEIGHTS) if abs(x) < 9]

    def rough(x):
        s = float(mp.exp(x / 2))
        return float(g) * sum(w * float(table(s * z)) ** 2 for z, w in nodes) / s**2 + float(bias) / s**2 - 1

    grid = [mp.mpf(-12) + mp.mpf(16) * i / 300 for i in range(301)]
    signs = [rough(x) > 0 for x in grid]
    return [
        mp.exp(mp.findroot(change, (a, b), solver="anderson", tol=mp.mpf(10) ** -44, maxsteps=200))
        for a, b, sa, sb in zip(grid, grid[1:], signs, signs[1:])
        if sa != sb
    ]


def overlap(squares, g, bias, q):
    """The share c below 1 that maps to itself; None if there is none."""
    def change(c):
        return g * mp.polyval(squares[::-1], c) + bias - c * q

    slope = g * mp.fsum(n * a for n, a in enumerate(squares)) - q
    if slope <= 0:
        return None
    low, high = mp.mpf(0), 1 - mp.mpf(10) ** -6
    while change(high) >= 0:
        high = (1 + high) / 2
    if change(low) <= mp.mpf(10) ** -40:
        return mp.mpf(0)
    for _ in range(90):
        middle = (low + high) / 2
        low, high = (middle, high) if change(middle) > 0 else (low, middle)
    return low


def record(name, g, bias, r):
    global table
    phi, slope = PHI[name]
    table = mp.fp.tanh if name == "tanh" else mp.fp.erf if name == "erf" else (lambda z: mp.fp.log(1 + mp.fp.exp(z)))
    points = []
    for q in lengths(phi, g, bias):
        squares = hermite_squares(phi, q)
        total = average(lambda z: phi(mp.sqrt(q) * z) ** 2)
        fourth = average(lambda z: slope(mp.sqrt(q) * z) ** 4)
        second = average(lambda z: slope(mp.sqrt(q) * z) ** 2)
        points.append({"k1": "0", "q": text(total), "k2Ratio": text(fourth / second**2), "overlap": text(g * second)})
        c = overlap(squares, g, bias, q)
        if c is None:
            continue
        s, field = mp.sqrt((1 - c) * q), mp.sqrt(c * q)
        v, v2, k2, m2 = mp.mpf(0), mp.mpf(0), mp.mpf(0), mp.mpf(0)
        for x, w in zip(NODES, WEIGHTS) if c > 0 else [(mp.mpf(0), mp.mpf(1))]:
            values = [phi(field * x + s * t) for t in NODES]
            mean = mp.fdot(values, WEIGHTS)
            variance = mp.fsum(a * (b - mean) ** 2 for a, b in zip(WEIGHTS, values))
            kappa = mp.fsum(a * slope(field * x + s * t) for a, t in zip(WEIGHTS, NODES))
            v, v2, k2, m2 = v + w * variance, v2 + w * variance**2, k2 + w * kappa**2, m2 + w * mean**2
        a = (g * k2) ** 2
        points.append({
            "k1": text(v), "q": text(m2), "k2Ratio": text(v2 / v**2), "overlap": text(g * k2),
            "nSigma": text(a * (v2 + r**2 * v**2) / (1 - a)),
        })
    return {"activation": name, "gain": float(g), "biasVariance": float(bias), "correlation": float(r), "points": points}


def text(value):
    return mp.nstr(value, 20, min_fixed=0, max_fixed=0)


def main():
    draw = random.Random(20260101)
    records = []
    for i in range(14):
        name = ["tanh", "erf", "tanh", "erf", "softplus"][i % 5]
        low, high = (0.5, 1.8) if name == "softplus" else (0.9, 4.0)
        g = mp.mpf(round(draw.uniform(low, high), 3))
        bias = mp.mpf(0 if i % 3 == 2 and name != "softplus" else round(draw.uniform(0.01, 0.4), 3))
        r = mp.mpf(0 if name == "softplus" else round(draw.uniform(0, 2), 3))
        records.append(record(name, g, bias, r))
    print(json.dumps({"script": "fixed_points.py", "records": records}, indent=1))


if __name__ == "__main__":
    main()
