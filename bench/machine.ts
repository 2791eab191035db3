/**
 * Describes the machine that a benchmark ran on.
 *
 * @module
 */

/** Returns one line: processor, cores, operating system, versions, date. */
export async function machine(): Promise<string> {
  const { os, arch } = Deno.build;
  const processor = await processorName();
  return [
    `${processor}, ${navigator.hardwareConcurrency} cores`,
    `${os} ${arch}`,
    `Deno ${Deno.version.deno} (V8 ${Deno.version.v8})`,
    new Date().toISOString().slice(0, 10),
  ].join(" · ");
}

async function processorName(): Promise<string> {
  if (Deno.build.os !== "linux") return "unknown processor";
  const text = await Deno.readTextFile("/proc/cpuinfo");
  return /model name\s*:\s*(.*)/.exec(text)?.[1] ?? "unknown processor";
}
