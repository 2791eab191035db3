/**
 * That `docs/artifacts.md` tells the truth: its bytes are those of its value, and its reader for Node
 * reads them.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { artifactDigest } from "../../lib/codec/digest.ts";
import { decodeArtifact, encodeArtifact } from "../../lib/codec/msgpack.ts";
import { tensor } from "../../lib/codec/value.ts";

const page = await Deno.readTextFile(new URL("../../docs/artifacts.md", import.meta.url));

const value = {
  name: "mnist",
  loss: 0.25,
  labels: tensor("uint8", [3], new Uint8Array([7, 2, 1])),
};

function block(language: string): string {
  const found = page.match(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``))?.[1];
  assert(found !== undefined, `the page has no block of ${language}`);
  return found;
}

function documented(): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(block("hexdump").replace(/#.*$/gm, "").replace(/\s/g, ""));
}

Deno.test("the page's bytes are what its value is encoded to, and decode to it", () => {
  assertEquals(encodeArtifact(value), documented());
  assertEquals(decodeArtifact(documented()), value);
});

Deno.test("the page shows the very value that this test encodes", () => {
  const shown = block("ts").replace(/\s+/g, " ");
  assert(shown.includes('name: "mnist", loss: 0.25,'), shown);
  assert(shown.includes('labels: tensor("uint8", [3], new Uint8Array([7, 2, 1])),'), shown);
});

Deno.test("the page's example has the pinned digest", async () => {
  assertEquals<string>(
    await artifactDigest(documented()),
    "e92d0e6b2ada4f7f8ad3348d25cafd01dec0195f96dfc942af946701732acd6e",
  );
});

Deno.test("the page's reader for Node prints the example's labels", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${folder}/artifact`, documented());
    await Deno.writeTextFile(`${folder}/reader.mjs`, block("js"));
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--allow-all", "--config=deno.json", `${folder}/reader.mjs`]
        .concat(
          `${folder}/artifact`,
        ),
      cwd: new URL("../../", import.meta.url),
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    assertEquals(decoder.decode(stdout).trim(), "[ 7, 2, 1 ]", decoder.decode(stderr));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
