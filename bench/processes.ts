/**
 * Measures time and memory of whole processes.
 *
 * @module
 */

/** The costs of one process. */
export interface Measured {
  readonly elapsedMs: number;
  /** Peak of resident memory; `null` except on Linux. */
  readonly peakBytes: number | null;
  /** Processor time of all threads, in steps of 10 ms; `null` except on Linux. */
  readonly processorMs: number | null;
  readonly stdout: string;
}

/**
 * Runs a command once.
 *
 * @throws {Error} if the command fails, because failing processes are often fast.
 */
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

/**
 * The median time of each command in milliseconds. Rounds of the commands alternate, so that other load on
 * the machine affects all alike.
 */
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

/** The middle value; the mean of the two middle values if their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** Polls Linux for memory and processor time, because it reports them only while the process exists. */
function watchProcess(pid: number): { stop(): Pick<Measured, "peakBytes" | "processorMs"> } {
  let peakBytes: number | null = null;
  let processorMs: number | null = null;
  const poll = (): void => {
    try {
      const status = Deno.readTextFileSync(`/proc/${pid}/status`);
      const kilobytes = /VmHWM:\s*(\d+)/.exec(status)?.[1];
      if (kilobytes !== undefined) peakBytes = 1024 * Number(kilobytes);
      // The name in brackets is followed by the state, 10 numbers, and user and system time in 10 ms.
      const stat = Deno.readTextFileSync(`/proc/${pid}/stat`).replace(/.*\) /, "").split(" ");
      processorMs = 10 * (Number(stat[11]) + Number(stat[12]));
    } catch {
      // The system is not Linux, or the process has ended.
    }
  };
  const timer = setInterval(poll, 10);
  return {
    stop(): Pick<Measured, "peakBytes" | "processorMs"> {
      clearInterval(timer);
      return { peakBytes, processorMs };
    },
  };
}
