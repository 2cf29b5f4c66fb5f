#!/usr/bin/env python3
"""Averages over weights by SymPy, as constants for the tests: a route that shares nothing with the program.

Every product of weights is multiplied out in named weights w_ik at a small N, and each monomial is replaced by
its moment. No pairings, no cumulants, no graphs: moments of Gaussian weights are read off the coefficients of
their generating function, those of binary weights are sums over the four outcomes of two signs.

Weights onto neurons 1 and 2 have variance g/N and, for one presynaptic neuron, correlation rho. C is symmetric
with entries c11, c12, ...; m has entries m1, m2, ...; b is the variance of a bias. For L-1 to L-3 the rows are
correlated by a symmetric R with entries r11, r12, ... . For L-4 to L-6 weights are xi/sqrt(N) and C = 1.

    python3 weight_averages.py > weight-averages.json
"""
import itertools
import json
from functools import lru_cache

import sympy
from sympy import Integer, Poly, Rational, Symbol, factorial, prod

g, rho, b = sympy.symbols("g rho b")


def matrix(name, size):
    return [[Symbol(f"{name}{min(i, j) + 1}{max(i, j) + 1}") for j in range(size)] for i in range(size)]


def identity(size):
    return [[Integer(i == j) for j in range(size)] for i in range(size)]


def gaussian_moment(covariance):
    """E x1^a1 x2^a2 ... = a1! a2! ... times the coefficient of t^a in exp(t.V.t / 2)."""
    size = len(covariance)
    t = sympy.symbols(f"t1:{size + 1}")
    form = sum(t[i] * covariance[i][j] * t[j] for i in range(size) for j in range(size)) / 2

    @lru_cache(None)
    def term(order):
        return Poly(sympy.expand(form**order / factorial(order)), *t)

    @lru_cache(None)
    def moment(powers):
        if sum(powers) % 2:
            return Integer(0)
        return term(sum(powers) // 2).coeff_monomial(powers) * prod(factorial(p) for p in powers)

    return moment


def binary_moment(variance):
    """Two weights +-sqrt(variance) with P(s1, s2) = (1 + rho s1 s2) / 4."""

    @lru_cache(None)
    def moment(powers):
        signs = itertools.product((1, -1), repeat=2)
        total = sum((1 + rho * s1 * s2) / 4 * s1 ** powers[0] * s2 ** powers[1] for s1, s2 in signs)
        total = sympy.expand(total)
        return total * variance ** (sum(powers) // 2) if total != 0 else Integer(0)

    return moment


class Layer:
    """Weights of independent columns, and what is made of them."""

    def __init__(self, rows, columns, moment):
        self.rows, self.columns, self.moment = rows, columns, moment
        self.w = [[Symbol(f"w_{i}_{k}") for k in range(columns)] for i in range(rows)]
        self.bias = [Symbol(f"bias_{i}") for i in range(rows)]

    def delta(self, i, j, c):
        pairs = itertools.product(range(self.columns), repeat=2)
        return sum(self.w[i][k] * c[k][l] * self.w[j][l] for k, l in pairs)

    def field(self, i, m):
        return sum(self.w[i][k] * m[k] for k in range(self.columns)) + self.bias[i]

    def average(self, expression):
        """Multiplies out, and puts in the moments column by column."""
        by_column = [self.w[i][k] for k in range(self.columns) for i in range(self.rows)]
        polynomial = Poly(sympy.expand(expression), *by_column, *self.bias)
        total = Integer(0)
        for powers, coefficient in polynomial.terms():
            value = coefficient
            for k in range(self.columns):
                value *= self.moment(tuple(powers[k * self.rows : (k + 1) * self.rows]))
            # Biases are independent Gaussians: E x^2 = b is all that is needed.
            for power in powers[len(by_column) :]:
                assert power <= 2
                value *= (Integer(1), Integer(0), b)[power]
            total += value
        return sympy.expand(total)


def two_neurons(name, size, moment):
    layer, c = Layer(2, size, moment), matrix("c", size)
    m = [Symbol(f"m{k + 1}") for k in range(size)]
    ii, ij = layer.delta(0, 0, c), layer.delta(0, 1, c)
    ui, uj = layer.field(0, m), layer.field(1, m)
    average = layer.average
    results = {
        "W-1": average(ii),
        "W-2": average(ij),
        "W-3": size * average(ij**2),
        "F-1": average(ii**2) - average(ii) ** 2,
        "F-2": average(ui**2),
        "F-3": average(ui * uj),
        "E u_i u_j Delta_ij": average(ui * uj * ij),
        "E Delta_ij^3": average(ij**3),
        "E Delta_ij^4": average(ij**4),
        "E Delta_ii Delta_ij^2 - E Delta_ii E Delta_ij^2": average(ii * ij**2) - average(ii) * average(ij**2),
    }
    return [record(identifier, name, 2, size, value) for identifier, value in results.items()]


def traces(layer, c):
    size = range(layer.rows)
    delta = [[layer.delta(i, j, c) for j in size] for i in size]
    square = layer.average(sum(delta[i][j] * delta[j][i] for i in size for j in size))
    trace = sum(delta[i][i] for i in size)
    return square, layer.average(trace**2), layer.average(trace)


def linear(rows, columns):
    r = matrix("r", rows)
    moment = gaussian_moment([[g / columns * entry for entry in row] for row in r])
    values = traces(Layer(rows, columns, moment), matrix("c", columns))
    return [record(f"L-{n + 1}", "gaussian", rows, columns, value) for n, value in enumerate(values)]


def inputs(rows, columns):
    # g stands for sigma^2 here.
    moment = gaussian_moment([[g / rows * entry for entry in row] for row in identity(rows)])
    values = traces(Layer(rows, columns, moment), identity(columns))
    return [record(f"L-{n + 4}", "gaussian", rows, columns, value) for n, value in enumerate(values)]


def record(identifier, weights, rows, columns, value):
    value = sympy.expand(value)
    names = sorted(value.free_symbols, key=str)
    terms = Poly(value, *names).terms() if names else [((), value)]
    return {
        "id": identifier,
        "weights": weights,
        "rows": rows,
        "columns": columns,
        "variables": [str(name) for name in names],
        "terms": [[str(Rational(coefficient)), *map(int, powers)] for powers, coefficient in terms],
    }


def main():
    records = []
    for size in (2, 3):
        variance = g / size
        covariance = [[variance, variance * rho], [variance * rho, variance]]
        records += two_neurons("gaussian", size, gaussian_moment(covariance))
        records += two_neurons("binary", size, binary_moment(variance))
    for rows, columns in ((2, 2), (2, 3), (3, 2), (1, 4)):
        records += linear(rows, columns)
    for rows, columns in ((1, 1), (2, 1), (2, 3), (3, 2)):
        records += inputs(rows, columns)
    head = {
        "made": f"by weight_averages.py with SymPy {sympy.__version__}; do not edit",
        "terms": "coefficient, then the powers of the variables in their order",
    }
    # One record a line, so that a change is seen where it is.
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    body = ",\n".join(json.dumps(each, separators=(",", ":")) for each in records)
    print("{\n" + ",\n".join(lines) + ',\n"records": [\n' + body + "\n]\n}")


main()
