/**
 * What a stage may see. Everything else that the runtime offers is refused by name: a stage depends on
 * what its cache key holds and on nothing ambient.
 *
 * @module
 */

/** Globals that give the same answer everywhere and always. */
export const PURE_GLOBALS: readonly string[] = [
  // ECMAScript: values and functions
  ..."globalThis self undefined NaN Infinity isFinite isNaN parseFloat parseInt".split(" "),
  ..."decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape".split(" "),
  // ECMAScript: objects
  ..."Object Boolean Symbol Number BigInt Math String RegExp Array Map Set".split(" "),
  ..."WeakMap WeakSet JSON Promise Proxy Reflect Iterator Uint8Array Int8Array Uint16Array".split(
    " ",
  ),
  ..."Int16Array Uint32Array Int32Array BigUint64Array BigInt64Array Uint8ClampedArray".split(" "),
  ..."Float16Array Float32Array Float64Array ArrayBuffer DataView".split(" "),
  ..."DisposableStack AsyncDisposableStack WebAssembly".split(" "),
  // ECMAScript: errors
  ..."Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError".split(" "),
  ..."URIError SuppressedError DOMException QuotaExceededError".split(" "),
  // the web platform, as far as it only computes
  ..."TextEncoder TextDecoder TextEncoderStream TextDecoderStream URL URLSearchParams".split(" "),
  ..."URLPattern atob btoa structuredClone queueMicrotask Blob Headers Response".split(" "),
  ..."ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader".split(" "),
  ..."ReadableStreamDefaultController ReadableByteStreamController".split(" "),
  ..."ReadableStreamBYOBRequest WritableStream WritableStreamDefaultWriter".split(" "),
  ..."WritableStreamDefaultController TransformStream TransformStreamDefaultController".split(" "),
  ..."ByteLengthQueuingStrategy CountQueuingStrategy DecompressionStream".split(" "),
  // used by the runtime itself when a promise is rejected; no listener can be added
  "dispatchEvent",
  // replaced by tame versions
  ..."console crypto".split(" "),
];

/** Globals for a stage that may reach the network; what it makes of answers is checked by digest. */
export const NET_GLOBALS: readonly string[] =
  "fetch Request AbortController AbortSignal setTimeout clearTimeout".split(" ");

/** Globals for a stage that asks for threads; that their timing changes no byte is for it to prove. */
export const THREAD_GLOBALS: readonly string[] = "SharedArrayBuffer Atomics".split(" ");

/** Members, static or not, of allowed objects and of those that these lead to, which are ambient. */
export const AMBIENT_MEMBERS: readonly string[] = [
  "URL.createObjectURL",
  "URL.revokeObjectURL",
  "Response.formData",
  "Request.formData",
  "Event.timeStamp",
];

/** Members that only a stage that may reach the network has a use for. */
export const TIMERS: readonly string[] = ["AbortSignal.timeout"];

/** Functions of `Math` that the language defines to the last bit. */
export const EXACT_MATH: readonly string[] =
  "abs ceil clz32 f16round floor fround imul max min round sign sqrt trunc sumPrecise".split(" ");

/** What to do instead of using a refused global. */
export const ADVICE: Readonly<Record<string, string>> = {
  Date: "it is a clock; pass a date as a param",
  performance: "it is a clock; the engine times stages by itself",
  Temporal: "it is a clock and depends on the time zone; pass a date as a param",
  Intl: "it depends on the language; format numbers by hand",
  Deno: "declare external files in `files` and hosts in `net` of the stage",
  process: "pass settings as params",
  navigator: "a result must not depend on the machine; pass settings as params",
  fetch: "declare the host in `net` of the stage",
  WebSocket: "declare the host in `net` of the stage and use fetch",
  XMLHttpRequest: "declare the host in `net` of the stage and use fetch",
  Worker: "a stage runs in one worker of its own",
  SharedArrayBuffer: "declare `threads` in the stage",
  Atomics: "declare `threads` in the stage",
  setTimeout: "a pure stage has nothing to wait for",
  setInterval: "a pure stage has nothing to wait for",
  close: "return from `run`, or throw",
  eval: "code from strings cannot be hashed",
  Function: "code from strings cannot be hashed",
  WeakRef: "it shows when memory is collected",
  FinalizationRegistry: "it shows when memory is collected",
  CompressionStream: "its bytes differ between platforms; bundle a pinned implementation",
  "URL.createObjectURL": "its name is drawn at random",
  "URL.revokeObjectURL": "a stage has none",
  "Response.formData":
    "its files have the time as their date; read the body with text() or bytes()",
  "Request.formData": "its files have the time as their date; read the body with text() or bytes()",
  "Event.timeStamp": "it is a clock",
  "AbortSignal.timeout": "a pure stage has nothing to wait for",
  "crypto.getRandomValues": "draw from a generator seeded by a param",
  "crypto.randomUUID": "name things by a counter, or by a digest of what they are made of",
  addEventListener: "a stage is told all that there is to know when it starts",
  postMessage: "return outputs from `run`",
  caches: "declare external files in `files` of the stage",
  localStorage: "return outputs from `run`",
};
