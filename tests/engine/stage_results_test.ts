import { assertEquals, assertThrows } from "@std/assert";
import { BundleError, EnvironmentError, IntegrityError } from "../../lib/engine/errors.ts";
import type { StageResult } from "../../lib/engine/result.ts";
import {
  artifactAt,
  blocked,
  failed,
  isUpToDate,
  messageOf,
  upToDate,
} from "../../lib/engine/stage_results.ts";
import type { StageRecord } from "../../lib/store/store.ts";
import { digestFor, keyFor } from "../support/recorded.ts";

const RECORD: StageRecord = {
  key: keyFor("train"),
  stage: "train",
  ownDigest: "own",
  parts: null,
  outputs: [{ name: "model", digest: digestFor("model"), sizeBytes: 3 }],
  metrics: { loss: 0.5 },
  log: ["one"],
  progress: [{ done: 1, total: 2, unit: "step", afterMs: 3, afterLines: 0 }],
  elapsedMs: 12,
  run: "20261120T080000-aaaaaa",
  madeAt: "2026-11-20T08:00:00.000Z",
};

const FAILURE = {
  name: "train",
  params: { n: 1 },
  key: keyFor("train"),
  reasons: [{ kind: "forced", subject: "train" }],
  elapsedMs: 7,
  log: ["two"],
} as const;

Deno.test("what has a record is up to date with all that the record says, and took time only if it ran", () => {
  const reasons = [{ kind: "forced", subject: "train" }] as const;
  const { metrics, log, progress, key, run, madeAt } = RECORD;
  for (const [state, elapsedMs] of [["ran", 12], ["hit", 0], ["cut-off", 0]] as const) {
    const result = upToDate(state, RECORD, { n: 1 }, reasons);
    assertEquals<unknown>(result, {
      ...{
        name: "train",
        params: { n: 1 },
        state,
        key,
        reasons,
        elapsedMs,
        metrics,
        log,
        progress,
      },
      outputs: { model: { digest: digestFor("model"), sizeBytes: 3 } },
      origin: { run, madeAt, elapsedMs: 12 },
    });
    assertEquals(isUpToDate(result), true);
  }
  assertEquals(upToDate("hit", RECORD, {}).reasons, []);
});

Deno.test("what failed or was blocked is not up to date", () => {
  const results: StageResult[] = [failed(FAILURE, new Error("no"), "/"), blocked("b", {}, "a")];
  assertEquals(results.map(isUpToDate), [false, false]);
});

Deno.test("an artifact is taken from what is up to date and has it, and from nothing else", () => {
  const edge = (output: string) => ({ node: "train", output });
  const hit = upToDate("hit", RECORD, {});
  assertEquals(artifactAt(hit, edge("model")).digest, digestFor("model"));
  const without = [
    [hit, "history"],
    [failed(FAILURE, new Error("no"), "/"), "model"],
    [blocked("train", {}, "fetch"), "model"],
  ] as const;
  for (const [result, output] of without) {
    assertThrows(
      () => artifactAt(result, edge(output)),
      IntegrityError,
      `The record of stage "train" has no output "${output}"`,
    );
  }
});

Deno.test("a failure says its kind, message and cause, whatever was thrown", () => {
  const told = (error: unknown) => {
    const { error: { kind, message, cause }, ...rest } = failed(FAILURE, error, "/");
    assertEquals<unknown>(rest, { ...FAILURE, state: "failed" });
    return [kind, message, cause];
  };
  assertEquals(told(new Error("no")), ["stage", "no", null]);
  assertEquals(told(new Error("no", { cause: new RangeError("why") })), ["stage", "no", "why"]);
  assertEquals(told(new Error("no", { cause: 0 })), ["stage", "no", "0"]);
  assertEquals(told(new Error("no", { cause: null })), ["stage", "no", null]);
  assertEquals(told(new IntegrityError("bytes")), ["integrity", "bytes", null]);
  assertEquals(told(new EnvironmentError("disk")), ["environment", "disk", null]);
  assertEquals(told(new Deno.errors.PermissionDenied("may not")), ["environment", "may not", null]);
  const full = Object.assign(new Error("no space left"), { code: "ENOSPC" });
  assertEquals(told(full), ["environment", "no space left", null]);
  // Codes of the runtime are no codes of the system.
  const invalid = Object.assign(new TypeError("bad"), { code: "ERR_INVALID_ARG" });
  assertEquals(told(invalid), ["stage", "bad", null]);
  assertEquals(told("text"), ["stage", "text", null]);
  assertEquals(told(undefined), ["stage", "undefined", null]);
  assertEquals([messageOf(new Error("x")), messageOf(5)], ["x", "5"]);
});

Deno.test("a failure to bundle says where in the source; what has no place says none", () => {
  const bundling = new BundleError("cannot", "stages/train.ts:7", undefined);
  assertEquals(failed(FAILURE, bundling, "/").error.at, "stages/train.ts:7");
  assertEquals(failed(FAILURE, new BundleError("cannot", null, undefined), "/").error.at, null);
  assertEquals(failed(FAILURE, "text", "/").error.at, null);
});

Deno.test("what was blocked says by which stage", () => {
  assertEquals(blocked("b", { n: 1 }, "a"), {
    name: "b",
    params: { n: 1 },
    state: "blocked",
    reasons: [],
    elapsedMs: 0,
    error: {
      kind: "blocked",
      message: 'Stage "b" was not executed because stage "a" failed',
      at: null,
      cause: "a",
    },
  });
});
