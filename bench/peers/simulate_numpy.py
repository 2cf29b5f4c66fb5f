"""Networks of tanh neurons with gaussian weights that share presynaptic factors, and the plain estimate of D/N, in NumPy.

Usage: simulate_numpy.py WIDTH INPUTS DEPTH NETWORKS R [float64|float32]

Weights of variance 0.8/WIDTH, correlated by R/sqrt(WIDTH) over postsynaptic neurons; biases of variance 0.1; inputs of
covariance X X^T / WIDTH with X of variance 1/4 and 2 WIDTH columns. Prints D/N of every layer, averaged over networks, its
standard error, and the seconds that everything took after the imports.
"""

import json
import math
import sys
import time

import numpy


def dimensions(seed, width, inputs, depth, r, dtype):
    draw = numpy.random.default_rng(seed)
    activity = draw.standard_normal((inputs, 2 * width), dtype=dtype)
    patterns = draw.standard_normal((2 * width, width), dtype=dtype)
    patterns *= dtype(0.5 / math.sqrt(width))
    activity = activity @ patterns
    rho = r / math.sqrt(width)
    own, shared = dtype(math.sqrt(0.8 / width * (1.0 - rho))), dtype(math.sqrt(0.8 / width * rho))
    result = [dimension(activity)]
    for _ in range(depth):
        # One row for each presynaptic neuron, so that no transpose is needed.
        weights = draw.standard_normal((width, width), dtype=dtype)
        weights *= own
        weights += shared * draw.standard_normal((width, 1), dtype=dtype)
        biases = dtype(math.sqrt(0.1)) * draw.standard_normal(width, dtype=dtype)
        activity = activity @ weights
        activity += biases
        numpy.tanh(activity, out=activity)
        result.append(dimension(activity))
    return result


def dimension(activity):
    centred = activity - activity.mean(axis=0)
    covariance = centred.T @ centred
    covariance /= len(activity) - 1
    return float(numpy.trace(covariance)) ** 2 / float(numpy.vdot(covariance, covariance)) / len(covariance)


def main():
    width, inputs, depth, networks = (int(text) for text in sys.argv[1:5])
    r = float(sys.argv[5])
    dtype = numpy.dtype(sys.argv[6] if len(sys.argv) > 6 else "float64").type
    start = time.perf_counter()
    values = numpy.array([dimensions(seed, width, inputs, depth, r, dtype) for seed in range(networks)])
    seconds = time.perf_counter() - start
    error = values.std(axis=0, ddof=1) / math.sqrt(networks) if networks > 1 else numpy.zeros(depth + 1)
    print(json.dumps({"dimension": values.mean(axis=0).tolist(), "standardError": error.tolist(), "seconds": seconds}))


main()
