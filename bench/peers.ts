/**
 * Projects of other engines for the same graph. Each step computes a checksum of its own file and of the
 * outputs of the steps that it needs, and adds a line to `ran.log`.
 *
 * @module
 */
import type { Step } from "./dag.ts";

/** Another engine. */
export interface Peer {
  readonly name: string;
  /** Returns the installed version; `null` if the engine is missing. */
  readonly version: () => Promise<string | null>;
  readonly install: string;
  /** Returns the files of a project for these steps, by path. */
  readonly files: (steps: readonly Step[]) => Readonly<Record<string, string>>;
  /** Runs all steps that are not up to date. */
  readonly command: readonly string[];
}

function inputsOf({ name, needs }: Step): string[] {
  return [`code/${name}.txt`, ...needs.map((need) => `out/${need}`)];
}

function shell(step: Step): string {
  return `echo ${step.name} >> ran.log && cat ${
    inputsOf(step).join(" ")
  } | cksum > out/${step.name}`;
}

/** Steps that no other step needs. They depend on all other steps. */
function finalSteps(steps: readonly Step[]): string[] {
  const needed = new Set(steps.flatMap(({ needs }) => needs));
  return steps.map(({ name }) => name).filter((name) => !needed.has(name));
}

const make: Peer = {
  name: "make",
  version: () => versionOf("make"),
  install: "apt-get install make",
  command: ["make", "-s"],
  files: (steps) => ({
    Makefile: [
      `all: ${finalSteps(steps).map((name) => `out/${name}`).join(" ")}`,
      ...steps.map((step) => `out/${step.name}: ${inputsOf(step).join(" ")}\n\t@${shell(step)}`),
      "",
    ].join("\n"),
  }),
};

const snakemake: Peer = {
  name: "Snakemake",
  version: () => versionOf("snakemake"),
  install: "apt-get install snakemake",
  command: ["snakemake", "--cores", "2", "--quiet", "all", "--scheduler", "greedy"],
  files: (steps) => ({
    Snakefile: [
      rule("all", finalSteps(steps).map((name) => `out/${name}`), []),
      ...steps.map((step) =>
        rule(step.name, inputsOf(step), [
          `  output: ${JSON.stringify(`out/${step.name}`)}`,
          `  shell: ${JSON.stringify(shell(step))}`,
        ])
      ),
    ].join("\n"),
  }),
};

function rule(name: string, inputs: readonly string[], more: readonly string[]): string {
  const list = inputs.map((input) => JSON.stringify(input)).join(", ");
  return [`rule ${name}:`, `  input: ${list}`, ...more, ""].join("\n");
}

const wireit: Peer = {
  name: "wireit",
  version: () => packageVersion("wireit"),
  install: "npm install --global wireit",
  command: ["npm", "run", "--silent", "all"],
  files: (steps) => ({
    "package.json": JSON.stringify({
      name: "bench",
      scripts: Object.fromEntries(
        ["all", ...steps.map(({ name }) => name)].map((name) => [name, "wireit"]),
      ),
      wireit: {
        all: { dependencies: finalSteps(steps) },
        ...Object.fromEntries(steps.map((step) => [step.name, {
          command: shell(step),
          files: [`code/${step.name}.txt`],
          output: [`out/${step.name}`],
          dependencies: step.needs,
        }])),
      },
    }),
  }),
};

const denoTask: Peer = {
  name: "deno task",
  version: () => versionOf(Deno.execPath()),
  install: "https://deno.com",
  command: [Deno.execPath(), "task", "--quiet", "all"],
  files: (steps) => ({
    "deno.json": JSON.stringify({
      tasks: {
        all: { dependencies: finalSteps(steps) },
        ...Object.fromEntries(steps.map((step) => [step.name, {
          command: shell(step),
          files: inputsOf(step),
          output: [`out/${step.name}`],
          dependencies: step.needs,
        }])),
      },
    }),
  }),
};

/** The first version in the output of `program --version`. */
async function versionOf(program: string): Promise<string | null> {
  try {
    const { stdout } = await new Deno.Command(program, { args: ["--version"] }).output();
    return /\d+(\.\d+)+/.exec(new TextDecoder().decode(stdout))?.[0] ?? "of unknown version";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** The version of an npm package whose program of the same name is on the PATH. */
async function packageVersion(name: string): Promise<string | null> {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    try {
      const program = await Deno.realPath(`${folder}/${name}`);
      const parts = program.split(`/node_modules/${name}/`);
      const text = await Deno.readTextFile(`${parts[0]}/node_modules/${name}/package.json`);
      return String(JSON.parse(text).version);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) {
        throw error;
      }
    }
  }
  return null;
}

/** The engines that ours is compared with. */
export const PEERS: readonly Peer[] = [make, snakemake, wireit, denoTask];

/** Writes a peer's project into an empty folder. */
export async function writePeer(peer: Peer, folder: string, steps: readonly Step[]): Promise<void> {
  await Deno.mkdir(`${folder}/code`, { recursive: true });
  await Deno.mkdir(`${folder}/out`);
  for (const { name } of steps) await Deno.writeTextFile(`${folder}/code/${name}.txt`, name);
  for (const [path, text] of Object.entries(peer.files(steps))) {
    await Deno.writeTextFile(`${folder}/${path}`, text);
  }
}
