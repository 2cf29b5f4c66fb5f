#!/usr/bin/env python3
"""The layer map of four order parameters by mpmath, for models drawn at random: constants for the tests, by a route that
shares nothing with the program.

Everything is one rule: Gauss-Legendre panels with 20 nodes in 34 digits, over the field u and, for each u, over the inputs
t. Panels end at every kink and jump of phi and are no wider than phi, the Gaussian over t and the Gaussian over u allow:
each integrand is analytic around its panel far enough for more than 20 digits. Where phi is piecewise linear or a sine, the averages
over t are sums of moments of a Gaussian over intervals instead, in 60 digits, since v is the difference of two of them there.
Everywhere else v is that of phi(u + s t) - phi(u). The derivative of a jump is a density.

Per layer, with D0 = g K1, F = g Q + b (b the bias variance), u ~ N(0, F) and t ~ N(0, 1):
K1' = E v, K2' = E v^2, Q' = E m^2, NSigma' = g^2 (E kappa^2)^2 (K2 + NSigma + r^2 K1^2).

Needs mpmath; minutes on two cores:  python3 layer_averages.py > layer-averages.json
"""
import json
import multiprocessing
import random

from mpmath import mp, mpf

mp.dps = 34
REACH = 11  # exp(-11^2/2) = 5e-27


def legendre(count):
    """Nodes and weights on [-1, 1], by Newton's method."""
    rule = []
    for i in range(count):
        x = mp.cos(mp.pi * (i + mpf(3) / 4) / (count + mpf(1) / 2))
        for _ in range(8):
            p, q = mpf(1), x
            for n in range(1, count):
                p, q = q, ((2 * n + 1) * x * q - n * p) / (n + 1)
            slope = count * (x * q - p) / (x * x - 1)
            x -= q / slope
        rule.append((x, 2 / ((1 - x * x) * slope * slope)))
    return rule


RULE = legendre(20)


