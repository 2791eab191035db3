/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The script of the comparison page: draws curves and extends galleries. All texts and numbers are in the
 * page's markup. The script makes no request and stores nothing.
 *
 * @module
 */
import { PAYLOAD_ID } from "../../anchors.ts";
import type { ComparisonPayload } from "../../comparison/payload.ts";
import { unpack } from "../../unpack.ts";
import { byId } from "../page_payload.ts";
import { prepareForPrint } from "../print.ts";
import { startCurves } from "./curves.ts";
import { startGallery } from "./flip_gallery.ts";
import { flipsOf } from "./flips.ts";

const payload: ComparisonPayload = JSON.parse(byId(PAYLOAD_ID, HTMLScriptElement).text);
const redrawCurves = startCurves(payload.charts);
prepareForPrint(redrawCurves);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawCurves);
void unpack(payload.pack).then((tensors) => {
  const flips = flipsOf(payload, tensors);
  startGallery("lost", flips.slice(0, payload.lost), payload);
  startGallery("gained", flips.slice(payload.lost), payload);
  document.documentElement.dataset["ready"] = "true";
});
