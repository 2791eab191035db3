/**
 * The frame of every page: one file that needs no other, with a policy that lets nothing in, a table
 * of contents, and one look. Refuses a script or a style sheet that would end its own element.
 *
 * @module
 */
import { contentSecurityPolicy } from "./csp.ts";
import { type Html, html, trusted } from "./html.ts";
import { contentsMarkup, type Heading } from "./section.ts";

/** What a page is made of. */
export interface Shell {
  readonly title: string;
  /** Style sheets, in their order. */
  readonly styles: readonly string[];
  /** Default: none, and then the policy allows none. */
  readonly script?: string;
  /** What the table of contents leads to; each has its place in `main`. */
  readonly sections: readonly Heading[];
  readonly main: Html;
  /** Default: none. */
  readonly footer?: Html;
  /**
   * Data for the script, made last: `taken` is how many characters the rest of the page has, but for
   * its frame of fewer than 2,000. Default: none.
   */
  readonly data?: (taken: number) => Html;
}

/**
 * The page as text; its bytes depend on its parts alone.
 *
 * @example
 * ```ts
 * import { pageShell } from "./shell.ts";
 * import { html } from "./html.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const main = html`<h1>Two runs</h1>`;
 * const page = await pageShell({ title: "Two <runs>", styles: ["h1 { margin: 0 }"], sections: [], main });
 * assertStringIncludes(page, "<title>Two &lt;runs&gt;</title>");
 * assertStringIncludes(page, `default-src &#39;none&#39;; style-src &#39;sha256-`);
 * ```
 *
 * @throws {RangeError} if the script or a style sheet holds the end of its own element.
 */
export async function pageShell(shell: Shell): Promise<string> {
  const style = inline("style", shell.styles.map(smallStyle).join("\n"));
  const script = shell.script === undefined ? null : inline("script", shell.script);
  const policy = await contentSecurityPolicy(script?.toString() ?? null, style.toString());
  const content = body(shell);
  const taken = style.length + (script?.length ?? 0) + content.length;
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>${shell.title}</title>
        <link rel="icon" href="data:,">
        <style>${style}</style>
      </head>
      <body>
        ${content}
        ${shell.data?.(taken) ?? null}
        ${script && html`<script>${script}</script>`}
        </body>
    </html>
  `.toString().trimStart();
}

function body({ sections, main, footer }: Shell): Html {
  return html`
    <a class="skip" href="#content">Skip to the content</a>
    ${sections.length > 0 && contentsMarkup(sections)}
    <main id="content">
      ${main}
    </main>
    ${footer !== undefined && html`<footer>${footer}</footer>`}
  `;
}

function inline(element: "script" | "style", text: string): Html {
  const found = text.match(/<\/(?:script|style)|<!--/i);
  if (found === null) return trusted(text);
  throw new RangeError(
    `Cannot put the ${element} into the page: it holds "${
      found[0]
    }" at ${found.index}, which could ` +
      "end its element; write it in two parts",
  );
}

/** A style sheet without comments and indentation. */
function smallStyle(text: string): string {
  return text
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\s*\n\s*/g, "\n")
    .replace(/(?<=[;{,])\n|\n(?=})|(?<=}) | (?={)/g, "")
    .trim();
}
