"""Networks of tanh neurons with gaussian weights that share presynaptic factors, and the plain estimate of D/N, in PyTorch.

Usage: simulate_torch.py WIDTH INPUTS DEPTH NETWORKS R [float64|float32]

The same work and output as simulate_numpy.py.
"""

import json
import math
import sys
import time

import torch


def dimensions(width, inputs, depth, r, dtype):
    patterns = torch.randn(2 * width, width, dtype=dtype).mul_(0.5 / math.sqrt(width))
    activity = torch.mm(torch.randn(inputs, 2 * width, dtype=dtype), patterns)
    rho = r / math.sqrt(width)
    result = [dimension(activity)]
    for _ in range(depth):
        weights = torch.randn(width, width, dtype=dtype).mul_(math.sqrt(0.8 / width * (1.0 - rho)))
        weights.add_(torch.randn(width, 1, dtype=dtype), alpha=math.sqrt(0.8 / width * rho))
        biases = torch.randn(width, dtype=dtype).mul_(math.sqrt(0.1))
        activity = torch.addmm(biases, activity, weights).tanh_()
        result.append(dimension(activity))
    return result


def dimension(activity):
    centred = activity - activity.mean(dim=0)
    covariance = torch.mm(centred.t(), centred).div_(len(activity) - 1)
    return float(covariance.trace()) ** 2 / float(covariance.square().sum()) / len(covariance)


def main():
    width, inputs, depth, networks = (int(text) for text in sys.argv[1:5])
    r = float(sys.argv[5])
    dtype = getattr(torch, sys.argv[6] if len(sys.argv) > 6 else "float64")
    torch.manual_seed(1)
    start = time.perf_counter()
    with torch.no_grad():
        rows = [dimensions(width, inputs, depth, r, dtype) for _ in range(networks)]
    seconds = time.perf_counter() - start
    values = torch.tensor(rows, dtype=torch.float64)
    error = values.std(dim=0) / math.sqrt(networks) if networks > 1 else torch.zeros(depth + 1)
    print(json.dumps({"dimension": values.mean(dim=0).tolist(), "standardError": error.tolist(), "seconds": seconds}))


main()
