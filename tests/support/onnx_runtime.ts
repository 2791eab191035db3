/**
 * Runs ONNX models by an implementation that is not ours: ONNX Runtime, as WebAssembly.
 *
 * @module
 */
import { env, InferenceSession, Tensor } from "onnxruntime-web";

env.wasm.numThreads = 1;

/** What a model gives. */
export interface OnnxAnswer {
  /** Names of the inputs and outputs, in their order. */
  readonly names: readonly string[];
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The only output of a model for its only input, `float32` of this shape. */
export async function runOnnx(
  model: Uint8Array,
  shape: readonly number[],
  data: Float32Array,
): Promise<OnnxAnswer> {
  const session = await InferenceSession.create(model);
  try {
    const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
    const answers = await session.run({ [input]: new Tensor("float32", data, shape) });
    const { dims, data: values } = answers[output]!;
    if (!(values instanceof Float32Array)) throw new TypeError(`the output is no float32`);
    return { names: [...session.inputNames, ...session.outputNames], shape: dims, data: values };
  } finally {
    await session.release();
  }
}

// From its first session on it keeps a message port, which no test is to be blamed for. A file without
// bytes is refused, but starts it.
await InferenceSession.create(new Uint8Array()).catch(() => {});
