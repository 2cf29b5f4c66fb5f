#!/usr/bin/env python3
"""The corrections of order N^(-1/2) and maps with correlated presynaptic neurons by mpmath, for networks drawn at random: constants for
the tests. Averages over fields come from collective_averages.py, in which no derivative of phi occurs; 34 digits.

Next order, odd phi, from B = (B_p, B_w) = 0, W = 0, T3 = 0, with r all in S = g r K1 and U = g r Q, T = K2 + NSigma:

    Sigma1' = g^2 k2 (k2 Sigma1 + g (4 c22 B_p + 2 c13 B_w + 2 c22 W_pp + 2 c13 W_pw + c22 W_ww / 2))
    B_p' = k2^2 (c02 S^3 + g^3 (k2 B_p + c02 B_w / 2)),    B_w' = k2^2 psi2 (S^3 + g^3 B_w / 2)
    W' = g k2 (J W J^T) + k2 S^2 U d d^T,    J = [[g k2, g c02 / 2], [0, g psi2 / 2]],    d = (k2 + c02, psi2)
    T3' = k2^3 (S^3 + g^3 T3)

Presynaptic correlations, c = N_out/N_in:
    "s":      NSigma' = c (g k2)^2 (T + s^2 K1^2), odd phi
    "level":  F = b + g Q + g s A, NSigma' = c (g k2)^2 T, A' = <m>^2, any phi; A = 0 at the input
    "first":  NSigma' = c (g k2)^2 (T + r^2 K1^2 + 2 s Y + s^2 X^2), X' = sqrt(c) g r K1 k1^2, Y' = c (g r K1)^2 k1^2 k2
    "second": NSigma' = c (g k2)^2 (T + s^2 X^2), X' = <v> + c g r K1 k1^2; X = K1 at the input
with k1 = <kappa>, both for odd phi; X = Y = 0 at the input of "first".

Needs mpmath; minutes on two cores:  python3 next_order.py > next-order.json
"""
import json
import multiprocessing
import random

from mpmath import mp, mpf

import collective_averages
from collective_averages import derivatives, field_nodes, squares
from layer_averages import text

collective_averages.FUNCTIONS["erf"] = (mp.erf, [], 1)
collective_averages.FUNCTIONS["sin"] = (mp.sin, [], 2)

ODD = ["tanh", "erf", "sin", "hard-tanh"]
ANY = ["relu", "gelu", "softplus", "tanh(x+0.5)"]


def averages(name, k1, f, g):
    s = mp.sqrt(g * k1)
    pairs = {"v": 0, "vv": 0, "m": 0, "mm": 0, "k": 0, "kk": 0, "c02": 0, "c13": 0, "c22": 0}
    for u, w in field_nodes(name, mp.sqrt(f), s):
        (m, a, b, c), v = derivatives(name, u, s)
        for key, value in zip(pairs, [v, v * v, m, m * m, a, a * a, m * b, a * c, b * b]):
            pairs[key] += w * value
    _, psi2 = squares(name, mp.sqrt(f + s * s))
    return pairs, psi2


