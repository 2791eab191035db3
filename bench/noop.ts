/**
 * `deno task bench:noop`: measures a run without changes in this engine and in others, on the same graphs,
 * and prints Markdown tables with medians of alternating rounds and their ratios to ours. An engine that is
 * not installed is listed with its install command. The benchmark fails if a run executed a step.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { FIVE, layered, type Step } from "./dag.ts";
import { generateProject, projectCommand } from "./generate_project.ts";
import { machine } from "./machine.ts";
import { type Peer, PEERS, writePeer } from "./peers.ts";
import { measure, median } from "./processes.ts";

/** One command to time. */
interface Entry {
  readonly name: string;
  readonly command: readonly string[];
  readonly folder: string;
  /** Returns a text that changes whenever a run executes a step. */
  readonly trace: () => Promise<string>;
}

/** Widths of the columns in characters, as the Markdown formatter aligns them. */
const WIDTHS = [42, 12, 8] as const;

const scratch = await Deno.makeTempDir({ prefix: "bench-noop-" });
try {
  console.log(await machine());
  const peers = await installedPeers();
  await compare("five stages", FIVE, peers, 15);
  await compare("1,000 stages in 10 layers", layered(1000, 10), peers, 5);
} finally {
  await Deno.remove(scratch, { recursive: true });
}

async function installedPeers(): Promise<Peer[]> {
  const installed: Peer[] = [];
  for (const peer of PEERS) {
    const version = await peer.version();
    console.log(
      version === null ? `${peer.name}: missing; ${peer.install}` : `${peer.name} ${version}`,
    );
    if (version !== null) installed.push(peer);
  }
  return installed;
}

async function compare(
  title: string,
  steps: readonly Step[],
  peers: readonly Peer[],
  rounds: number,
): Promise<void> {
  const entries = [await emptyEntry(), await ownEntry(steps)];
  for (const peer of peers) entries.push(await peerEntry(peer, steps));
  const times = new Map(entries.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, command, folder, trace } of entries) {
      const before = await trace();
      times.get(name)!.push((await measure(command, folder)).elapsedMs);
      if (await trace() !== before) {
        throw new Error(`Cannot time ${name}: it executed a step in a run without changes`);
      }
    }
  }
  const heading = `${title}, nothing changed`;
  const own = median(times.get("this engine")!);
  console.log(`\n${row(heading, `median of ${rounds}`, "to ours")}`);
  console.log(
    `| ${"-".repeat(WIDTHS[0])} | ${"-".repeat(WIDTHS[1] - 1)}: | ${"-".repeat(WIDTHS[2] - 1)}: |`,
  );
  for (const [name, list] of times) {
    const elapsedMs = median(list);
    console.log(row(name, `${elapsedMs.toFixed(0)} ms`, `${(elapsedMs / own).toFixed(2)} ×`));
  }
}

/** Formats a row of a Markdown table. */
function row(first: string, second: string, third: string): string {
  return `| ${first.padEnd(WIDTHS[0])} | ${second.padStart(WIDTHS[1])} | ${
    third.padStart(WIDTHS[2])
  } |`;
}

async function emptyEntry(): Promise<Entry> {
  await Deno.writeTextFile(`${scratch}/empty.ts`, "");
  return {
    name: "deno run empty.ts",
    command: [Deno.execPath(), "run", "empty.ts"],
    folder: scratch,
    trace: () => Promise.resolve(""),
  };
}

/** Runs the project twice first: the second run records the digests of the files that the first one read. */
async function ownEntry(steps: readonly Step[]): Promise<Entry> {
  const folder = await Deno.makeTempDir({ dir: scratch });
  await generateProject(folder, steps);
  const command = await projectCommand();
  await measure(command, folder);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  await measure(command, folder);
  const trace = async (): Promise<string> =>
    `${(await Deno.stat(`${folder}/artifacts/state.db`)).mtime?.getTime()}`;
  return { name: "this engine", command, folder, trace };
}

async function peerEntry(peer: Peer, steps: readonly Step[]): Promise<Entry> {
  const folder = await Deno.makeTempDir({ dir: scratch });
  await writePeer(peer, folder, steps);
  for (let i = 0; i < 2; i++) await measure(peer.command, folder);
  const trace = (): Promise<string> => Deno.readTextFile(`${folder}/ran.log`);
  return { name: peer.name, command: peer.command, folder, trace };
}
