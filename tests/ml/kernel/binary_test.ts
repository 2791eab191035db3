import { assert, assertEquals } from "@std/assert";
import { KERNEL } from "../../../lib/ml/kernel/binary.ts";
import { compileKernel } from "../../../tools/compile_kernel.ts";

function committed(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(KERNEL.replaceAll("\n", "")), (c) => c.charCodeAt(0));
}

Deno.test("the committed kernel is what its sources compile to, byte for byte", async () => {
  assertEquals(await compileKernel(), committed());
});

Deno.test("the kernel asks for nothing but memory", () => {
  const module = new WebAssembly.Module(committed());
  assertEquals(WebAssembly.Module.imports(module), [
    { module: "env", name: "memory", kind: "memory" },
  ]);
});

Deno.test("the kernel uses no relaxed SIMD, whose results depend on the processor", async () => {
  const folder = new URL("../../../lib/ml/kernel/assembly/", import.meta.url);
  const sources = [];
  for await (const { name } of Deno.readDir(folder)) {
    sources.push(await Deno.readTextFile(new URL(name, folder)));
  }
  assert(sources.length > 5);
  assertEquals(sources.filter((text) => /relaxed_|\brelaxed\(/.test(text)), []);
});
