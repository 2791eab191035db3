/**
 * A disk that forgets, after the crash tests of SQLite: bytes that were not synced and folder entries
 * that were not synced are kept apart from those that were, and losing the power takes the former,
 * leaves them, or tears them. It takes few bytes at a time, as a real one may.
 *
 * @module
 */
import type { Entry, FileSystem, NewFile } from "../../lib/store/file_system.ts";

/** What becomes of all that was not synced. */
export type Loss = "lose" | "keep" | "tear";

type Bytes = Uint8Array<ArrayBuffer>;

interface FileNode {
  readonly kind: "file";
  bytes: Bytes;
  synced: Bytes;
}
type DiskNode = FileNode | { readonly kind: "folder" };

/** Bytes that one call of `write` takes. */
const WRITE_SIZE = 4;

/** A disk with one empty folder, `root`. */
export class SimulatedDisk implements FileSystem {
  /** The changes that were asked for, in order. */
  readonly steps: string[] = [];
  /** Called before each; what it throws stops the change. */
  beforeStep: (step: string, n: number) => void = () => {};
  readonly #entries = new Map<string, DiskNode>();
  readonly #durable = new Map<string, DiskNode>();
  readonly #open = new Set<string>();

  constructor(root: string) {
    this.#entries.set(root, { kind: "folder" });
    this.#durable.set(root, { kind: "folder" });
  }

  /** Counts a change; also one that is none of the disk's. */
  step(name: string): void {
    this.steps.push(name);
    this.beforeStep(name, this.steps.length);
  }

  look(path: string): Entry | null {
    const node = this.#entries.get(path);
    if (node === undefined) return null;
    return { kind: node.kind, sizeBytes: node.kind === "file" ? node.bytes.byteLength : 0 };
  }

  read(path: string): Promise<Bytes> {
    const node = this.#entries.get(path);
    if (node?.kind === "file") return Promise.resolve(node.bytes.slice());
    return Promise.reject(new Deno.errors.NotFound(path));
  }

  list(path: string): Promise<string[]> {
    return Promise.resolve(childrenOf(path, this.#entries).map((child) => nameOf(child)));
  }

  makeFolder(path: string): Promise<boolean> {
    return attempt(() => {
      this.step("make folder");
      if (this.#entries.has(path)) return false;
      this.#enter(path, { kind: "folder" });
      return true;
    });
  }

  create(path: string): Promise<NewFile> {
    return attempt(() => {
      this.step("create");
      if (this.#entries.has(path)) throw new Deno.errors.AlreadyExists(path);
      const node: FileNode = { kind: "file", bytes: new Uint8Array(), synced: new Uint8Array() };
      this.#enter(path, node);
      this.#open.add(path);
      return new SimulatedFile(node, this, () => this.#open.delete(path));
    });
  }

  rename(from: string, to: string): Promise<void> {
    return attempt(() => {
      this.step("rename");
      const node = this.#entries.get(from);
      if (node === undefined) throw new Deno.errors.NotFound(from);
      this.#enter(to, node);
      this.#entries.delete(from);
    });
  }

  remove(path: string): Promise<void> {
    return attempt(() => {
      this.step("remove");
      if (!this.#entries.delete(path)) throw new Deno.errors.NotFound(path);
    });
  }

  async removeAbandoned(path: string): Promise<void> {
    if (!this.#open.has(path)) await this.remove(path);
  }

  syncFolder(path: string): Promise<boolean> {
    return attempt(() => {
      this.step("sync folder");
      for (const child of childrenOf(path, this.#durable)) this.#durable.delete(child);
      for (const child of childrenOf(path, this.#entries)) {
        this.#durable.set(child, this.#entries.get(child)!);
      }
      return true;
    });
  }

  #enter(path: string, node: DiskNode): void {
    if (!this.#entries.has(parentOf(path))) throw new Deno.errors.NotFound(path);
    this.#entries.set(path, node);
  }

  /** The disk as it is found after the power was lost. */
  afterPowerLoss(root: string, loss: Loss, random: () => number): SimulatedDisk {
    const disk = new SimulatedDisk(root);
    const isKept = (): boolean => loss === "keep" || (loss === "tear" && random() < 0.5);
    const paths = new Set([...this.#entries.keys(), ...this.#durable.keys()]);
    for (const path of [...paths].sort((a, b) => a.length - b.length)) {
      const [now, before] = [this.#entries.get(path), this.#durable.get(path)];
      const node = now === before || isKept() ? now : before;
      if (node === undefined || !disk.#entries.has(parentOf(path))) continue;
      const found = node.kind === "folder" ? node : settled(node, loss, random);
      disk.#entries.set(path, found);
      disk.#durable.set(path, found);
    }
    return disk;
  }
}

class SimulatedFile implements NewFile {
  readonly #node: FileNode;
  readonly #disk: SimulatedDisk;
  readonly #close: () => void;

  constructor(node: FileNode, disk: SimulatedDisk, close: () => void) {
    this.#node = node;
    this.#disk = disk;
    this.#close = close;
  }

  write(bytes: Bytes): Promise<number> {
    return attempt(() => {
      this.#disk.step("write");
      const taken = bytes.subarray(0, WRITE_SIZE);
      this.#node.bytes = new Uint8Array([...this.#node.bytes, ...taken]);
      return taken.byteLength;
    });
  }

  sizeBytes(): Promise<number> {
    return Promise.resolve(this.#node.bytes.byteLength);
  }

  sync(): Promise<void> {
    return attempt(() => {
      this.#disk.step("sync");
      this.#node.synced = this.#node.bytes;
    });
  }

  [Symbol.dispose](): void {
    this.#close();
  }
}

/** Bytes that were written and not synced may be there, not there, there in part, or zeros. */
function settled({ bytes, synced }: FileNode, loss: Loss, random: () => number): FileNode {
  const torn = [synced, bytes, bytes.slice(0, bytes.length / 2), new Uint8Array(bytes.length)];
  const choices = { lose: [synced], keep: [bytes], tear: torn }[loss];
  const found = bytes === synced ? bytes : choices[Math.floor(random() * choices.length)]!;
  return { kind: "file", bytes: found, synced: found };
}

/** What fails, fails as a promise does. */
function attempt<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}

function childrenOf(folder: string, entries: ReadonlyMap<string, unknown>): string[] {
  return [...entries.keys()].filter((path) => parentOf(path) === folder);
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
