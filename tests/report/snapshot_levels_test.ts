import { assertEquals } from "@std/assert";
import { levelOf } from "../../lib/report/signed_colour.ts";
import { levelsFrom, snapshotSteps } from "../../lib/report/snapshot_levels.ts";
import { fixture } from "./fixture.ts";

Deno.test("levelsFrom() restores the levels of every snapshot", () => {
  const { snapshots } = fixture({ epochs: 3, classes: 2, imageShape: [4, 5] }).history;
  assertEquals(snapshots.length, 3);
  const levels = levelsFrom(snapshotSteps(snapshots, 0.5), 40);
  snapshots.forEach(({ scale, weights }, s) => {
    assertEquals([...levels[s]!], Array.from(weights.data, (q) => levelOf(q * scale, 0.5)));
  });
});

Deno.test("no snapshots have no steps, and no steps no snapshots", () => {
  assertEquals(snapshotSteps([], 1).length, 0);
  assertEquals(levelsFrom(new Uint8Array(0), 40), []);
});
