/**
 * The layout of every page: one self-contained file with a strict Content-Security-Policy and a table of
 * contents. It refuses a script or a style sheet that would end its own element.
 *
 * @module
 */
import { contentSecurityPolicy } from "./csp.ts";
import { type Html, html, trusted } from "./html.ts";
import { contentsMarkup, type Heading } from "./section.ts";

/** The parts of a page. */
export interface PageParts {
  readonly title: string;
  /** Style sheets in cascade order. */
  readonly styles: readonly string[];
  /** Default: none; then the policy forbids all scripts. */
  readonly script?: string;
  /** Headings in the table of contents; `main` must contain them. */
  readonly sections: readonly Heading[];
  readonly main: Html;
  /** Default: none. */
  readonly footer?: Html;
  /**
   * Renders the script's data, after all other parts. `length` is the number of characters of the other
   * parts, without the layout's own markup of fewer than 2,000. Default: no data.
   */
  readonly data?: (length: number) => Html;
}

/**
 * Renders a page. Its bytes depend on its parts alone.
 *
 * @example
 * ```ts
 * import { pageLayout } from "./shell.ts";
 * import { html } from "./html.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const main = html`<h1>Two runs</h1>`;
 * const page = await pageLayout({ title: "Two <runs>", styles: ["h1 { margin: 0 }"], sections: [], main });
 * assertStringIncludes(page, "<title>Two &lt;runs&gt;</title>");
 * assertStringIncludes(page, `default-src &#39;none&#39;; style-src &#39;sha256-`);
 * ```
 *
 * @throws {RangeError} if the script or a style sheet contains the end tag of its own element.
 */
export async function pageLayout(parts: PageParts): Promise<string> {
  const style = inline("style", parts.styles.map(minifiedStyle).join("\n"));
  const script = parts.script === undefined ? null : inline("script", parts.script);
  const policy = await contentSecurityPolicy(script?.toString() ?? null, style.toString());
  const content = body(parts);
  const length = style.length + (script?.length ?? 0) + content.length;
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>${parts.title}</title>
        <link rel="icon" href="data:,">
        <style>${style}</style>
      </head>
      <body>
        ${content}
        ${parts.data?.(length) ?? null}
        ${script && html`<script>${script}</script>`}
        </body>
    </html>
  `.toString().trimStart();
}

function body({ sections, main, footer }: PageParts): Html {
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
    `Cannot put the ${element} into the page: it contains "${
      found[0]
    }" at ${found.index}, which could ` +
      "end its element; write it in two parts",
  );
}

/** Removes comments and white space from a style sheet. */
function minifiedStyle(text: string): string {
  return text
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\s*\n\s*/g, "\n")
    .replace(/(?<=[;{,])\n|\n(?=})|(?<=}) | (?={)/g, "")
    .trim();
}
