"""scikit-learn's LogisticRegression (lbfgs) until its test loss is low enough.

Arguments: training images and labels, test images and labels, the loss to reach.
"""

import json
import sys
import time
import warnings

import numpy
import sklearn
from data import mean_loss
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")


def split(images, labels):
    x = numpy.fromfile(images, numpy.uint8, offset=16).reshape(-1, 784) / numpy.float32(255)
    return x, numpy.fromfile(labels, numpy.uint8, offset=8)


x, y = split(*sys.argv[1:3])
test_x, test_y = split(*sys.argv[3:5])
for iterations in (20, 30, 40, 50, 60, 80, 100):
    model = LogisticRegression(solver="lbfgs", max_iter=iterations)
    start, start_processor = time.perf_counter(), time.process_time()
    model.fit(x, y)
    seconds = time.perf_counter() - start
    processor = time.process_time() - start_processor
    loss = mean_loss(model.decision_function(test_x), test_y)
    if loss <= float(sys.argv[5]):
        break
times = {"seconds": [seconds], "processorSeconds": [processor]}
facts = {"version": sklearn.__version__, "loss": loss, "note": f"{iterations} iterations"}
print(json.dumps({**facts, **times}))
