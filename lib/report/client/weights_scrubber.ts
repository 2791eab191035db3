/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * A slider that shows the weights after earlier epochs, from the first snapshot to the model, whose pictures
 * are in the page's markup.
 *
 * @module
 */
import { SCRUBBER_ID, WEIGHTS_ID } from "../anchors.ts";
import type { Payload } from "../payload.ts";
import { LEVELS } from "../signed_colour.ts";
import { levelsFrom } from "../snapshot_levels.ts";
import { numbersOf, type Unpacked } from "../unpack.ts";
import { element, nameWords } from "./element.ts";
import { byId } from "./page_payload.ts";
import { drawSigned } from "./picture.ts";

/** Adds the slider if there are snapshots of earlier epochs. */
export function startWeightsScrubber(payload: Payload, tensors: Unpacked): void {
  const { imageShape, snapshotEpochs, chosenEpoch, names } = payload;
  if (snapshotEpochs.length === 0) return;
  const lit = numbersOf(tensors, "model.lit", "uint8");
  const steps = numbersOf(tensors, "snapshots.steps", "uint8");
  const snapshots = levelsFrom(steps, lit.length * names.length);
  const epochs = [...snapshotEpochs, chosenEpoch];
  const images = [...byId(WEIGHTS_ID, HTMLUListElement).querySelectorAll("img")];
  const canvases = images.map((image) =>
    element("canvas", { class: "weights-canvas", role: "img", "aria-label": image.alt, hidden: "" })
  );
  images.forEach((image, k) => image.after(canvases[k]!));

  const slider = element("input", {
    type: "range",
    min: "0",
    max: String(snapshots.length),
    value: String(snapshots.length),
  });
  const told = element("output", {});
  const show = () => {
    const at = Number(slider.value);
    const epoch = `epoch ${epochs[at]}`;
    told.textContent = at === snapshots.length ? `${epoch}, this model` : epoch;
    slider.setAttribute("aria-valuetext", told.textContent);
    const levels = snapshots[at];
    images.forEach((image, k) => {
      image.hidden = levels !== undefined;
      canvases[k]!.hidden = levels === undefined;
      if (levels === undefined) return;
      const ofClass = levels.subarray(k * lit.length, (k + 1) * lit.length);
      drawSigned(canvases[k]!, Float64Array.from(ofClass), LEVELS, imageShape, lit);
      const name = nameWords(names[k]!);
      canvases[k]!.setAttribute("aria-label", `Weights of class ${name} after ${epoch}`);
    });
  };
  slider.addEventListener("input", show);
  byId(SCRUBBER_ID, HTMLElement).append(
    element("label", {}, "After ", slider),
    told,
  );
  show();
}
