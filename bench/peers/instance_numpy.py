"""Covariances of one given network of tanh neurons, every pair by a tensor grid of Gauss-Hermite nodes in NumPy.

Usage: instance_numpy.py WIDTH DEPTH [NODES]

Weights, biases and inputs are uniform numbers of the counter-based generator below, so that other programs can use the
same ones: weights of variance 0.8/WIDTH, biases of variance 0.1, an input covariance X X^T / WIDTH with X of variance
1/4 and 2 WIDTH columns. Prints D/N of every layer and the seconds that the evaluation took.
"""

import json
import math
import sys
import time

import numpy


def uniform(stream, count):
    """Numbers in [-sqrt(3), sqrt(3)), of variance 1: SplitMix64 of stream 2^32 + 0, 1, 2, ..."""
    z = (numpy.arange(1, count + 1, dtype=numpy.uint64) + numpy.uint64(stream << 32)) * numpy.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    z ^= z >> numpy.uint64(31)
    return ((z >> numpy.uint64(11)) * 2.0**-53 - 0.5) * math.sqrt(12.0)


def propagate(mean, covariance, weights, biases, x, w):
    delta = weights @ covariance @ weights.T
    field = weights @ mean + biases
    scale = numpy.sqrt(numpy.diag(delta))
    correlation = numpy.clip(delta / numpy.outer(scale, scale), -1.0, 1.0)
    activity = numpy.tanh(field[:, None] + scale[:, None] * x)
    mean = activity @ w
    result = numpy.empty_like(delta)
    for i in range(len(field)):
        rho = correlation[i][:, None, None]
        other = rho * x[:, None] + numpy.sqrt(1.0 - rho**2) * x
        inner = numpy.tanh(field[:, None, None] + scale[:, None, None] * other) @ w
        result[i] = inner @ (w * activity[i]) - mean[i] * mean
    result[numpy.diag_indices_from(result)] = activity**2 @ w - mean**2
    return mean, (result + result.T) / 2.0


def main():
    width, depth = int(sys.argv[1]), int(sys.argv[2])
    x, w = numpy.polynomial.hermite_e.hermegauss(int(sys.argv[3]) if len(sys.argv) > 3 else 20)
    w /= w.sum()
    patterns = 0.5 * uniform(0, 2 * width * width).reshape(width, 2 * width)
    mean, covariance = numpy.zeros(width), patterns @ patterns.T / width
    layers = [
        (
            math.sqrt(0.8 / width) * uniform(2 * layer + 1, width * width).reshape(width, width),
            math.sqrt(0.1) * uniform(2 * layer + 2, width),
        )
        for layer in range(depth)
    ]
    start = time.perf_counter()
    dimension = []
    for weights, biases in layers:
        mean, covariance = propagate(mean, covariance, weights, biases, x, w)
        dimension.append(numpy.trace(covariance) ** 2 / (covariance**2).sum() / width)
    seconds = time.perf_counter() - start
    print(json.dumps({"givenDimension": dimension, "seconds": seconds}))


main()
