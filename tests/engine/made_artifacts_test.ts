import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { UsageError } from "../../lib/engine/errors.ts";
import { artifactIn, madeArtifact, madeArtifacts } from "../../lib/engine/made_artifacts.ts";
import { answering, digestFor, fresh, keyFor } from "../support/recorded.ts";

const X = { digest: digestFor("a.x"), sizeBytes: 1 };
const STALE = { name: "b", params: {}, action: "run", reasons: [], key: keyFor("b") } as const;
const PLAN = { stages: [fresh("a"), STALE] };

Deno.test("artifactIn() gives what an edge of a fresh stage carries", () => {
  assertEquals(artifactIn(PLAN, { node: "a", output: "x" }), X);
});

Deno.test("artifactIn() refuses a stage or output that is not there, and one that is stale", () => {
  const refusal = (node: string, output: string) => {
    const { problems } = assertThrows(() => artifactIn(PLAN, { node, output }), UsageError);
    assertEquals(problems.map(({ subject }) => subject), [node]);
    return problems[0]?.message;
  };
  assertEquals(refusal("a", "y"), 'Stage "a" has no output "y"');
  assertEquals(refusal("c", "x"), 'There is no stage "c"');
  assertEquals(
    refusal("b", "x"),
    'Stage "b" has no artifacts for these params, code and inputs yet; ' +
      '"run --until b" with the same params makes them, "why b" says what is new',
  );
});

Deno.test("madeArtifact() and madeArtifacts() plan the stage asked for and what it needs", async () => {
  const engine = answering({ plan: PLAN });
  const request = { params: { a: { n: 1 } } };
  assertEquals(await madeArtifacts(engine, request, "a"), { x: X });
  assertEquals(await madeArtifact(engine, request, { node: "a", output: "x" }), X);
  assertEquals(engine.requests, [{ ...request, until: "a" }, { ...request, until: "a" }]);
  await assertRejects(() => madeArtifacts(engine, {}, "b"), UsageError, "has no artifacts for");
});
