"""One epoch of mini-batch SGD with numpy: dense single-precision matrices, reused buffers."""

import numpy
from data import answer_rounds, load, mean_loss

x, y, rows, batch, rate = load()
one_hot = numpy.eye(10, dtype=numpy.float32)[y]


def epoch():
    w = numpy.zeros((784, 10), numpy.float32)
    b = numpy.zeros(10, numpy.float32)
    xs = numpy.empty((batch, 784), numpy.float32)
    for at in range(0, len(rows), batch):
        some = rows[at : at + batch]
        part = numpy.take(x, some, axis=0, out=xs[: len(some)])
        z = part @ w
        z += b
        z -= z.max(axis=1, keepdims=True)
        numpy.exp(z, out=z)
        z /= z.sum(axis=1, keepdims=True)
        z -= one_hot[some]
        z *= numpy.float32(rate / len(some))
        w -= part.T @ z
        b -= z.sum(axis=0)
    return lambda: mean_loss(x @ w + b, y)


answer_rounds(numpy.__version__, epoch)
