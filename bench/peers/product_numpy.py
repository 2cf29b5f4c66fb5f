"""The product A B^T of two square matrices of uniform numbers, in NumPy on one thread of its BLAS.

Usage: product_numpy.py WIDTH TRIES [float64|float32]

Prints the seconds of processor time of the fastest product.
"""

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"

import json
import sys
import time

import numpy


def main():
    width, tries = int(sys.argv[1]), int(sys.argv[2])
    draw = numpy.random.default_rng(1)
    dtype = sys.argv[3] if len(sys.argv) > 3 else "float64"
    left = (draw.random((width, width)) - 0.5).astype(dtype)
    right = (draw.random((width, width)) - 0.5).astype(dtype)
    output = numpy.empty((width, width), dtype=dtype)
    seconds = []
    for _ in range(tries):
        start = time.process_time()
        numpy.matmul(left, right.T, out=output)
        seconds.append(time.process_time() - start)
    print(json.dumps({"seconds": min(seconds)}))


main()
