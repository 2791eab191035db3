import { assert, assertEquals } from "@std/assert";
import { html } from "../../lib/report/html.ts";
import { pageLayout } from "../../lib/report/shell.ts";

const PARTS = {
  title: "Page",
  styles: ["p { margin: 0 }"],
  sections: [],
  main: html`<p>Words</p>`,
};

Deno.test("a page without a script has a policy that allows none", async () => {
  const page = await pageLayout(PARTS);
  assert(!page.includes("<script") && !page.includes("script-src"));
  assert(page.includes("default-src &#39;none&#39;; style-src"));
});

Deno.test("a page without sections has no table of contents, and no footer unless one is passed", async () => {
  assert(!/<nav|<footer/.test(await pageLayout(PARTS)));
  const footer = html`<p>Licence</p>`;
  const page = await pageLayout({ ...PARTS, sections: [{ id: "a", title: "First" }], footer });
  assert(page.includes(`<li><a href="#a">First</a></li>`));
  assert(page.includes(`<footer><p>Licence</p></footer>`));
});

Deno.test("the data of the script are rendered last, with the length of the other parts", async () => {
  let lengthOfOthers = 0;
  const page = await pageLayout({
    ...PARTS,
    script: "let x = 1;",
    data: (length) => {
      lengthOfOthers = length;
      return html`<p id="data"></p>`;
    },
  });
  assertEquals(page.indexOf(`<p id="data">`) < page.indexOf("<script>"), true);
  const rest = page.length - lengthOfOthers;
  assert(rest > 0 && rest < 2000, `${rest} further characters`);
});
