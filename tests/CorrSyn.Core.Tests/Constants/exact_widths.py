#!/usr/bin/env python3
"""Averages over all networks of a finite width, exactly, for networks whose last activation is sin: constants for the
tests, by a route that shares nothing with the program. No mean-field argument occurs, and no expansion before the last step.

An average of products of sines is a sum of characteristic functions. With signs s_a for the inputs a of neuron i, and t_a of
neuron j, E exp(i sum_a (s_a z_i^a + t_a z_j^a)) needs only the two vectors X = sum_a s_a y^a, Y = sum_a t_a y^a of patterns, P-dimensional
Gaussians with covariances s.s, s.t, t.t. With R = [[1, rho], [rho, 1]], W = Gram matrix of (X, Y), a Wishart matrix of P degrees of freedom,
and e = (sum s, sum t) it is

    E_W det(1 + g sigma^2 R W / N^2)^(-N/2) exp(-b |e|^2 / 2)

for one layer of sin over the inputs xi y / sqrt N, and, with a linear layer of N1 neurons (gain g1, correlation rho1, bias variance b1) between,

    E_W E_G prod_lambda det(1 + g R (lambda g1 G + b1 e e^T) / N1)^(-1/2) exp(-b |e|^2 / 2)

with N^2 G a Wishart matrix of N degrees of freedom over sigma^2 W, and lambda the eigenvalues of the rows of the linear layer: 1 + (N1-1) rho1 once,
1 - rho1 the other N1 - 1. Each rho is r over the root of the width below; the width of a layer is its widthRatio times N, that of the
input. Of the last layer it is a factor of N Sigma and nothing else. One neuron is the same with one vector. Wishart matrices are integrated by Bartlett's triangles with
Gaussian rules of four nodes, wrong by a relative O(N^-4), at six widths N = 10^8 4^k. A polynomial in N^(-1/2) through them gives the coefficients.

Needs mpmath; minutes:  python3 exact_widths.py > exact-widths.json
"""
import itertools
import json
import multiprocessing
import random
from collections import defaultdict

from mpmath import mp, mpf

mp.dps = 100
NODES = 4
WIDTHS = [10**8 * 4**k for k in range(6)]
POWERS = 3  # N^0, N^(-1/2), N^(-1)


def rule(diagonal, squares):
    """Nodes and weights of the Gaussian rule with these recurrence coefficients, of a probability density."""
    matrix = mp.matrix(NODES)
    for k in range(NODES):
        matrix[k, k] = diagonal(k)
        if k > 0:
            matrix[k, k - 1] = matrix[k - 1, k] = mp.sqrt(squares(k))
    values, vectors = mp.eigsy(matrix)
    return [(values[k], vectors[0, k] ** 2) for k in range(NODES)]


def chi_square(freedom):
    a = mpf(freedom) / 2 - 1
    return [(2 * x, w) for x, w in rule(lambda k: 2 * k + 1 + a, lambda k: k * (k + a))]


def normal():
    return rule(lambda k: mpf(0), lambda k: mpf(k))


def triangles(freedom):
    """(a, b, c, weight): a b c of the Gram matrix a, b; b, c of two independent unit vectors."""
    rules = chi_square(freedom), normal(), chi_square(freedom - 1)
    return [
        (x, n * mp.sqrt(x), n * n + z, u * v * w)
        for (x, u), (n, v), (z, w) in itertools.product(*rules)
    ]


def correlated(gram, of):
    """L gram L^T with L L^T = of, both as (a, b, c)."""
    a, b, c = gram
    l = mp.sqrt(of[0])
    m = of[1] / l if l else mpf(0)
    n = mp.sqrt(max(mpf(0), of[2] - m * m))
    return l * l * a, l * (m * a + n * b), m * m * a + 2 * m * n * b + n * n * c


def log_det(r, x):
    """log det(1 + R X), R = [[1, r], [r, 1]], X = (a, b, c)."""
    a, b, c = x
    trace = a + 2 * r * b + c
    return mp.log1p(trace + (1 - r * r) * (a * c - b * b))


class Width:
    """Characteristic functions of the last layer's fields, at one width."""

    def __init__(self, model, n):
        self.n, self.last = n, model["layers"][-1]
        widths = [n] + [int(mpf(layer.get("widthRatio", "1")) * n) for layer in model["layers"]]
        # Of the layer below the last, and of the last.
        self.below, self.top = widths[-2:]
        self.linear = model["layers"][0] if len(model["layers"]) == 2 else None
        self.patterns = int(mpf(model["inputRatio"]) * n)
        self.variance = mpf(model["inputStd"]) ** 2
        self.two = triangles(self.patterns)
        self.above = triangles(n) if self.linear else None
        self.single = chi_square(self.patterns)
        self.single_above = chi_square(n) if self.linear else None

    def value(self, layer, name):
        return mpf(layer[name])

    def rows(self):
        """Of the linear layer."""
        rho = self.value(self.linear, "correlation") / mp.sqrt(self.n)
        return [(1 + (self.below - 1) * rho, 1), (1 - rho, self.below - 1)]

    def of_two(self, ss, st, tt, es, et):
        n, g, b = self.n, self.value(self.last, "gain"), self.value(self.last, "biasVariance")
        rho = self.value(self.last, "correlation") / mp.sqrt(self.below)
        total = mpf(0)
        for *gram, weight in self.two:
            w = [self.variance * x for x in correlated(gram, (mpf(ss), mpf(st), mpf(tt)))]
            if self.linear is None:
                exponent = -n * log_det(rho, [g * x / mpf(n) ** 2 for x in w]) / 2
                total += weight * mp.exp(exponent)
                continue
            g1, b1 = self.value(self.linear, "gain"), self.value(self.linear, "biasVariance")
            e = es * es, es * et, et * et
            for *other, also in self.above:
                inner = [x / mpf(n) ** 2 for x in correlated(other, w)]
                exponent = mpf(0)
                for eigenvalue, times in self.rows():
                    x = [g * (eigenvalue * g1 * p + b1 * q) / self.below for p, q in zip(inner, e)]
                    exponent -= times * log_det(rho, x) / 2
                total += weight * also * mp.exp(exponent)
        return total * mp.exp(-b * (es * es + et * et) / 2)

    def of_one(self, ss, es):
        n, g, b = self.n, self.value(self.last, "gain"), self.value(self.last, "biasVariance")
        total = mpf(0)
        for x, weight in self.single:
            w = self.variance * ss * x
            if self.linear is None:
                total += weight * mp.exp(-n * mp.log1p(g * w / mpf(n) ** 2) / 2)
                continue
            g1, b1 = self.value(self.linear, "gain"), self.value(self.linear, "biasVariance")
            for y, also in self.single_above:
                exponent = mpf(0)
                for eigenvalue, times in self.rows():
                    v = g * (eigenvalue * g1 * w * y / mpf(n) ** 2 + b1 * es * es) / self.below
                    exponent -= times * mp.log1p(v) / 2
                total += weight * also * mp.exp(exponent)
        return total * mp.exp(-b * es * es / 2)


