/**
 * One epoch of mini-batch SGD with TensorFlow.js on its WASM backend: one thread, SIMD, tensors in memory.
 * The gradients are written out, because the library's optimiser needs more operations.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { readFileSync } from "node:fs";
import process from "node:process";
import { createInterface } from "node:readline";

// The names are in variables because only this folder's node_modules has the packages.
const [core, wasm] = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-wasm"];
const tf = await import(core);
const { setThreadsCount, setWasmPaths } = await import(wasm);

const [images, labels, orderFile, n, batchSize, rateText] = process.argv.slice(2);
const [N, batch, rate] = [Number(n), Number(batchSize), Number(rateText)];
setWasmPaths(new URL("node_modules/@tensorflow/tfjs-backend-wasm/dist/", import.meta.url).pathname);
setThreadsCount(1);
await tf.setBackend("wasm");

const bytes = readFileSync(images).subarray(16);
const y = readFileSync(labels).subarray(8);
const order = new Int32Array(new Uint8Array(readFileSync(orderFile)).buffer);
const x = tf.tensor2d(Float32Array.from(bytes, (q) => q / 255), [N, 784]);
const oneHot = tf.cast(tf.oneHot(tf.tensor1d(Int32Array.from(y), "int32"), 10), "float32");

function step(w, b, rows) {
  return tf.tidy(() => {
    const some = tf.tensor1d(rows, "int32");
    const part = tf.gather(x, some);
    const a = tf.softmax(tf.add(tf.matMul(part, w), b));
    const dz = tf.mul(tf.sub(a, tf.gather(oneHot, some)), rate / rows.length);
    return [tf.sub(w, tf.matMul(part, dz, true)), tf.sub(b, tf.sum(dz, 0))];
  });
}

function epoch() {
  let [w, b] = [tf.zeros([784, 10]), tf.zeros([10])];
  for (let at = 0; at < N; at += batch) {
    const next = step(w, b, order.subarray(at, at + batch));
    tf.dispose([w, b]);
    [w, b] = next;
  }
  return [w, b];
}

function loss(z) {
  let sum = 0;
  for (let i = 0; i < N; i++) {
    const row = z.subarray(10 * i, 10 * i + 10);
    const top = Math.max(...row);
    sum += top + Math.log(row.reduce((all, v) => all + Math.exp(v - top), 0)) - row[y[i]];
  }
  return sum / N;
}

let last;
for await (const _ of createInterface({ input: process.stdin })) {
  const [start, startProcessor] = [performance.now(), process.cpuUsage()];
  last = epoch();
  await last[1].data();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(startProcessor);
  console.log(JSON.stringify({ seconds, processorSeconds: (user + system) / 1e6 }));
}
const z = tf.add(tf.matMul(x, last[0]), last[1]).dataSync();
console.log(JSON.stringify({ version: tf.version_core, loss: loss(z) }));
