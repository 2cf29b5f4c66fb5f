#!/usr/bin/env python3
"""Fixed points of the layer map with their multipliers and depth scales, and critical gains, by mpmath, for activations with
kinks, jumps and without symmetry: constants for the tests, by a route that shares nothing with the program.

With G(q) = E phi(sqrt(q) z)^2 a fixed point has q = g G(q) + b, and with F(c) the average of m(u)^2 over fields of variance c q it has
c q = g F(c) + b. All q are found by scanning for changes of sign, c in a bracket that plain sums give. Multipliers are g E phi^2 (z^2 - 1)/(2 q)
and g E kappa^2 with kappa = E phi(u + s t) t / s, by Stein's lemma: no derivative of phi occurs but at c = 1. Averages are
Gauss-Legendre panels that end at every kink and jump, in 34 digits.

A critical gain is a zero in q of E phi'^2 (q - b) - G (overlap) or G' (q - b) - G (length), with g = (q - b)/G.

Needs mpmath, numpy and scipy; minutes on two cores:  python3 critical_points.py > critical-points.json
"""
import json
import math
import multiprocessing
import random

import numpy
import scipy.optimize
from mpmath import mp, mpf

from collective_averages import FUNCTIONS, derivatives, edges, field_nodes
from layer_averages import REACH, below, density, nodes, sigmoid, text

FUNCTIONS |= {
    "sin": (mp.sin, [], 2),
    "sign": (lambda z: mp.sign(z), [0], 4),
    "x/(1+abs(x))": (lambda z: z / (1 + abs(z)), [0], mpf(1) / 2),
}

ODD = {"tanh", "hard-tanh", "sin", "sign", "x/(1+abs(x))", "x/(1+abs(x))+0.3*x"}

# phi' where its square has an average.
SLOPES = {
    "relu": lambda z: mpf(z > 0),
    "leaky-relu:0.2": lambda z: mpf(1) if z > 0 else mpf("0.2"),
    "gelu": lambda z: below(z) + z * density(z),
    "silu": lambda z: sigmoid(z) * (1 + z * sigmoid(-z)),
    "softplus": sigmoid,
    "sin": mp.cos,
    "hard-tanh": lambda z: mpf(abs(z) < 1),
    "tanh(x+0.5)": lambda z: mp.sech(z + mpf("0.5")) ** 2,
    "sin(x)+0.5*cos(x)": lambda z: mp.cos(z) - mp.sin(z) / 2,
    "x/(1+abs(x))": lambda z: 1 / (1 + abs(z)) ** 2,
    "x/(1+abs(x))+0.3*x": lambda z: 1 / (1 + abs(z)) ** 2 + mpf("0.3"),
    "max(0,x-0.25)": lambda z: mpf(z > mpf("0.25")),
}


def average(name, q, f):
    """Of f(z sqrt(q), z) over z."""
    _, kinks, width = FUNCTIONS[name]
    s = mp.sqrt(q)
    ends = edges(mpf(REACH), [k / s for k in kinks], min(mpf(3) / 2, width / s))
    return mp.fsum(w * density(z) * f(s * z, z) for z, w in nodes(ends, 10))


def square(name, q):
    return average(name, q, lambda x, _: FUNCTIONS[name][0](x) ** 2)


def square_slope(name, q):
    return average(name, q, lambda x, z: FUNCTIONS[name][0](x) ** 2 * (z * z - 1)) / (2 * q)


def slope_power(name, q, power):
    return average(name, q, lambda x, _: SLOPES[name](x) ** power)


def crossings(rough, low, high, count=600):
    grid = numpy.linspace(low, high, count)
    signs = [rough(x) > 0 for x in grid]
    return [(mpf(a), mpf(b)) for a, b, s, t in zip(grid, grid[1:], signs, signs[1:]) if s != t]


Z = numpy.linspace(-9, 9, 1801)
W = (Z[1] - Z[0]) * numpy.exp(-Z * Z / 2) / numpy.sqrt(2 * numpy.pi)


