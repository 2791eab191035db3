/**
 * Timing whole processes, start to end.
 *
 * @module
 */

/** What one process took. */
export interface Measured {
  readonly elapsedMs: number;
  /** The most memory that it held at once; `null` where the system does not tell. */
  readonly peakBytes: number | null;
  /** Processor time of all its threads, to a hundredth of a second; `null` likewise. */
  readonly processorMs: number | null;
  readonly stdout: string;
}

/** Runs a command once. Throws if it fails: a failing process is often a fast one. */
export async function measure(command: readonly string[], cwd: string): Promise<Measured> {
  const [program, ...args] = command;
  const startedAt = performance.now();
  const child = new Deno.Command(program!, {
    args,
    cwd,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const watch = watchProcess(child.pid);
  const { success, stdout, stderr } = await child.output();
  const elapsedMs = performance.now() - startedAt;
  if (!success) throw new Error(`${command.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return { elapsedMs, ...watch.stop(), stdout: new TextDecoder().decode(stdout) };
}

/** Times commands by turns, so that all meet the same weather; the median of each. */
export async function medians(
  commands: Readonly<Record<string, readonly string[]>>,
  cwd: string,
  rounds: number,
): Promise<Map<string, number>> {
  const times = new Map(Object.keys(commands).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, command] of Object.entries(commands)) {
      times.get(name)!.push((await measure(command, cwd)).elapsedMs);
    }
  }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** Linux tells of a process as long as it lives, so it is asked all the time. */
function watchProcess(pid: number): { stop(): Pick<Measured, "peakBytes" | "processorMs"> } {
  let peakBytes: number | null = null;
  let processorMs: number | null = null;
  const look = (): void => {
    try {
      const status = Deno.readTextFileSync(`/proc/${pid}/status`);
      const kilobytes = /VmHWM:\s*(\d+)/.exec(status)?.[1];
      if (kilobytes !== undefined) peakBytes = 1024 * Number(kilobytes);
      // After the name in brackets: state, then 10 numbers, then user and system time in ticks of 10 ms.
      const stat = Deno.readTextFileSync(`/proc/${pid}/stat`).replace(/.*\) /, "").split(" ");
      processorMs = 10 * (Number(stat[11]) + Number(stat[12]));
    } catch {
      // Another system, or the process has ended.
    }
  };
  const timer = setInterval(look, 10);
  return {
    stop(): Pick<Measured, "peakBytes" | "processorMs"> {
      clearInterval(timer);
      return { peakBytes, processorMs };
    },
  };
}
