#!/usr/bin/env python3
"""Correlations of the rows of small matrices from their definition, in exact rationals, and their null distributions by enumeration:
constants for the tests, by a route that shares nothing with the program.

For rows w_i, cosines rho_ij and a covariance C, with means over pairs of rows that are not zero:

    rBar = sqrt(n) mean rho, r_eff^2 = n mean rho^2 - 1
    r_C^2 = (n mean (x_i C x_j)^2 / mean |x_i|^2 |x_j|^2 - T) / K1^2, T = tr C^2 / n, K1 = tr C / n,

with the directions or the rows themselves for x. Rows are multiples of 1/8, so that only rBar needs more than rationals; C = F F^T with
whole numbers in F.

The null distribution is that of independent directions, uniform on the sphere. The mean of a statistic and of its square are averages of
polynomials of degree 4 in each direction. A hexagon, an icosahedron and a 24-cell have such averages exactly (they are spherical
5-designs), so both are plain sums over all choices of their vertices.

Needs mpmath and numpy; seconds:  python3 weight_correlations.py > weight-correlations.json
"""
import itertools
import json
import random
from fractions import Fraction

import numpy
from mpmath import mp, mpf

mp.dps = 40


def dot(x, y):
    return sum(a * b for a, b in zip(x, y))


def text(x):
    value = mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else x
    return mp.nstr(value, 20, min_fixed=0, max_fixed=0)


def measures(weights, covariance):
    n = len(weights[0])
    rows = [row for row in weights if any(row)]
    pairs = list(itertools.combinations(rows, 2))
    mean = lambda values: sum(values) / len(pairs)
    square = mean([Fraction(dot(x, y) ** 2) / (dot(x, x) * dot(y, y)) for x, y in pairs])
    cosine = mean([mpf(float(dot(x, y))) / mp.sqrt(mpf(float(dot(x, x))) * mpf(float(dot(y, y)))) for x, y in pairs])
    form = [(dot(x, [dot(c, y) for c in covariance]), dot(x, x) * dot(y, y)) for x, y in pairs]
    k1 = Fraction(sum(covariance[k][k] for k in range(n))) / n
    t = Fraction(sum(c * c for row in covariance for c in row)) / n
    of_directions = mean([Fraction(f * f) / norms for f, norms in form])
    of_rows = mean([f * f for f, _ in form]) / mean([norms for _, norms in form])
    return {
        "mean": text(mp.sqrt(n) * cosine),
        "squared": text(n * square - 1),
        "aware": text((n * of_directions - t) / k1**2),
        "awareByNorms": text((n * of_rows - t) / k1**2),
        "squaredGain": text(mean([norms for _, norms in form])),
    }


def designs():
    golden = (1 + 5**0.5) / 2
    signs = lambda *values: [numpy.multiply(values, s) for s in itertools.product((1, -1), repeat=len(values))]
    hexagon = [(numpy.cos(a), numpy.sin(a)) for a in numpy.arange(6) * numpy.pi / 3]
    ring = {tuple(numpy.roll(v, k)) for v in signs(0.0, 1.0, golden) for k in range(3)}
    cell = [p for p in itertools.product((-1, 0, 1), repeat=4) if sum(map(abs, p)) == 2]
    unit = lambda points: numpy.array([numpy.array(p, float) / numpy.linalg.norm(p) for p in sorted(points)])
    # Minus zero and zero are one point.
    return {2: unit(hexagon), 3: unit({tuple(x + 0.0 for x in p) for p in ring}), 4: unit(cell)}


def null(points, rows, covariance):
    """Mean and variance of the mean cosine, of the mean squared cosine and of r_C^2."""
    n = points.shape[1]
    c = numpy.array(covariance, float)
    cosines, forms = points @ points.T, points @ c @ points.T
    k1, t = numpy.trace(c) / n, numpy.trace(c @ c) / n
    index = numpy.indices([len(points)] * rows).reshape(rows, -1)
    pairs = list(itertools.combinations(range(rows), 2))
    over = lambda table: sum(table[index[i], index[j]] for i, j in pairs) / len(pairs)
    statistics = {
        "mean": n**0.5 * over(cosines),
        "squared": n * over(cosines**2) - 1,
        "aware": (n * over(forms**2) - t) / k1**2,
    }
    return {name: {"mean": float(values.mean()), "deviation": float(values.std())} for name, values in statistics.items()}


def main():
    draw = random.Random(20210107)
    records, nulls = [], []
    for rows, columns in [(2, 2), (2, 5), (3, 3), (4, 2), (5, 7), (7, 5), (6, 6), (9, 4)]:
        weights = [[Fraction(draw.randint(-24, 24), 8) for _ in range(columns)] for _ in range(rows)]
        if rows > 4:
            weights[1] = [Fraction(0)] * columns
            weights[2] = [-2 * x for x in weights[0]]
        factor = [[draw.randint(-3, 3) for _ in range(columns)] for _ in range(columns)]
        covariance = [[dot(x, y) for y in factor] for x in factor]
        records.append({
            "weights": [[float(x) for x in row] for row in weights],
            "covariance": [[float(x) for x in row] for row in covariance],
            **measures(weights, covariance),
        })
    for columns, points in designs().items():
        for rows in (2, 3, 4) if columns < 4 else (2, 3):
            factor = [[draw.randint(-3, 3) for _ in range(columns)] for _ in range(columns)]
            covariance = [[dot(x, y) for y in factor] for x in factor]
            nulls.append({
                "rows": rows, "columns": columns, "covariance": [[float(x) for x in row] for row in covariance],
                **null(points, rows, covariance),
            })
    print('{"source": "weight_correlations.py, exact rationals and enumeration", "records": [')
    print(",\n".join(json.dumps(each) for each in records) + '\n], "nulls": [')
    print(",\n".join(json.dumps(each) for each in nulls) + "\n]}")


main()
