/**
 * What an engine can be asked of the artifacts in its store, and how damage is made good.
 *
 * @module
 */
import type { Value } from "../codec/value.ts";
import type { DamagedRow } from "../store/store.ts";
import type { DamagedObject, Verification } from "../store/verify.ts";
import type { ArtifactInfo } from "./result.ts";

/** The part of an engine that knows the store. */
export interface StoredArtifacts {
  /**
   * The value of an artifact.
   *
   * @throws {IntegrityError} if the object is missing or damaged; a damaged one is set aside, so
   * that the next run makes it again.
   *
   * @example
   * ```ts
   * import { artifactDigest } from "../codec/digest.ts";
   * import { encodeArtifact } from "../codec/msgpack.ts";
   * import { MemoryStore } from "../store/memory_store.ts";
   * import { definePipeline } from "./graph.ts";
   * import { openEngine } from "./open.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const bytes = encodeArtifact({ loss: 0.25 });
   * const artifact = { digest: await artifactDigest(bytes), sizeBytes: bytes.length };
   * const store = new MemoryStore();
   * await store.writeObject(artifact.digest, bytes);
   * using engine = openEngine({ pipeline: definePipeline([]), root: "/project" }, store);
   * assertEquals(await engine.read(artifact), { loss: 0.25 });
   * ```
   */
  read(artifact: ArtifactInfo): Promise<Value>;
  /**
   * The encoded bytes of an artifact, checked against its digest. Throws as `read` does.
   *
   * @example
   * ```ts
   * import { artifactDigest } from "../codec/digest.ts";
   * import { MemoryStore } from "../store/memory_store.ts";
   * import { definePipeline } from "./graph.ts";
   * import { openEngine } from "./open.ts";
   * import { assertRejects } from "@std/assert";
   *
   * const artifact = { digest: await artifactDigest(new Uint8Array([1])), sizeBytes: 1 };
   * const options = { pipeline: definePipeline([]), root: "/project" };
   * using engine = openEngine(options, new MemoryStore());
   * await assertRejects(() => engine.readBytes(artifact), Error, "is missing");
   * ```
   */
  readBytes(artifact: ArtifactInfo): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Reads every object that lies in the store or that a record names and checks size and SHA-256, and
   * every row of what is remembered. Changes nothing.
   *
   * @throws {IntegrityError} if the store's database cannot be read at all.
   *
   * @example A store in which nothing was kept yet
   * ```ts
   * import { definePipeline } from "./graph.ts";
   * import { openEngine } from "./open.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const root = await Deno.makeTempDir();
   * using engine = openEngine({ pipeline: definePipeline([]), root });
   * assertEquals(await engine.verify(), { checked: 0, unnamed: 0, damaged: [], rows: [] });
   * ```
   */
  verify(): Promise<Verification>;
  /**
   * Whether the store's database is missing or empty while objects are there: all stages run again then,
   * and a collection removes what lies there. A copy of the database that is put back makes it good.
   *
   * @example
   * ```ts
   * import { definePipeline } from "./graph.ts";
   * import { openEngine } from "./open.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const root = await Deno.makeTempDir();
   * using engine = openEngine({ pipeline: definePipeline([]), root });
   * assertEquals(await engine.isHistoryLost(), false);
   * ```
   */
  isHistoryLost(): Promise<boolean>;
  /**
   * Sets damaged objects aside, so that the next run makes them again. One that has been made good in
   * the meantime stays.
   *
   * @throws {EnvironmentError} if the store cannot be written.
   *
   * @example
   * ```ts
   * import { artifactDigest } from "../codec/digest.ts";
   * import { LocalStore } from "../store/local_store.ts";
   * import { objectPath } from "../store/objects.ts";
   * import { definePipeline } from "./graph.ts";
   * import { openEngine } from "./open.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const root = await Deno.makeTempDir();
   * const store = new LocalStore(`${root}/artifacts`);
   * const digest = await artifactDigest(new Uint8Array([1]));
   * await store.prepareForWriting();
   * await store.writeObject(digest, new Uint8Array([1]));
   * await Deno.writeFile(`${root}/artifacts/${objectPath(digest)}`, new Uint8Array([2]));
   *
   * using engine = openEngine({ pipeline: definePipeline([]), root }, store);
   * await engine.quarantine([{ digest, stage: "train", output: "model", problem: "content" }]);
   * assertEquals(store.objectState(digest, 1), "missing");
   * ```
   */
  quarantine(damaged: readonly DamagedObject[]): Promise<void>;
  /**
   * Removes damaged rows, so that what they told is found out again when it is needed. One that has
   * been written again in the meantime stays.
   *
   * @throws {EnvironmentError} if the store cannot be written.
   *
   * @example What a repair does with all that `verify` found
   * ```ts
   * import { definePipeline } from "./graph.ts";
   * import { openEngine } from "./open.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const root = await Deno.makeTempDir();
   * using engine = openEngine({ pipeline: definePipeline([]), root });
   * const { damaged, rows } = await engine.verify();
   * await engine.quarantine(damaged);
   * await engine.removeRows(rows);
   * assertEquals((await engine.run()).outcome, "ok");
   * ```
   */
  removeRows(rows: readonly DamagedRow[]): Promise<void>;
  /**
   * Forgets records that name one of these objects: a run that needs them makes them again.
   *
   * @throws {EnvironmentError} if the store cannot be written.
   *
   * @example What is missing and not needed now is forgotten, so that `verify` is content
   * ```ts
   * import { definePipeline } from "./graph.ts";
   * import { openEngine } from "./open.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const root = await Deno.makeTempDir();
   * using engine = openEngine({ pipeline: definePipeline([]), root });
   * await engine.run();
   * const { damaged } = await engine.verify();
   * engine.forget(damaged.filter(({ problem }) => problem === "missing"));
   * assertEquals((await engine.verify()).damaged, []);
   * ```
   */
  forget(damaged: readonly DamagedObject[]): void;
}
