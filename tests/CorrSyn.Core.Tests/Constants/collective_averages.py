#!/usr/bin/env python3
"""The layer map of ten order parameters by mpmath, for networks drawn at random whose layers differ: constants for the
tests, by a route that shares nothing with the program.

Derivatives of phi do not occur. With u ~ N(0, F), F = g Q + b, s^2 = g K1 and t ~ N(0, 1), Stein's lemma gives the average of
the n-th derivative at field u as E phi(u + s t) He_n(t) / s^n, and those of phi^2 over everything as E phi^2(z) He_n(z / p) / p^n with
p^2 = F + s^2. That holds for kinks and jumps as well. Averages over u are outer sums. All by Gauss-Legendre panels that end at every
kink and jump, in 34 digits.

Per layer, with c = N_out/N_in, T = K2 + NSigma, S = g r K1, and k2, c12, ... averages over u of products of derivatives
(k2: first with first, c12: first with second, c02: zeroth with second, a0: zeroth with first):

    al = (a0, E (phi^2)'), th = (1, 1/2), J = [[g k2, g c02/2], [0, g E (phi^2)''/2]],
    H = [[g^2 c22, g^2 c13/2], [g^2 c13/2, g^2 c22/4]]
    NSigma' = c ((g k2)^2 T + k2^2 S^2 + 2 (g c12)^2 S th.M.th + tr HMHM + 2 g k2 tr HV)
    M' = sqrt(c) (J M J^T + S al al^T)
    V' = c (g k2 J V J^T + k2 S^2 al al^T + g c12 S (al (J M th)^T + (J M th) al^T) + J M H M J^T)

Orthogonal weights have S = 0, and T - K1^2 min(1, 1/c) in the place of T: rows (or, beyond N_in of them, columns) are
orthogonal.

Needs mpmath; minutes on two cores:  python3 collective_averages.py > collective-averages.json
"""
import json
import multiprocessing
import random

from mpmath import mp, mpf

from layer_averages import REACH, below, density, nodes, sigmoid, text

# phi, its kinks and jumps, and the width of a panel on which it is smooth.
FUNCTIONS = {
    "relu": (lambda z: max(z, mpf(0)), [0], 4),
    "leaky-relu:0.2": (lambda z: z if z > 0 else mpf("0.2") * z, [0], 4),
    "gelu": (lambda z: z * below(z), [], 1),
    "silu": (lambda z: z * sigmoid(z), [], 2),
    "softplus": (lambda z: max(z, mpf(0)) + mp.log1p(mp.exp(-abs(z))), [], 2),
    "heaviside": (lambda z: mpf(1) if z > 0 else mpf(0), [0], 4),
    "tanh": (mp.tanh, [], 1),
    "hard-tanh": (lambda z: max(mpf(-1), min(mpf(1), z)), [-1, 1], 4),
    "tanh(x+0.5)": (lambda z: mp.tanh(z + mpf("0.5")), [], 1),
    "sin(x)+0.5*cos(x)": (lambda z: mp.sin(z) + mp.cos(z) / 2, [], 2),
    "x/(1+abs(x))+0.3*x": (lambda z: z / (1 + abs(z)) + mpf("0.3") * z, [0], mpf(1) / 2),
    "max(0,x-0.25)": (lambda z: max(mpf(0), z - mpf("0.25")), [mpf("0.25")], 4),
    "step(x-0.25)+0.5*x": (lambda z: (1 if z > mpf("0.25") else 0) + z / 2, [mpf("0.25")], 4),
}

# Derivatives up to which order in each of two neurons.
PAIRS = [(1, 1), (1, 2), (2, 2), (1, 3), (0, 2), (0, 1)]


def hermite(t):
    return 1, t, t * t - 1, t * (t * t - 3)


def edges(reach, kinks, step):
    """Panels of a range that end at kinks, no wider than a step."""
    inside = [k for k in kinks if -reach < k < reach]
    ends = sorted({-reach, reach, *inside})
    for a, b in zip(ends, ends[1:]):
        count = int(mp.ceil((b - a) / step))
        yield from (a + (b - a) * i / count for i in range(count + 1))


def derivatives(name, u, s):
    """Averages of phi and of its first three derivatives over t, and the variance."""
    phi, kinks, width = FUNCTIONS[name]
    ends = edges(mpf(REACH), [(k - u) / s for k in kinks], min(mpf(3) / 2, width / s))
    centre, sums, second = phi(u), [mpf(0)] * 4, mpf(0)
    for t, w in nodes(ends, 10):
        rise = w * density(t) * (phi(u + s * t) - centre)
        second += rise * (phi(u + s * t) - centre)
        sums = [a + rise * h for a, h in zip(sums, hermite(t))]
    averages = [a / s**n for n, a in enumerate(sums)]
    variance = second - averages[0] ** 2
    averages[0] += centre
    return averages, variance


