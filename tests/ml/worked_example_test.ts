/** The lecture's worked example: four examples, three classes. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { argmax } from "../../lib/ml/argmax.ts";
import { crossEntropies, crossEntropy, dCrossEntropy } from "../../lib/ml/cross_entropy.ts";
import { log } from "../../lib/ml/log.ts";
import { oneHot } from "../../lib/ml/one_hot.ts";
import { softmax } from "../../lib/ml/softmax.ts";

const Z = [-0.3, -0.5, -0.5, -0.4, -0.1, -0.5, -0.3, -0.94, -0.5, -0.99, -0.88, -0.5];
const LABELS = [0, 1, 2, 2];
const Y = oneHot(LABELS, 3);

Deno.test("one-hot labels are those of the lecture", () => {
  assertEquals([...oneHot([0, 1, 3, 2], 4)], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0]);
});

Deno.test("the worked example's softmax is that of the lecture, to four digits", () => {
  assertEquals(Array.from(softmax(Z, 3), (a) => a.toFixed(4)), [
    ...["0.3792", "0.3104", "0.3104"],
    ...["0.3072", "0.4147", "0.2780"],
    ...["0.4263", "0.2248", "0.3490"],
    ...["0.2668", "0.2978", "0.4354"],
  ]);
});

Deno.test("the worked example's losses are those of the lecture, to four and to eight digits", () => {
  const losses = crossEntropies(Z, Y, 3);
  assertEquals(Array.from(losses, (l) => l.toFixed(4)), ["0.9698", "0.8801", "1.0527", "0.8314"]);
  const [first, second, third, fourth] = losses;
  assertAlmostEquals(first!, 0.9698169, 1e-8);
  assertAlmostEquals(second!, 0.88009895, 1e-8);
  assertAlmostEquals(third!, 1.05272163, 1e-8);
  assertAlmostEquals(fourth!, 0.83138091, 1e-8);
});

Deno.test("the worked example's first loss follows from the lecture's rounded probability", () => {
  assertEquals((-log(0.3792)).toFixed(6), "0.969692");
});

Deno.test("the worked example's mean loss is correct to twelve digits, and a quarter of the sum", () => {
  const mean = crossEntropy(Z, Y, 3);
  assertAlmostEquals(mean, 0.933504598283467, 1e-12);
  assertAlmostEquals(crossEntropies(Z, Y, 3).reduce((sum, l) => sum + l), 4 * mean, 1e-12);
});

Deno.test("the worked example's third example is predicted as class 1", () => {
  assertEquals([...argmax(Z, 3)], [0, 1, 0, 2]);
});

Deno.test("the first row of the worked example's gradient is that of the lecture", () => {
  const [first, second, third] = dCrossEntropy(Z, Y, 3);
  assertAlmostEquals(first!, -0.15521189, 1e-8);
  assertAlmostEquals(second!, 0.07760594, 1e-8);
  assertAlmostEquals(third!, 0.07760594, 1e-8);
});
