"""scikit-learn's LogisticRegression (lbfgs) until its test loss is low enough.

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
    """The smallest count that reaches the loss: doubled until it does, then bisected."""
    short, enough = 0, 1
    while not reaches(enough):
        if enough == limit:
            sys.exit(f"{limit} iterations do not reach a test loss of {wanted}")
        short, enough = enough, min(2 * enough, limit)
    while enough - short > 1:
        middle = (short + enough) // 2
        short, enough = (short, middle) if reaches(middle) else (middle, enough)
    return enough


wanted = float(sys.argv[5])
iterations = fewest(lambda n: fit(n)() <= wanted, 200)
answer_rounds(sklearn.__version__, lambda: fit(iterations), note=f"{iterations} iterations")
