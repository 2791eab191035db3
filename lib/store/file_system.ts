/**
 * The few file operations that objects need. Everything that an object goes through on its way to the
 * disk passes here, so that tests can stop it, refuse it, or lose the power at any of these steps.
 *
 * @module
 */

/** What stands at a path; a symbolic link is `other`, wherever it leads. */
export interface Entry {
  readonly kind: "file" | "folder" | "other";
  readonly sizeBytes: number;
}

/** A file that is being written, locked while it is open. */
export interface NewFile extends Disposable {
  /** Writes as many of the bytes as the system takes, and gives their number. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<number>;
  sizeBytes(): Promise<number>;
  /** Returns when the bytes are on the disk; the file's name may not be, see `syncFolder`. */
  sync(): Promise<void>;
}

/** File operations on absolute paths. */
export interface FileSystem {
  /** What stands at a path, without following a link; `null` if nothing does. */
  look(path: string): Entry | null;
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Names in a folder; none if there is no such folder. */
  list(path: string): Promise<string[]>;
  /** Makes a folder in one that exists; `false` if it is there already. */
  makeFolder(path: string): Promise<boolean>;
  /** A new file; throws if the path is taken. */
  create(path: string): Promise<NewFile>;
  /** Replaces what stands at `to`, at once. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or link; the latter, not what it leads to. */
  remove(path: string): Promise<void>;
  /** Removes a file unless a living process is writing it. */
  removeAbandoned(path: string): Promise<void>;
  /** Returns when a folder's entries are on the disk; `false` if its file system cannot tell. */
  syncFolder(path: string): Promise<boolean>;
}
