#!/usr/bin/env python3
"""Mean and covariance of every layer of small given networks by mpmath, as constants for the tests: a route that shares nothing
with the program.

Pre-activations are jointly Gaussian, with the covariance w C w^T and the mean w m + b. Means are single integrals and covariances are
double ones, over two independent Gaussians, neuron by neuron and pair by pair in 30 digits: no series, no closed form, no symmetry.
Gauss-Legendre panels end at every kink and jump; beside them, and where two neurons are nearly the same, they are as narrow
as the smoothing there. Among the rows of the weights are copies, opposites, and rows that differ from another by 2^-10 or 2^-24,
so that correlations are 1, -1, and close to both. Inputs are not centred.

Needs mpmath; minutes on two cores:  python3 single_networks.py > single-networks.json
"""
import json
import multiprocessing
import random

from mpmath import mp, mpf
from mpmath.calculus.quadrature import GaussLegendre

from layer_averages import below, density, sigmoid

mp.dps = 30
REACH = 9  # exp(-9^2/2) = 3e-18, and the integrand has grown by less than 9^2
RULE = GaussLegendre(mp).calc_nodes(3, 120)  # 12 points

# phi, its kinks and jumps, and the width of a panel on which it is smooth.
FUNCTIONS = {
    "tanh": (mp.tanh, [], 1),
    "erf": (mp.erf, [], 1),
    "relu": (lambda z: max(z, mpf(0)), [0], 4),
    "sin": (mp.sin, [], 2),
    "gelu": (lambda z: z * below(z), [], 1),
    "softplus": (lambda z: max(z, mpf(0)) + mp.log1p(mp.exp(-abs(z))), [], 2),
    "hard-tanh": (lambda z: max(mpf(-1), min(mpf(1), z)), [-1, 1], 4),
    "heaviside": (lambda z: mpf(1) if z > 0 else mpf(0), [0], 4),
    "x/(1+abs(x))": (lambda z: z / (1 + abs(z)), [0], mpf(1) / 2),
    "tanh(2*x-0.5)+0.1*x": (lambda z: mp.tanh(2 * z - mpf(1) / 2) + z / 10, [], mpf(1) / 2),
    "max(x,0.25*x)+step(x-1)": (lambda z: max(z, z / 4) + (1 if z > 1 else 0), [0, 1], 4),
    "x*sigmoid(x)": (lambda z: z * sigmoid(z), [], 2),
}


def average(f, marks, width):
    """Over N(0, 1). Each mark is a point and the scale on which f varies beside it; elsewhere the width does."""
    ends = {mpf(-REACH), mpf(REACH)}
    for place, scale in marks:
        distance, step = mpf(0), scale
        ends.add(place)
        while 0 < step < width and distance < 2 * REACH:
            distance += step
            ends |= {place - distance, place + distance}
            step = scale if distance < 8 * scale else distance / 2
    ends = sorted(e for e in ends if abs(e) <= REACH)
    total = mpf(0)
    for a, b in zip(ends, ends[1:]):
        count = int(mp.ceil((b - a) / width))
        half = (b - a) / (2 * count)
        for panel in range(count):
            centre = a + (2 * panel + 1) * half
            for x, weight in RULE:
                t = centre + half * x
                total += half * weight * density(t) * f(t)
    return total


def covariance(name, first, second, psi):
    """Of phi(u + s x) and phi(v + r y) with the correlation psi of x and y."""
    phi, kinks, width = FUNCTIONS[name]
    (u, s, mean), (v, r, other) = first, second
    root = mp.sqrt((1 - psi) * (1 + psi))
    ends = [((k - u) / s, mpf(0)) for k in kinks]

    def given(t):
        start = v + r * psi * t
        if root == 0:
            return phi(start) - other
        inside = [((k - start) / (r * root), mpf(0)) for k in kinks]
        return average(lambda x: phi(start + r * root * x) - other, inside, min(1, width / (r * root)))

    if abs(psi) > mpf(1) / 4:
        ends += [((k - v) / (r * psi), root / abs(psi)) for k in kinks]
    # The average over x is as smooth in t as the Gaussian over x, and as phi.
    smooth = width / max(s, abs(r * psi))
    return average(lambda t: (phi(u + s * t) - mean) * given(t), ends, min(1, smooth))


def layer(name, weights, biases, mean, cov):
    phi, kinks, width = FUNCTIONS[name]
    fields = weights * mean + biases
    delta = weights * cov * weights.T
    neurons = []
    for i in range(len(fields)):
        u, s = fields[i], mp.sqrt(delta[i, i])
        marks = [((k - u) / s, mpf(0)) for k in kinks]
        neurons.append((u, s, average(lambda t: phi(u + s * t), marks, min(1, width / s))))
    above = mp.zeros(len(neurons))
    for i, first in enumerate(neurons):
        for j, second in enumerate(neurons[: i + 1]):
            # Exact copies and opposites are so in exact arithmetic.
            psi = delta[i, j] / (first[1] * second[1])
            if abs(abs(psi) - 1) < mpf("1e-27"):
                psi = mp.sign(psi)
            above[i, j] = above[j, i] = covariance(name, first, second, psi)
    return mp.matrix([m for _, _, m in neurons]), above


def solve(network):
    mean, cov = mp.matrix(network["inputMean"]), mp.matrix(network["inputCovariance"])
    for each in network["layers"]:
        mean, cov = layer(each["activation"], mp.matrix(each["weights"]), mp.matrix(each["biases"]), mean, cov)
        each["mean"] = [mp.nstr(x, 18) for x in mean]
        each["covariance"] = [mp.nstr(cov[i, j], 18) for i in range(len(mean)) for j in range(i + 1)]
    return network


def dyadic(x):
    return round(64 * x) / 64


def matrix(rows, columns, scale):
    """Rows at random, and a last one or two that are those of others again, or nearly."""
    values = [[dyadic(random.gauss(0, scale)) for _ in range(columns)] for _ in range(rows)]
    sign = random.choice([1, -1])
    shift = random.choice([0, 2.0**-10, 2.0**-24])
    values[-1] = [sign * x + (shift if k == 0 else 0) for k, x in enumerate(values[0])]
    return values


def draw():
    random.seed(20210105)
    networks = []
    for name in FUNCTIONS:
        widths = [random.choice([3, 4])] + [random.choice([3, 4]) for _ in range(random.choice([2, 3]))]
        n = widths[0]
        factor = [[dyadic(random.gauss(0, 0.7)) for _ in range(n)] for _ in range(n)]
        networks.append({
            "inputMean": [dyadic(random.gauss(0, 0.7)) for _ in range(n)],
            "inputCovariance": [[sum(a * b for a, b in zip(x, y)) for y in factor] for x in factor],
            "layers": [
                {
                    "activation": name,
                    "weights": matrix(rows, columns, 1.2 / columns**0.5),
                    "biases": [dyadic(random.gauss(0, 0.5)) for _ in range(rows)],
                }
                for columns, rows in zip(widths, widths[1:])
            ],
        })
    return networks


if __name__ == "__main__":
    with multiprocessing.Pool() as pool:
        print('{"source": "single_networks.py, mpmath, 30 digits", "networks": [')
        for index, record in enumerate(pool.imap(solve, draw())):
            print(("," if index else "") + json.dumps(record), flush=True)
        print("]}")
