/**
 * `deno task build:kernel`: compiles the kernel and writes it as a module.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- reports the size of the binary
import { compileKernel } from "./compile_kernel.ts";

const MODULE = new URL("../lib/ml/kernel/binary.ts", import.meta.url);
/** Characters per line. */
const WIDTH = 76;

const binary = await compileKernel();
const lines = btoa(String.fromCharCode(...binary)).match(new RegExp(`.{1,${WIDTH}}`, "g")) ?? [];
await Deno.writeTextFile(
  MODULE,
  `/**
 * The compiled kernel: WebAssembly as base64, so that Deno and a stage's bundle read it in the same way.
 * \`deno task build:kernel\` makes it from \`assembly/\`; a test compares it with the sources.
 *
 * @module
 */

/** The binary, as base64 in lines. */
export const KERNEL = \`
${lines.join("\n")}
\`;
`,
);
console.log(`lib/ml/kernel/binary.ts: ${binary.length} bytes`);
