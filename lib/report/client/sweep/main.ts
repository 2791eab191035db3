/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The script of the sweep page: draws the curves, and highlights a combination in lines, curves and table.
 * All texts and numbers are in the page's markup. The script makes no request and stores nothing.
 *
 * @module
 */
import { PAYLOAD_ID } from "../../anchors.ts";
import { CHOSEN_ID, CURVE_KIND_ID, CURVES_ID, TABLE_ID } from "../../sweep/anchors.ts";
import type { SweepPayload } from "../../sweep/payload.ts";
import { unpack } from "../../unpack.ts";
import { byId } from "../page_payload.ts";
import { prepareForPrint } from "../print.ts";
import { startSortableTables } from "../sortable_table.ts";
import { SweepCurves } from "./curves.ts";
import { Follower } from "./follower.ts";

const payload: SweepPayload = JSON.parse(byId(PAYLOAD_ID, HTMLScriptElement).text);
startSortableTables();
const follower = new Follower({
  names: payload.names,
  picture: document.querySelector(".parallel"),
  table: byId(TABLE_ID, HTMLTableElement),
  told: byId(CHOSEN_ID, HTMLOutputElement),
});
void unpack(payload.pack).then((tensors) => {
  if (payload.kinds.length > 0) {
    const figure = byId(CURVES_ID, HTMLElement);
    const curves = new SweepCurves(figure, payload, tensors, (place) => follower.point(place));
    const kind = byId(CURVE_KIND_ID, HTMLSelectElement);
    kind.addEventListener("change", () => curves.show(kind.value));
    follower.alsoIn((place) => curves.follow(place));
    follower.takeKeys(curves.keyboard);
    const redraw = (): void => curves.redraw();
    prepareForPrint(redraw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  } else prepareForPrint(() => {});
  document.documentElement.dataset["ready"] = "true";
});
