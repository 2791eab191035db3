/**
 * The page's own script: draws the learning curves and brings the gallery of mistakes to life. All
 * that it shows in words and numbers stands in the page already; it makes no request and keeps
 * nothing.
 *
 * @module
 */
import { unpack } from "../unpack.ts";
import { startCurves } from "./curves.ts";
import { startGallery } from "./gallery.ts";
import { readPayload } from "./page_payload.ts";
import { prepareForPrint } from "./print.ts";

const payload = readPayload();
const redrawCurves = startCurves(payload.epochs);
prepareForPrint(redrawCurves);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawCurves);
void unpack(payload.pack).then((tensors) => {
  startGallery(payload, tensors);
  document.documentElement.dataset["ready"] = "true";
});