def plain(f):
    """A table of f on sqrt(q) z in ordinary floating point would be as slow; the grid of q is coarse, so is this."""
    table = {}

    def value(x):
        if x not in table:
            with mp.workdps(15):
                table[x] = [float(f(mpf(z) * mp.exp(mpf(x) / 2))) for z in Z[::4]]
        return numpy.array(table[x])

    return value


def coarse(values):
    return 4 * float(numpy.dot(W[::4], values))


def lengths(name, g, b):
    phi = plain(FUNCTIONS[name][0])
    low = mp.log(b) if b > 0 else mpf(-12)
    rough = lambda x: g * coarse(phi(x) ** 2) * numpy.exp(-x) + float(b) * numpy.exp(-x) - 1
    exact = lambda x: g * square(name, mp.exp(x)) / mp.exp(x) + b / mp.exp(x) - 1
    found = crossings(rough, float(low), 9, 150)
    return [mp.exp(mp.findroot(exact, ends, solver="anderson", tol=mpf(10) ** -56, maxsteps=100)) for ends in found]


def rough_overlap(name, g, b, q, c):
    """The same as change below, by plain sums."""
    phi = numpy.vectorize(mp_free(name))
    t = numpy.linspace(-8, 8, 321)
    w = (t[1] - t[0]) * numpy.exp(-t * t / 2) / numpy.sqrt(2 * numpy.pi)
    level = (phi(numpy.sqrt(c * q) * t[:, None] + numpy.sqrt((1 - c) * q) * t) @ w) ** 2 @ w
    return g * level + b - c * q


def mp_free(name):
    sigmoid = lambda z: 1 / (1 + math.exp(-z))
    return {
        "gelu": lambda z: z * math.erfc(-z / 2**0.5) / 2, "silu": lambda z: z * sigmoid(z), "sin": math.sin,
        "hard-tanh": lambda z: max(-1, min(1, z)), "heaviside": lambda z: float(z > 0), "sign": lambda z: math.copysign(1, z),
        "x/(1+abs(x))": lambda z: z / (1 + abs(z)), "x/(1+abs(x))+0.3*x": lambda z: z / (1 + abs(z)) + 0.3 * z,
        "tanh(x+0.5)": lambda z: math.tanh(z + 0.5), "sin(x)+0.5*cos(x)": lambda z: math.sin(z) + math.cos(z) / 2,
        "leaky-relu:0.2": lambda z: max(z, 0.2 * z), "max(0,x-0.25)": lambda z: max(0.0, z - 0.25),
    }[name]


def overlap(name, g, b, q):
    def change(c):
        f, s = mp.sqrt(c * q), mp.sqrt((1 - c) * q)
        level = mp.fsum(w * derivatives(name, u, s)[0][0] ** 2 for u, w in field_nodes(name, f, s))
        return g * level + b - c * q

    if b == 0 and name in ODD:
        return mpf(0)
    # A bracket in ordinary floating point first, since every evaluation takes seconds.
    near = mpf(scipy.optimize.brentq(lambda c: rough_overlap(name, float(g), float(b), float(q), c), 0, 1 - 1e-4, xtol=1e-10))
    ends = near - mpf("1e-7"), near + mpf("1e-7")
    return mp.findroot(change, ends, solver="anderson", tol=mpf(10) ** -40, maxsteps=60)


def depth_scale(multiplier):
    size = abs(multiplier)
    return None if size >= 1 else "0" if size == 0 else text(-1 / mp.log(size))


def point(name, g, r, q, c):
    # Where phi^2 is constant it is a rounding of 34 digits.
    length = g * square_slope(name, q)
    length = length if abs(length) > mpf("1e-25") else mpf(0)
    if c == 1:
        kk = slope_power(name, q, 2)
        values = {"k1": "0", "q": text(square(name, q)), "k2Ratio": text(slope_power(name, q, 4) / kk**2)}
        multiplier = g * kk
    else:
        f, s = mp.sqrt(c * q), mp.sqrt((1 - c) * q)
        v = v2 = m2 = k2 = mpf(0)
        for u, w in field_nodes(name, f, s):
            averages, variance = derivatives(name, u, s)
            v, v2, m2, k2 = v + w * variance, v2 + w * variance**2, m2 + w * averages[0] ** 2, k2 + w * averages[1] ** 2
        multiplier, a = g * k2, (g * k2) ** 2
        sigma = a * (v2 + r * r * v * v) / (1 - a)
        values = {"k1": text(v), "q": text(0 if c == 0 else m2), "k2Ratio": text(v2 / v**2), "nSigma": text(sigma)}
    return values | {
        "length": text(length), "overlap": text(multiplier),
        "lengthScale": depth_scale(length), "overlapScale": depth_scale(multiplier), "nSigmaScale": depth_scale(multiplier**2),
    }


