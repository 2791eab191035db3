"""What the Python peers share: arguments, data, timing, the JSON line that they print."""

import json
import sys
import time

import numpy


def load():
    """Features (N, 784) in [0, 1], labels, order of the examples; batch, rate, rounds."""
    images, labels, order, N, batch, rate, rounds = sys.argv[1:]
    x = numpy.fromfile(images, numpy.uint8, offset=16).reshape(-1, 784)[: int(N)]
    y = numpy.fromfile(labels, numpy.uint8, offset=8)[: int(N)]
    rows = numpy.fromfile(order, numpy.uint32).astype(numpy.int64)
    return (x / numpy.float32(255)), y, rows, int(batch), float(rate), int(rounds)


def mean_loss(z, y):
    """Mean cross-entropy in double precision."""
    z = z.astype(numpy.float64)
    largest = z.max(axis=1)
    sums = numpy.exp(z - largest[:, None]).sum(axis=1)
    return float((largest + numpy.log(sums) - z[numpy.arange(len(y)), y]).mean())


def report(version, epoch, rounds):
    """Times `epoch`, which trains from zero and gives net inputs' loss when asked."""
    seconds, processor = [], []
    for _ in range(rounds):
        start, start_processor = time.perf_counter(), time.process_time()
        loss = epoch()
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - start_processor)
    times = {"seconds": seconds, "processorSeconds": processor}
    print(json.dumps({"version": version, **times, "loss": loss()}))
