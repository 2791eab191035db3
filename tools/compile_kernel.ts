/**
 * Compiles the kernel with the pinned AssemblyScript compiler, in this process. Equal sources compile to
 * equal bytes.
 *
 * @module
 */
import asc from "assemblyscript/asc";

const SOURCES = new URL("../lib/ml/kernel/assembly/", import.meta.url);

/** Options of the compiler. Relaxed SIMD stays off: its results depend on the processor. */
const OPTIONS = [
  ["--optimizeLevel", "3", "--shrinkLevel", "0", "--converge", "--noAssert", "--runtime", "stub"],
  ["--importMemory", "--sharedMemory", "--initialMemory", "65536", "--maximumMemory", "65536"],
  ["--enable", "simd", "--enable", "threads", "--use", "abort="],
].flat();

/**
 * Returns the kernel's binary.
 *
 * @throws {Error} with the compiler's messages, if it rejects the sources.
 */
export async function compileKernel(): Promise<Uint8Array> {
  let binary: Uint8Array | null = null;
  const { error, stderr } = await asc.main(["index.ts", "--outFile", "kernel.wasm", ...OPTIONS], {
    readFile: (name) => Deno.readTextFile(new URL(name, SOURCES)).catch(() => null),
    writeFile: (_name, contents) => {
      if (typeof contents !== "string") binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === null) {
    throw new Error(`Cannot compile the kernel: ${stderr.toString()}`, { cause: error });
  }
  return binary;
}
