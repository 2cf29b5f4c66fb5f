"""Writes pair-covariances.json: covariances of phi(u + s x) and phi(v + r y) for jointly Gaussian x, y, to 20 digits.

Run: python3 pair_covariances.py > pair-covariances.json   (needs mpmath)

Each number is a double integral over two independent Gaussians at 25 digits, by Gauss-Legendre panels with ends where phi has
a kink. For psi = 1 or -1 it is a single integral. No series and no closed form enters.
"""
import json
import random

from mpmath import mp, mpf, erf, exp, log1p, pi, sqrt, tanh
from mpmath.calculus.quadrature import GaussLegendre

mp.dps = 25

# 24 points on (-1, 1). On panels of width 1 or less the error is below 1e-25: the nearest pole of tanh at s = 1.5 is 1.05 away.
NODES = GaussLegendre(mp).calc_nodes(4, 120)

FUNCTIONS = {
    "tanh": (tanh, []),
    "erf": (erf, []),
    "relu": (lambda z: z if z > 0 else mpf(0), [mpf(0)]),
    "softplus": (lambda z: (z if z > 0 else mpf(0)) + log1p(exp(-abs(z))), []),
}
REACH = 10


def density(t):
    return exp(-t * t / 2) / sqrt(2 * pi)


def average(f, points):
    ends = sorted({mpf(REACH), mpf(-REACH), *(p for p in points if -REACH < p < REACH), *map(mpf, range(-REACH, REACH + 1))})
    total = mpf(0)
    for low, high in zip(ends, ends[1:]):
        centre, half = (low + high) / 2, (high - low) / 2
        for x, weight in NODES:
            t = centre + half * x
            total += half * weight * f(t) * density(t)
    return total


def covariance(name, u, s, v, r, psi):
    phi, kinks = FUNCTIONS[name]
    mean = average(lambda t: phi(u + s * t), [(k - u) / s for k in kinks])
    other = average(lambda t: phi(v + r * t), [(k - v) / r for k in kinks])
    root = sqrt((1 - psi) * (1 + psi))

    def inner(t):
        start = v + r * psi * t
        if root == 0:
            return phi(start) - other
        return average(lambda x: phi(start + r * root * x) - other, [(k - start) / (r * root) for k in kinks])

    ends = [(k - u) / s for k in kinks]
    if psi != 0:
        ends += [(k - v) / (r * psi) for k in kinks]
    return average(lambda t: (phi(u + s * t) - mean) * inner(t), ends)


def main():
    rows = []
    draw = random.Random(1)
    for name in FUNCTIONS:
        for psi in [-1, -0.75, -0.125, 0.0625, 0.5, 0.9375, 1]:
            u, s, v, r = (mpf(round(64 * x)) / 64 for x in (
                draw.uniform(-1.5, 1.5), draw.uniform(0.2, 1.5), draw.uniform(-1.5, 1.5), draw.uniform(0.2, 1.5)))
            value = covariance(name, u, s, v, r, mpf(psi))
            rows.append({
                "activation": name, "u": float(u), "s": float(s), "v": float(v), "r": float(r), "psi": float(psi),
                "covariance": mp.nstr(value, 20)})
    print("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]")


main()