def field_nodes(name, f, s):
    """Beside a kink, averages over t vary with u on the scale s; elsewhere on that of phi, if that is larger."""
    if f == 0:
        return [(mpf(0), mpf(1))]
    _, kinks, width = FUNCTIONS[name]
    wide, narrow = min(3 * f / 2, max(mpf(width), s)), min(3 * f / 2, s)
    limit = REACH * f
    zones = [(max(-limit, k - REACH * s), min(limit, k + REACH * s)) for k in kinks]
    inner = [e for a, b in zones if a < b for e in (a, b)]
    ends = sorted({-limit, limit, *inner})
    rule = []
    for a, b in zip(ends, ends[1:]):
        isNarrow = any(low <= (a + b) / 2 <= high for low, high in zones)
        rule += nodes([a, b], narrow if isNarrow else wide)
    return [(u, w * density(u / f) / f) for u, w in rule]


def squares(name, p):
    """Averages of (phi^2)' and (phi^2)'' over a Gaussian of standard deviation p."""
    phi, kinks, width = FUNCTIONS[name]
    first = second = mpf(0)
    for t, w in nodes(edges(mpf(REACH), [k / p for k in kinks], min(mpf(3) / 2, width / p)), 10):
        value = w * density(t) * phi(p * t) ** 2
        first += value * t
        second += value * (t * t - 1)
    return first / p, second / p**2


def next_layer(layer, k1, k2, q, n_sigma, m, v):
    name, g, b, c = layer["activation"], mpf(layer["gain"]), mpf(layer["biasVariance"]), mpf(layer["ratio"])
    s, f = mp.sqrt(g * k1), mp.sqrt(g * q + b)
    first = second = level = mpf(0)
    pairs = [mpf(0)] * len(PAIRS)
    for u, w in field_nodes(name, f, s):
        averages, variance = derivatives(name, u, s)
        first += w * variance
        second += w * variance**2
        level += w * averages[0] ** 2
        pairs = [a + w * averages[i] * averages[j] for a, (i, j) in zip(pairs, PAIRS)]
    kk, c12, c22, c13, c02, a0 = pairs
    total, source = k2 + n_sigma, g * mpf(layer["correlation"] or 0) * k1
    if layer["weights"] == "orthogonal":
        total -= k1**2 * min(mpf(1), 1 / c)
    square1, square2 = squares(name, mp.sqrt(f * f + s * s))
    al, th = mp.matrix([a0, square1]), mp.matrix([1, mpf(1) / 2])
    j = mp.matrix([[g * kk, g * c02 / 2], [0, g * square2 / 2]])
    h = g * g * mp.matrix([[c22, c13 / 2], [c13 / 2, c22 / 4]])
    response = j * m * th
    trace = lambda x: x[0, 0] + x[1, 1]
    sigma = c * (
        (g * kk) ** 2 * total + (kk * source) ** 2 + 2 * (g * c12) ** 2 * source * (th.T * m * th)[0]
        + trace(h * m * h * m) + 2 * g * kk * trace(h * v)
    )
    m_next = mp.sqrt(c) * (j * m * j.T + source * al * al.T)
    v_next = c * (
        g * kk * j * v * j.T + kk * source**2 * al * al.T
        + g * c12 * source * (al * response.T + response * al.T) + j * m * h * m * j.T
    )
    return first, second, level, sigma, m_next, v_next


def solve(network):
    ratio, std, layers = network
    k1 = mpf(ratio) * mpf(std) ** 2
    state = k1, k1**2, mpf(0), mpf(ratio) * mpf(std) ** 4, mp.zeros(2), mp.zeros(2)
    rows = []
    for layer in layers:
        state = next_layer(layer, *state)
        *plain, m, v = state
        values = [*plain, m[0, 0], m[0, 1], m[1, 1], v[0, 0], v[0, 1], v[1, 1]]
        # What vanishes by symmetry is a rounding of 34 digits.
        rows.append([text(x if abs(x) > mpf("1e-25") else mpf(0)) for x in values])
    return {"inputRatio": ratio, "inputStd": std, "layers": layers, "values": rows}


def draw():
    random.seed(20210104)
    names = list(FUNCTIONS)
    networks = []
    for index in range(16):
        layers, width = [], 240
        for _ in range(random.choice([2, 3])):
            weights = random.choice(["gaussian"] * 4 + ["binary", "orthogonal", "independent"])
            ratio = 1.0 if index % 2 == 0 else random.choice([0.5, 1.0, 1.5, 2.0])
            width = int(width * ratio)
            layers.append({
                # Every function occurs in the lowest layers, where most of the others follow.
                "activation": names[index % len(names)] if not layers else random.choice(names),
                "weights": weights,
                "correlation": round(random.uniform(0.1, 2.5), 3) if weights in ("gaussian", "binary") else None,
                "gain": round(10 ** random.uniform(-0.5, 0.5), 4),
                "biasVariance": 0.0 if random.random() < 0.3 else round(random.uniform(0.01, 1), 4),
                "ratio": ratio,
                "width": width,
            })
        networks.append((round(random.uniform(0.3, 4), 3), round(random.uniform(0.3, 1.5), 3), layers))
    return networks


if __name__ == "__main__":
    with multiprocessing.Pool() as pool:
        print('{"source": "collective_averages.py, mpmath, 34 digits", "networks": [')
        for index, record in enumerate(pool.imap(solve, draw())):
            print(("," if index else "") + json.dumps(record), flush=True)
        print("]}")