def next_order(network):
    g, b, r = (mpf(network[key]) for key in ("gain", "biasVariance", "correlation"))
    name, ratio, variance = network["activation"], mpf(network["inputRatio"]), mpf(network["inputStd"]) ** 2
    k1, q = ratio * variance, mpf(0)
    k2, sigma = k1**2, ratio * variance**2
    first, bp, bw, w, t3 = mpf(0), mpf(0), mpf(0), mp.zeros(2), mpf(0)
    rows = []
    for _ in range(3):
        at, psi2 = averages(name, k1, g * q + b, g)
        kk, c02, c13, c22 = at["kk"], at["c02"], at["c13"], at["c22"]
        s, u = g * r * k1, g * r * q
        first = g**2 * kk * (
            kk * first + g * (2 * c13 * bw + 2 * c13 * w[0, 1] + 4 * c22 * bp + 2 * c22 * w[0, 0] + c22 * w[1, 1] / 2)
        )
        bp, bw = (
            kk**2 * (c02 * s**3 + g**3 * (kk * bp + c02 * bw / 2)),
            kk**2 * psi2 * (s**3 + g**3 * bw / 2),
        )
        j, d = mp.matrix([[g * kk, g * c02 / 2], [0, g * psi2 / 2]]), mp.matrix([kk + c02, psi2])
        w = g * kk * j * w * j.T + kk * s**2 * u * d * d.T
        t3 = kk**3 * (s**3 + g**3 * t3)
        sigma = (g * kk) ** 2 * (k2 + sigma + (r * k1) ** 2)
        k1, k2, q = at["v"], at["vv"], at["mm"]
        rows.append([text(x) for x in (sigma, first)])
    return {**network, "values": rows}


def presynaptic(network):
    g, b, r, s = (mpf(network[key]) for key in ("gain", "biasVariance", "correlation", "presynapticCorrelation"))
    name, ratio, variance = network["activation"], mpf(network["inputRatio"]), mpf(network["inputStd"]) ** 2
    kind = network["premise"]
    k1, q, level = ratio * variance, mpf(0), mpf(0)
    k2, sigma = k1**2, ratio * variance**2
    x, y = (k1 if kind == "second" else mpf(0)), mpf(0)
    rows = []
    for c in network["widthRatios"]:
        c = mpf(c)
        at, _ = averages(name, k1, g * q + b + (g * s * level if kind == "level" else 0), g)
        kk, mean, drive = at["kk"], at["k"], g * r * k1
        source = {
            "s": (s * k1) ** 2,
            "level": 0,
            "first": (r * k1) ** 2 + 2 * s * y + (s * x) ** 2,
            "second": (s * x) ** 2,
        }[kind]
        sigma = c * (g * kk) ** 2 * (k2 + sigma + source)
        x, y = (
            mp.sqrt(c) * drive * mean**2 if kind == "first" else at["v"] + c * drive * mean**2,
            c * drive**2 * mean**2 * kk,
        )
        level = at["m"] ** 2
        k1, k2, q = at["v"], at["vv"], at["mm"]
        # What vanishes by symmetry is a rounding of 34 digits.
        rows.append([text(x if abs(x) > mpf("1e-25") else mpf(0)) for x in (k1, k2, q, sigma)])
    return {**network, "values": rows}


def draw():
    rng = random.Random(20061)

    def model(names, index):
        return {
            "activation": names[index % len(names)],
            "gain": round(10 ** rng.uniform(-0.4, 0.5), 4),
            "biasVariance": 0.0 if rng.random() < 0.25 else round(rng.uniform(0.01, 1), 4),
            "correlation": round(rng.uniform(0.1, 2.5), 3),
            "inputRatio": round(rng.uniform(0.3, 4), 3),
            "inputStd": round(rng.uniform(0.3, 1.3), 3),
        }

    orders = [model(ODD, index) for index in range(10)]
    maps = []
    for index, kind in enumerate(["s", "level", "first", "second"] * 4):
        drawn = model(ANY if kind == "level" else ODD, index // 4)
        drawn |= {
            "premise": kind,
            "presynapticCorrelation": round(rng.uniform(0.1, 2.5), 3),
            "widthRatios": [rng.choice([0.5, 1.0, 1.5, 2.0]) for _ in range(3)],
        }
        maps.append(drawn)
    return orders, maps


if __name__ == "__main__":
    orders, maps = draw()
    with multiprocessing.Pool(2) as pool:
        print('{"source": "next_order.py, mpmath, 34 digits", "nextOrder": [')
        print("\n,".join(json.dumps(found) for found in pool.imap(next_order, orders)))
        print('], "presynaptic": [')
        print("\n,".join(json.dumps(found) for found in pool.imap(presynaptic, maps)))
        print("]}")