def fixed_points(model):
    name, g, b, r = model
    g, b, r = mpf(g), mpf(b), mpf(r)
    points = []
    for q in lengths(name, g, b):
        # A jump has slopes without a mean square: K1 = 0 is left at once.
        if name in SLOPES:
            points.append(point(name, g, r, q, mpf(1)))
        if name not in SLOPES or g * slope_power(name, q, 2) > 1:
            points.append(point(name, g, r, q, overlap(name, g, b, q)))
    return {"activation": name, "gain": model[1], "biasVariance": model[2], "correlation": model[3], "points": points}


def critical_gains(model):
    name, b = model
    phi, slope = plain(FUNCTIONS[name][0]), plain(SLOPES[name])
    b = mpf(b)
    gains = []
    low = float(mp.log(b)) + 1e-6
    parts = lambda x: (coarse(phi(x) ** 2), coarse(phi(x) ** 2 * (Z[::4] ** 2 - 1)) / 2 * numpy.exp(-x), coarse(slope(x) ** 2))
    for kind in ("overlap", "length"):
        def rough(x):
            total, length, kk = parts(x)
            return (kk if kind == "overlap" else length) * (numpy.exp(x) - float(b)) - total

        def exact(x):
            q = mp.exp(x)
            factor = slope_power(name, q, 2) if kind == "overlap" else square_slope(name, q)
            return factor * (q - b) - square(name, q)

        for ends in crossings(rough, low, 8.9, 150):
            q = mp.exp(mp.findroot(exact, ends, solver="anderson", tol=mpf(10) ** -50, maxsteps=100))
            gain = (q - b) / square(name, q)
            # Where K1 + Q is unstable anyway nothing happens at the other zeros.
            isCritical = kind == "length" or gain * square_slope(name, q) < 1
            known = [each for each in gains if abs(gain - mpf(each["gain"])) < mpf("1e-15")]
            if known and known[0]["kind"] != kind:
                # phi phi'' = 0: both multipliers are the same.
                known[0]["kind"] = "both"
            elif gain < 6 and isCritical and not known:
                gains.append({"kind": kind, "gain": text(gain), "totalVariance": text(q)})
    gains.sort(key=lambda each: mpf(each["gain"]))
    return {"activation": name, "biasVariance": model[1], "gains": gains}


def draw():
    random.seed(20210106)
    models, lines = [], []
    for name in ["gelu", "silu", "sin", "hard-tanh", "heaviside", "sign", "x/(1+abs(x))", "x/(1+abs(x))+0.3*x",
                 "tanh(x+0.5)", "sin(x)+0.5*cos(x)", "leaky-relu:0.2", "max(0,x-0.25)"]:
        homogeneous = name in ("gelu", "silu", "leaky-relu:0.2", "max(0,x-0.25)")
        for _ in range(2):
            g = round(random.uniform(0.5, 1.7) if homogeneous else random.uniform(0.9, 4.5), 3)
            r = round(random.uniform(0, 2), 3) if name in ODD else 0.0
            models.append((name, g, round(random.uniform(0.01, 0.6), 3), r))
        if name in SLOPES and name != "leaky-relu:0.2":
            lines += [(name, round(random.uniform(0.02, 0.6), 3))]
    return models, lines


if __name__ == "__main__":
    models, lines = draw()
    with multiprocessing.Pool() as pool:
        print('{"source": "critical_points.py, mpmath, 34 digits", "models": [')
        for index, record in enumerate(pool.imap(fixed_points, models)):
            print(("," if index else "") + json.dumps(record), flush=True)
        print('], "lines": [')
        for index, record in enumerate(pool.imap(critical_gains, lines)):
            print(("," if index else "") + json.dumps(record), flush=True)
        print("]}")
