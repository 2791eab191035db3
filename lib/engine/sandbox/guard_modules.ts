/**
 * Looks into every WebAssembly module before it is compiled, and compiles it at once: results of
 * relaxed SIMD depend on the processor, a wait on memory is a clock, and compilers of the thread pool
 * finish in any order. Its text is sent to the worker, so it uses nothing from outside itself.
 *
 * @module
 */
import type { ByteAccess } from "./bytes_of.ts";
import type { Operations } from "./operations.ts";
import type { InstructionReader, InstructionVisitor } from "./wasm_instructions.ts";

/** What the guard needs. */
export interface ModuleGuard {
  readonly read: InstructionReader;
  readonly bytes: ByteAccess;
  readonly operations: Operations;
  /** Whether the stage has threads, and so may wait for them. */
  readonly mayWait: boolean;
  readonly refuse: (name: string, instead: string) => never;
}

/** Guards `WebAssembly.Module`, `compile`, `instantiate`, both streaming forms, and `validate`. */
export function guardModules({ read, bytes, operations, mayWait, refuse }: ModuleGuard): void {
  const { apply, construct, getOwnPropertyDescriptor } = Reflect;
  const { Module, Instance, validate } = WebAssembly;
  const { exports: exportsOf } = Module;
  const { arrayBuffer } = Response.prototype;
  const headersOf = getOwnPropertyDescriptor(Response.prototype, "headers")!.get!;
  const isOk = getOwnPropertyDescriptor(Response.prototype, "ok")!.get!;
  const header = Headers.prototype.get;

  /** What stands in the way of a module, with what to do instead. */
  const obstacle = (module: Uint8Array<ArrayBuffer>): readonly [string, string] | null => {
    let instead = "compile the module with the instructions of WebAssembly 3.0";
    const visit: InstructionVisitor = (prefix, code, at) => {
      if (prefix === 0xfd && code >= 0x100) {
        instead = "its result depends on the processor; compile the module without relaxed SIMD";
        return `relaxed SIMD, instruction 0xfd 0x${code.toString(16)} at byte ${at}`;
      }
      if (prefix === 0xfe && (code === 1 || code === 2) && !mayWait) {
        instead = "a wait is a clock; declare `threads` in the stage";
        return `memory.atomic.wait, instruction 0xfe 0x${code.toString(16)} at byte ${at}`;
      }
      return null;
    };
    const found = read(module, visit);
    return found === null ? null : [found, instead];
  };
  /** A copy, so that what was looked at is what is compiled. */
  const checked = (source: unknown): Uint8Array<ArrayBuffer> => {
    const module = bytes.copy(source);
    const found = obstacle(module);
    // What V8 refuses it refuses in its own words.
    if (found !== null && validate(module)) {
      refuse(`a WebAssembly module with ${found[0]}`, found[1]);
    }
    return module;
  };
  const compile = (source: unknown, options: unknown): WebAssembly.Module =>
    construct(Module, [checked(source), options]);
  const isModule = (source: unknown): boolean => {
    try {
      exportsOf(source as WebAssembly.Module);
      return true;
    } catch {
      return false;
    }
  };
  const instantiate = (source: unknown, imports: unknown, options: unknown): object => {
    if (isModule(source)) return construct(Instance, [source, imports]);
    const module = compile(source, options);
    return { module, instance: construct(Instance, [module, imports]) };
  };
  const download = async (source: unknown): Promise<ArrayBuffer> => {
    const response = await source;
    const type = apply(header, apply(headersOf, response, []), ["content-type"]);
    if (type !== "application/wasm" || !apply(isOk, response, [])) {
      throw new TypeError("The response must be whole and have the type application/wasm");
    }
    return await apply(arrayBuffer, response, []);
  };

  const guarded: { readonly [name: string]: (...given: unknown[]) => unknown } = {
    validate: (source) => {
      const module = bytes.copy(source);
      return validate(module) && obstacle(module) === null;
    },
    compile: (source, options) =>
      operations.run("WebAssembly.compile", () => compile(source, options)),
    instantiate: (source, imports, options) =>
      operations.run("WebAssembly.instantiate", () => instantiate(source, imports, options)),
    compileStreaming: (source, options) =>
      operations.run(
        "WebAssembly.compileStreaming",
        async () => compile(await download(source), options),
      ),
    instantiateStreaming: (source, imports, options) =>
      operations.run(
        "WebAssembly.instantiateStreaming",
        async () => instantiate(await download(source), imports, options),
      ),
  };
  // The texts of bound functions and of proxies are not to be seen.
  for (const [name, value] of Object.entries(guarded)) {
    Reflect.set(WebAssembly, name, value.bind(null));
  }
  const handler: ProxyHandler<typeof Module> = Object.assign(Object.create(null), {
    construct: (target: typeof Module, given: unknown[], made: typeof Module) =>
      construct(target, [checked(given[0]), given[1]], made),
  });
  const GuardedModule = new Proxy(Module, handler);
  Reflect.set(Module.prototype, "constructor", GuardedModule);
  Reflect.set(WebAssembly, "Module", GuardedModule);
}
