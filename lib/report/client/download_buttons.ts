/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Buttons that save files: made in the page, so that nothing is requested.
 *
 * @module
 */
import { DOWNLOADS_ID } from "../anchors.ts";
import type { Download } from "../downloads.ts";
import { button, element } from "./element.ts";
import { byId } from "./page_payload.ts";

/** Long enough for a browser to begin to save. */
const KEEP_MS = 60_000;

/** Adds a button for each file. */
export function startDownloads(downloads: readonly Download[]): void {
  const buttons = downloads.map((download) =>
    element("li", {}, button(`${download.what}, ${download.name}`, () => save(download)))
  );
  byId(DOWNLOADS_ID, HTMLUListElement).append(...buttons);
}

function save({ name, type, make }: Download): void {
  const url = URL.createObjectURL(new Blob([make()], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}
