"""The layer map of tanh at many points, written with NumPy arrays and a tensor grid of Gauss-Hermite nodes.

Usage: theory_numpy.py POINTS DEPTH [NODES]

Point i of POINTS lies the fraction i/(POINTS - 1) of the way from r = 0, g = 1/2, bias variance 0 to r = 3, g = 2,
bias variance 1/2. Inputs have alpha = 2 and sigma = 1/2. Prints D/N of the last layer of the first and of the last
point, and the seconds that the evaluation took.
"""

import json
import sys
import time

import numpy


def evaluate(points, depth, nodes):
    x, w = numpy.polynomial.hermite_e.hermegauss(nodes)
    w /= w.sum()
    share = numpy.linspace(0.0, 1.0, points)
    r, g, bias = 3.0 * share, 0.5 + 1.5 * share, 0.5 * share
    k1 = numpy.full(points, 0.5)
    k2, n_sigma, q = k1**2, numpy.full(points, 0.125), numpy.zeros(points)
    for _ in range(depth):
        field = numpy.sqrt(g * q + bias)[:, None] * x
        drive = numpy.sqrt(g * k1)[:, None] * x
        h = numpy.tanh(field[:, :, None] + drive[:, None, :])
        mean = h @ w
        square = (h * h) @ w
        variance = square - mean**2
        slope = 1.0 - square
        multiplier = (g * (slope**2 @ w)) ** 2
        n_sigma = multiplier * (k2 + n_sigma + (r * k1) ** 2)
        k1, k2, q = variance @ w, variance**2 @ w, mean**2 @ w
    return k1**2 / (k2 + n_sigma)


def main():
    points, depth = int(sys.argv[1]), int(sys.argv[2])
    nodes = int(sys.argv[3]) if len(sys.argv) > 3 else 64
    start = time.perf_counter()
    dimension = evaluate(points, depth, nodes)
    seconds = time.perf_counter() - start
    print(json.dumps({"first": dimension[0], "last": dimension[-1], "seconds": seconds}))


main()
