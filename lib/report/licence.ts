/**
 * The licence of the chart library, which must accompany its code.
 *
 * @module
 */
import { type Html, html } from "./html.ts";

/**
 * The licence as a collapsed element for the end of a page.
 *
 * @example
 * ```ts
 * import { chartLicence } from "./licence.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * assertStringIncludes(`${chartLicence("MIT")}`, "<pre>MIT</pre>");
 * ```
 */
export function chartLicence(text: string): Html {
  return html`
    <details>
      <summary>Licence of uPlot, the chart library in this page</summary>
      <pre>${text}</pre>
    </details>
  `;
}