def terms(first, second):
    """Signs of the sines of neuron i in these inputs and of neuron j in those, gathered by what the result depends on."""
    gathered = defaultdict(int)
    count = len(first) + len(second)
    for signs in itertools.product((1, -1), repeat=count):
        s, t = defaultdict(int), defaultdict(int)
        for sign, a in zip(signs, first):
            s[a] += sign
        for sign, a in zip(signs[len(first) :], second):
            t[a] += sign
        dot = lambda x, y: sum(x[a] * y[a] for a in range(4))
        key = dot(s, s), dot(s, t), dot(t, t), sum(s.values()), sum(t.values())
        if key[3] < 0 or (key[3] == 0 and key[4] < 0):
            key = *key[:3], -key[3], -key[4]
        if second and (key[0] < key[2] or (key[0] == key[2] and abs(key[3]) < abs(key[4]))):
            key = key[2], key[1], key[0], key[4], key[3]
            if key[3] < 0 or (key[3] == 0 and key[4] < 0):
                key = *key[:3], -key[3], -key[4]
        product = 1
        for sign in signs:
            product *= sign
        gathered[key] += product
    # (2 i)^-count; count is even.
    scale = mpf((-1) ** (count // 2)) / 2**count
    return [(scale * c, key) for key, c in gathered.items() if c]


def average(width, first, second=()):
    return sum(
        c * (width.of_two(*key) if second else width.of_one(key[0], key[3])) for c, key in terms(first, second)
    )


def statistics(arguments):
    """K1, Q, C_ii^2 and C_ij^2 times the width of the last layer, averaged over networks, at one width."""
    model, n = arguments
    width = Width(model, n)
    q = average(width, (0, 1))
    k1 = average(width, (0, 0)) - q
    k2 = average(width, (0, 0, 1, 1)) - 2 * average(width, (0, 0, 1, 2)) + average(width, (0, 1, 2, 3))
    pair = average(width, (0, 1), (0, 1)) - 2 * average(width, (0, 1), (0, 2)) + average(width, (0, 2), (1, 3))
    return [k1, q, k2, width.top * pair]


def series(values):
    """The coefficients of N^0, N^(-1/2) and 1/N of a polynomial in N^(-1/2) through the values."""
    points = [1 / mp.sqrt(n) for n in WIDTHS]
    matrix = mp.matrix(len(points))
    for i, x in enumerate(points):
        for k in range(len(points)):
            matrix[i, k] = x**k
    solution = mp.lu_solve(matrix, mp.matrix(values))
    return [mp.nstr(solution[k], 18) for k in range(POWERS)]


def draw(rng, depth):
    def layer(activation):
        return {
            "activation": activation,
            "gain": str(round(rng.uniform(0.4, 1.6), 3)),
            "correlation": str(rng.choice([0, round(rng.uniform(0.2, 2), 3)])),
            "biasVariance": str(rng.choice([0, round(rng.uniform(0.05, 0.5), 3)])),
        }

    return {
        "inputRatio": str(rng.choice([0.5, 1, 2, 3])),
        "inputStd": str(round(rng.uniform(0.4, 1.0), 3)),
        "layers": [layer("linear")] * (depth - 1) + [layer("sin")],
    }


def resized(rng, model):
    ratios = ["0.25", "0.5", "0.75", "1.5", "2", "4"]
    return {**model, "layers": [{**layer, "widthRatio": rng.choice(ratios)} for layer in model["layers"]]}


def main():
    rng = random.Random(20060)
    models = [draw(rng, 1) for _ in range(5)] + [draw(rng, 2) for _ in range(4)]
    models += [resized(rng, draw(rng, 1))] + [resized(rng, draw(rng, 2)) for _ in range(5)]
    jobs = [(model, n) for model in models for n in WIDTHS]
    with multiprocessing.Pool(2) as pool:
        found = pool.map(statistics, jobs, chunksize=1)
    rows = []
    for index, model in enumerate(models):
        at = found[index * len(WIDTHS) : (index + 1) * len(WIDTHS)]
        columns = {name: series([row[k] for row in at]) for k, name in enumerate(["k1", "q", "k2", "nSigma"])}
        rows.append(json.dumps({**model, **columns}))
    print('{"source": "exact_widths.py, mpmath, 100 digits", "networks": [')
    print("\n,".join(rows))
    print("]}")


if __name__ == "__main__":
    main()
