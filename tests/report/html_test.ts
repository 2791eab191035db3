import { assertEquals, assertThrows } from "@std/assert";
import { escapeHtml, html, trusted } from "../../lib/report/html.ts";

Deno.test("html escapes characters that could end an element or an attribute", () => {
  const hostile = `</p><script>alert('x')</script>" onload="y" &amp;`;
  const markup = String(html`<p title="${hostile}">${hostile}</p>`);
  const escaped = "&lt;/p&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;y" +
    "&quot; &amp;amp;";
  assertEquals(markup, `<p title="${escaped}">${escaped}</p>`);
});

Deno.test("html does not escape markup again, however deeply it is nested", () => {
  const inner = html`<b>${"<"}</b>`;
  assertEquals(String(html`${[[inner, [inner]], null, false]}`), "<b>&lt;</b><b>&lt;</b>");
  assertEquals(String(html`${trusted("<hr>")}`), "<hr>");
});

Deno.test("html removes its own indentation and keeps that of values", () => {
  const value = "a\n    b";
  assertEquals(
    String(html`<pre>
      ${value}
    </pre>`),
    "<pre>\na\n    b\n</pre>",
  );
});

Deno.test("html refuses NaN and Infinity", () => {
  for (const number of [NaN, Infinity, -Infinity]) {
    assertThrows(() => html`${number}`, RangeError, `Cannot write ${number} into a page`);
  }
  assertEquals(String(html`${0} ${-1.5} ${1e21}`), "0 -1.5 1e+21");
});

Deno.test("escapeHtml() replaces characters that HTML or UTF-8 cannot represent", () => {
  assertEquals(
    escapeHtml("a\uD800b\u0000c\u001Bd\u0085e\uFFFFf"),
    "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf",
  );
  assertEquals(escapeHtml("é\t\n😀\u202E"), "é\t\n😀\u202E");
});
