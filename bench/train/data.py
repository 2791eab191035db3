"""Shared by the Python peers: arguments, data, timing, and the JSON lines that they print."""

import json
import sys
import time

import numpy


def load():
    """Return features (N, 784) in [0, 1], labels, order of the examples, batch size, learning rate."""
    images, labels, order, N, batch, rate = sys.argv[1:]
    x = numpy.fromfile(images, numpy.uint8, offset=16).reshape(-1, 784)[: int(N)]
    y = numpy.fromfile(labels, numpy.uint8, offset=8)[: int(N)]
    rows = numpy.fromfile(order, numpy.uint32).astype(numpy.int64)
    return (x / numpy.float32(255)), y, rows, int(batch), float(rate)


def mean_loss(z, y):
    """Return the mean cross-entropy, computed in double precision."""
    z = z.astype(numpy.float64)
    largest = z.max(axis=1)
    sums = numpy.exp(z - largest[:, None]).sum(axis=1)
    return float((largest + numpy.log(sums) - z[numpy.arange(len(y)), y]).mean())


def answer_rounds(version, work, **facts):
    """Time `work` for each line of input. `work` returns a function that returns the loss."""
    for _ in sys.stdin:
        start, start_processor = time.perf_counter(), time.process_time()
        loss = work()
        seconds, processor = time.perf_counter() - start, time.process_time() - start_processor
        print(json.dumps({"seconds": seconds, "processorSeconds": processor}), flush=True)
    print(json.dumps({"version": version, "loss": loss(), **facts}))
