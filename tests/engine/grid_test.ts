import { assertEquals } from "@std/assert";
import { assignments, axesOf, combinationsOf, gridSize, merged } from "../../lib/engine/grid.ts";

const GRID = { a: { x: [1, 2], y: ["u", "v", "w"] }, b: { z: [true, false] } };

Deno.test("gridSize() is the number of combinations, whatever the axes are", () => {
  for (const [grids, size] of [[[], 0], [[{}], 1], [[GRID], 12], [[GRID, {}, GRID], 25]] as const) {
    assertEquals(gridSize(grids), size);
    assertEquals(combinationsOf(grids).length, size);
  }
  assertEquals(gridSize([{ a: { x: [] } }, { a: { x: [1] } }]), 1);
});

Deno.test("combinationsOf() varies the last param fastest, and goes through grid after grid", () => {
  const found = combinationsOf([GRID, { a: { x: [7] } }]).map((params) =>
    assignments(params).join(" ")
  );
  assertEquals(found.slice(0, 4), [
    "a.x=1 a.y=u b.z=true",
    "a.x=1 a.y=u b.z=false",
    "a.x=1 a.y=v b.z=true",
    "a.x=1 a.y=v b.z=false",
  ]);
  assertEquals(found.slice(-2), ["a.x=2 a.y=w b.z=false", "a.x=7"]);
});

Deno.test("axesOf() gives each param with its stage and values, in order", () => {
  assertEquals(axesOf(GRID), [
    { stage: "a", param: "x", values: [1, 2] },
    { stage: "a", param: "y", values: ["u", "v", "w"] },
    { stage: "b", param: "z", values: [true, false] },
  ]);
});

Deno.test("merged() puts params on top of others, of each stage, and changes neither", () => {
  const base = { a: { x: 1, y: 2 }, b: { z: 3 } };
  const overrides = { a: { y: 5 }, c: { w: 6 } };
  assertEquals(merged(base, overrides), { a: { x: 1, y: 5 }, b: { z: 3 }, c: { w: 6 } });
  assertEquals(base, { a: { x: 1, y: 2 }, b: { z: 3 } });
  assertEquals(overrides, { a: { y: 5 }, c: { w: 6 } });
});

Deno.test("assignments() are what would be typed, zero of either sign", () => {
  const params = { a: { x: -0, y: 0, z: 1e-7 }, b: { on: false, text: "" } };
  assertEquals(assignments(params), ["a.x=-0", "a.y=0", "a.z=1e-7", "b.on=false", "b.text="]);
});