def density(x):
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def below(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def panels(edges, width):
    """The edges in order, with panels no wider than that."""
    edges = sorted(set(edges))
    for a, b in zip(edges, edges[1:]):
        count = int(mp.ceil((b - a) / width))
        for i in range(count):
            yield a + (b - a) * i / count, a + (b - a) * (i + 1) / count


def nodes(edges, width):
    for a, b in panels(edges, width):
        for x, w in RULE:
            yield (a + b) / 2 + (b - a) / 2 * x, w * (b - a) / 2


def sigmoid(z):
    return 1 / (1 + mp.exp(-z)) if z > 0 else mp.exp(z) / (1 + mp.exp(z))


# Smooth functions, or smooth beside a kink at 0: phi, phi', the width of a panel, and the |z| beyond which phi is linear to
# 30 digits; 0 for a phi whose tails are not, on which panels grow with |z|.
SMOOTH = {
    "tanh": (mp.tanh, lambda z: 1 / mp.cosh(z) ** 2, 1, 38),
    "erf": (mp.erf, lambda z: 2 / mp.sqrt(mp.pi) * mp.exp(-z * z), 1, 9),
    "gelu": (lambda z: z * below(z), lambda z: below(z) + z * density(z), 1, 13),
    "silu": (lambda z: z * sigmoid(z), lambda z: sigmoid(z) * (1 + z * sigmoid(-z)), 2, 80),
    "softplus": (lambda z: max(z, mpf(0)) + mp.log1p(mp.exp(-abs(z))), sigmoid, 2, 80),
    "x/(1+abs(x))": (lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2, 1, 0),
}

# Pieces between breaks: (from, to, value at 0 of the line, slope).
INF = mp.inf
PIECES = {
    "relu": [(-INF, 0, 0, 0), (0, INF, 0, 1)],
    "leaky-relu": [(-INF, 0, 0, mpf(0.01)), (0, INF, 0, 1)],
    "leaky-relu:-0.5": [(-INF, 0, 0, mpf(-0.5)), (0, INF, 0, 1)],
    "linear": [(-INF, INF, 0, 1)],
    "hard-tanh": [(-INF, -1, -1, 0), (-1, 1, 0, 1), (1, INF, 1, 0)],
    "sign": [(-INF, 0, -1, 0), (0, INF, 1, 0)],
    "heaviside": [(-INF, 0, 0, 0), (0, INF, 1, 0)],
    "max(0,x-0.75)": [(-INF, mpf(0.75), 0, 0), (mpf(0.75), INF, mpf(-0.75), 1)],
    "step(x-0.25)+0.5*x": [(-INF, mpf(0.25), 0, mpf(0.5)), (mpf(0.25), INF, 1, mpf(0.5))],
}

ODD = {"tanh", "erf", "sin", "linear", "hard-tanh", "sign", "x/(1+abs(x))"}


def smooth_edges(width, extent, scale, limit):
    """Edges from 0 up: steps of the larger of phi's width and the smoothing to where phi is linear, then growing."""
    step, edge, edges = max(mpf(width), scale), mpf(0), [mpf(0)]
    while edge < limit:
        edge += step if edge < extent + REACH * scale else max(step, edge / 2)
        edges.append(min(edge, limit))
    return edges


def piecewise_average(pieces, u, s):
    """m, v and kappa by moments of a Gaussian over intervals."""
    first = second = kappa = mpf(0)
    for index, (a, b, value, slope) in enumerate(pieces):
        x, y = (a - u) / s, (b - u) / s
        mass = below(y) - below(x) if x < 0 else below(-x) - below(-y)
        low, high = (density(x) if x > -INF else 0), (density(y) if y < INF else 0)
        mean = low - high
        square = mass + (x * low if x > -INF else 0) - (y * high if y < INF else 0)
        at, rise = value + slope * u, slope * s
        first += at * mass + rise * mean
        second += at * at * mass + 2 * at * rise * mean + rise * rise * square
        kappa += slope * mass
        if index > 0:
            before = pieces[index - 1]
            jump = (value + slope * a) - (before[2] + before[3] * a)
            kappa += jump * low / s
    return first, second - first * first, kappa


def smooth_average(name, u, s):
    phi, slope, width, extent = SMOOTH[name]
    ends = smooth_edges(width, extent, mpf(0), abs(u) + REACH * s)
    inside = [t for z in ends for t in ((z - u) / s, (-z - u) / s) if abs(t) < REACH]
    centre = phi(u)
    first = second = kappa = mpf(0)
    for t, w in nodes(inside + [mpf(-REACH), mpf(REACH)], 2):
        w *= density(t)
        rise = phi(u + s * t) - centre
        first += w * rise
        second += w * rise * rise
        kappa += w * slope(u + s * t)
    return centre + first, second - first * first, kappa


def average(name, u, s):
    if name in SMOOTH:
        return smooth_average(name, u, s)
    with mp.workdps(60):
        return exact_average(name, u, s)


def exact_average(name, u, s):
    if name == "sin":
        q = mp.exp(-s * s)
        m = mp.sin(u) * mp.sqrt(q)
        return m, (1 - q * q * mp.cos(2 * u)) / 2 - m * m, mp.cos(u) * mp.sqrt(q)
    return piecewise_average(PIECES[name], u, s)


def field_edges(name, f, s):
    limit = REACH * f
    if name in PIECES:
        edges = {mpf(0), limit}
        for a, _, _, _ in PIECES[name][1:]:
            step, distance = s, mpf(0)
            while distance < 2 * limit:
                edges |= {a + distance, a - distance}
                distance += step if distance < REACH * s else max(step, distance / 2)
    elif name == "sin":
        edges = set(smooth_edges(1, limit, mpf(0), limit))
    else:
        edges = set(smooth_edges(SMOOTH[name][2], SMOOTH[name][3], s, limit))
    edges |= {-edge for edge in edges}
    start = 0 if name in ODD else -limit
    return [edge for edge in edges | {mpf(start), limit} if start <= edge <= limit]


def layer(name, g, bias, r, k1, k2, q, n_sigma):
    s, f = mp.sqrt(g * k1), mp.sqrt(g * q + bias)
    sums = [mpf(0)] * 4
    both = 2 if name in ODD else 1
    points = [(mpf(0), mpf(1))] if f == 0 else nodes(field_edges(name, f, s), 3 * f / 2)
    for u, w in points:
        if f > 0:
            w *= both * density(u / f) / f
        m, v, kappa = average(name, u, s)
        sums = [a + w * b for a, b in zip(sums, (v, v * v, m * m, kappa * kappa))]
    v, vv, mm, kk = sums
    if name in ODD and f == 0:
        mm = mpf(0)
    return v, vv, mm, g * g * kk * kk * (k2 + n_sigma + r * r * k1 * k1)


def text(x):
    return "0" if abs(x) < mpf("1e-300") else mp.nstr(x, 22, min_fixed=0, max_fixed=0)


def solve(model):
    name, g, bias, r, ratio, std, depth = model
    g, bias, r, a, sigma = (mpf(x) for x in (g, bias, r, ratio, std))
    k1 = a * sigma**2
    state = (k1, k1 * k1, mpf(0), a * sigma**4)
    layers = []
    for _ in range(depth):
        state = layer(name, g, bias, r, *state)
        layers.append([text(x) for x in state])
    return {
        "activation": name, "gain": model[1], "biasVariance": model[2], "correlation": model[3],
        "inputRatio": model[4], "inputStd": model[5], "layers": layers,
    }



def draw():
    random.seed(20210103)
    names = list(SMOOTH) + list(PIECES) + ["sin"]
    models = []
    for name in names:
        for i in range(5):
            # Both ends and three ranges of gains; every third network without biases. Where phi is constant up to a kink,
            # networks of small gain are silent after one layer.
            gain = [1e-6, 1e6, 10 ** random.uniform(-6, -1), 10 ** random.uniform(-1, 1), 10 ** random.uniform(1, 6)][i]
            bias = 0.0 if random.random() < 1 / 3 else 10 ** random.uniform(-6, 0.5)
            depth = 3 if name in PIECES or name == "sin" else 2
            if "x-0." in name:
                gain = max(gain, 0.1)
                depth = 3 if gain > 10 else 1
            models.append((name, gain, bias, random.uniform(0, 3), random.uniform(0.3, 4), random.uniform(0.2, 1.5), depth))
    return models


if __name__ == "__main__":
    with multiprocessing.Pool() as pool:
        print('{"source": "layer_averages.py, mpmath, 34 digits", "models": [')
        for index, record in enumerate(pool.imap(solve, draw())):
            print(("," if index else "") + json.dumps(record), flush=True)
        print("]}")
