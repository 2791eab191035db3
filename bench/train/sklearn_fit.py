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


iterations = next(n for n in (20, 30, 40, 50, 60, 80, 100) if fit(n)() <= float(sys.argv[5]))
answer_rounds(sklearn.__version__, lambda: fit(iterations), note=f"{iterations} iterations")
