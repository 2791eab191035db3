import { assert, assertEquals, assertThrows } from "@std/assert";
import { KERNEL } from "../../../lib/ml/kernel/binary.ts";
import { binaryFor } from "../../../lib/ml/kernel/kernel_instance.ts";
import { compileKernel } from "../../../tools/compile_kernel.ts";

function committed(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(KERNEL.replaceAll("\n", "")), (c) => c.charCodeAt(0));
}

Deno.test("the sources of the kernel compile to the committed binary, byte for byte", async () => {
  assertEquals(await compileKernel(), committed());
});

Deno.test("the kernel imports nothing but memory", () => {
  const module = new WebAssembly.Module(committed());
  assertEquals(WebAssembly.Module.imports(module), [
    { module: "env", name: "memory", kind: "memory" },
  ]);
});

for (const pages of [1, 127, 128, 2_897, 16_383, 16_384]) {
  Deno.test(`the kernel for ${pages} pages of memory accepts no memory that could grow`, () => {
    const module = new WebAssembly.Module(binaryFor(pages));
    const instance = (maximum: number) => {
      const memory = new WebAssembly.Memory({ initial: pages, maximum, shared: true });
      return new WebAssembly.Instance(module, { env: { memory } });
    };
    assertEquals(typeof instance(pages).exports["chunk"], "function");
    assertThrows(() => instance(pages + 1), WebAssembly.LinkError);
    assertEquals(binaryFor(pages).length, committed().length);
  });
}

Deno.test("the kernel uses no relaxed SIMD, whose results depend on the processor", async () => {
  const folder = new URL("../../../lib/ml/kernel/assembly/", import.meta.url);
  const sources = [];
  for await (const { name } of Deno.readDir(folder)) {
    sources.push(await Deno.readTextFile(new URL(name, folder)));
  }
  assert(sources.length > 5);
  assertEquals(sources.filter((text) => /relaxed_|\brelaxed\(/.test(text)), []);
});
