/**
 * Renders the page once in a new process, as the stage does, and prints the time in milliseconds.
 *
 * Arguments: a finished page, whose script and style are reused, and a JSON object with the path of each
 * artifact by the name of the input.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { decodeArtifact } from "../../lib/codec/msgpack.ts";
import { renderPage } from "../../lib/report/page.ts";
import { reportData, type ReportInputs } from "../../lib/report/report_data.ts";

const [pagePath, pathsByInput] = Deno.args;
const page = await Deno.readTextFile(pagePath!);
const paths: Readonly<Record<string, string>> = JSON.parse(pathsByInput!);
const inputs = Object.fromEntries(
  Object.entries(paths).map(([name, path]) => [name, decodeArtifact(Deno.readFileSync(path))]),
) as unknown as ReportInputs;

const startedAt = performance.now();
await renderPage(reportData(inputs), {
  script: between("script"),
  styles: [between("style")],
  chartLicence: "",
});
console.log(performance.now() - startedAt);

function between(tag: string): string {
  const [, text] = page.match(new RegExp(`<${tag}>([^]*?)</${tag}>`))!;
  return text!;
}
