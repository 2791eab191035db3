/**
 * `deno task build:kernel`: compiles the kernel and writes it as the module that all readers share.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- says what it did
import { compileKernel } from "./compile_kernel.ts";

const PLACE = new URL("../lib/ml/kernel/binary.ts", import.meta.url);
const WIDTH = 76;

const binary = await compileKernel();
const lines = btoa(String.fromCharCode(...binary)).match(new RegExp(`.{1,${WIDTH}}`, "g")) ?? [];
await Deno.writeTextFile(
  PLACE,
  `/**
 * The kernel, compiled: WebAssembly as base64, so that Deno, a stage's bundle and a page read it
 * alike. Made by \`deno task build:kernel\` from \`assembly/\`; a test makes it again.
 *
 * @module
 */

/** The binary. */
export const KERNEL = \`
${lines.join("\n")}
\`;
`,
);
console.log(`lib/ml/kernel/binary.ts: ${binary.length} bytes`);
