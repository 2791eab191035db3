/**
 * Encodes a small ONNX model. Field and enumeration numbers are those of `onnx.proto`
 * (github.com/onnx/onnx). Supports the element type `float32` only.
 *
 * @module
 */
import { bytes, type Field, integer, joined, message, text } from "./protobuf.ts";

/** `TensorProto.DataType.FLOAT`: float32. */
const FLOAT = 1;

/** `AttributeProto.AttributeType.INT`. */
const INT = 2;

/** The version of the file format that was released with operator set 17. */
const IR_VERSION = 8;

/** A constant of the graph, row-major. */
export interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** An input or output of the graph. A dimension is a size, or a name if the size is free. */
export interface ValueInfo {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  readonly description: string;
}

/** An operator with the names of its inputs and outputs. */
export interface Operator {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: { readonly [name: string]: number };
}

/** A model with one graph. */
export interface OnnxModel {
  readonly name: string;
  readonly description: string;
  /** The version of the default operator set. */
  readonly opset: number;
  readonly operators: readonly Operator[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

/**
 * The bytes of an `.onnx` file; equal models have equal bytes.
 *
 * @example A model that returns its input
 * ```ts
 * import { onnxBytes } from "./messages.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = onnxBytes({
 *   name: "same",
 *   description: "",
 *   opset: 17,
 *   operators: [{ type: "Identity", inputs: ["x"], outputs: ["y"], attributes: {} }],
 *   initializers: [],
 *   inputs: [{ name: "x", shape: ["N"], description: "" }],
 *   outputs: [{ name: "y", shape: ["N"], description: "" }],
 * });
 * assertEquals(file.slice(0, 2).toHex(), "0808");
 * ```
 */
export function onnxBytes(model: OnnxModel): Uint8Array<ArrayBuffer> {
  return joined([
    integer(1, IR_VERSION),
    text(2, "softmax-regression"),
    message(7, graph(model)),
    message(8, [integer(2, model.opset)]),
  ]);
}

function graph(
  { name, description, operators, initializers, inputs, outputs }: OnnxModel,
): Field[] {
  return [
    ...operators.map((node) => message(1, operator(node))),
    text(2, name),
    ...initializers.map((constant) => message(5, initializer(constant))),
    text(10, description),
    ...inputs.map((value) => message(11, valueInfo(value))),
    ...outputs.map((value) => message(12, valueInfo(value))),
  ];
}

function operator({ type, inputs, outputs, attributes }: Operator): Field[] {
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, type),
    ...Object.entries(attributes).map(([name, value]) =>
      message(5, [text(1, name), integer(3, value), integer(20, INT)])
    ),
  ];
}

function initializer({ name, shape, data }: Initializer): Field[] {
  return [
    ...shape.map((size) => integer(1, size)),
    integer(2, FLOAT),
    text(8, name),
    bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ];
}

function valueInfo({ name, shape, description }: ValueInfo): Field[] {
  const dimensions = shape.map((size) =>
    message(1, [typeof size === "number" ? integer(1, size) : text(2, size)])
  );
  const tensorType = message(1, [integer(1, FLOAT), message(2, dimensions)]);
  return [text(1, name), message(2, [tensorType]), text(3, description)];
}
