"""scikit-learn's LogisticRegression (lbfgs) with the fewest iterations that reach a test loss.

Arguments: training images and labels, test images and labels, the loss to reach.
"""

import sys
import warnings

import numpy
import sklearn
from data import answer_rounds, mean_loss
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")


def split(images, labels):
    x = numpy.fromfile(images, numpy.uint8, offset=16).reshape(-1, 784) / numpy.float32(255)
    return x, numpy.fromfile(labels, numpy.uint8, offset=8)


x, y = split(*sys.argv[1:3])
test_x, test_y = split(*sys.argv[3:5])


def fit(iterations):
    model = LogisticRegression(solver="lbfgs", max_iter=iterations).fit(x, y)
    return lambda: mean_loss(model.decision_function(test_x), test_y)


def fewest(reaches, limit):
    """Return the smallest count that reaches the loss, by doubling and bisection."""
    low, high = 0, 1
    while not reaches(high):
        if high == limit:
            sys.exit(f"{limit} iterations do not reach a test loss of {target_loss}")
        low, high = high, min(2 * high, limit)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    return high


target_loss = float(sys.argv[5])
iterations = fewest(lambda n: fit(n)() <= target_loss, 200)
answer_rounds(sklearn.__version__, lambda: fit(iterations), note=f"{iterations} iterations")
