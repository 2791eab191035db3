import { assertEquals } from "@std/assert";
import { unknownName } from "../../lib/cli/unknown_name.ts";

Deno.test("an unknown name is told with the nearest, or with twelve of those there are", () => {
  const names = Array.from({ length: 13 }, (_, i) => `stage${String.fromCharCode(97 + i)}`);
  assertEquals(unknownName("stage", "q", []), { subject: "q", message: 'Unknown stage "q"' });
  assertEquals(unknownName("stage", "q", names.slice(0, 12)), {
    subject: "q",
    message: `Unknown stage "q"; known: ${names.slice(0, 12).join(", ")}`,
  });
  assertEquals(unknownName("stage", "q", names), {
    subject: "q",
    message: `Unknown stage "q"; known: ${names.slice(0, 12).join(", ")}, …`,
  });
  assertEquals(unknownName("stage", "trian", ["fetch", "train"]).nearest, "train");
});
