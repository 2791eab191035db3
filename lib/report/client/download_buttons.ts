/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Adds buttons that save files. The files are made in the page, without a request.
 *
 * @module
 */
import { DOWNLOADS_ID } from "../anchors.ts";
import type { Download } from "../downloads.ts";
import { button, element } from "./element.ts";
import { byId } from "./page_payload.ts";

/** Milliseconds after which a file's URL is revoked: long enough for a browser to start saving. */
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
