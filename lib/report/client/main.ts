/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The report's script: draws curves and makes tables, galleries and the model interactive. All texts and
 * numbers are in the page's markup. The script makes no request and stores nothing.
 *
 * @module
 */
import type { Payload } from "../payload.ts";
import { unpack, type Unpacked } from "../unpack.ts";
import { Classifier } from "./classifier.ts";
import { startClassGallery } from "./class_gallery.ts";
import { startConfusionMatrix } from "./confusion_matrix.ts";
import { downloads } from "../downloads.ts";
import { startDownloads } from "./download_buttons.ts";
import { startCurves } from "./curves.ts";
import { examplesOf } from "./examples.ts";
import { Gallery } from "./gallery.ts";
import { readPayload } from "./page_payload.ts";
import { startPairPictures } from "./pair_pictures.ts";
import { Panel } from "./panel.ts";
import { prepareForPrint } from "./print.ts";
import { startSortableTables } from "./sortable_table.ts";
import { TryIt } from "./try_it.ts";
import { startWeightsScrubber } from "./weights_scrubber.ts";
import { startWorkedExample } from "./worked_example.ts";

// Let the browser paint the markup first.
setTimeout(begin);

function begin(): void {
  const payload = readPayload();
  const redrawCurves = startCurves(payload);
  prepareForPrint(redrawCurves);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawCurves);
  startSortableTables();
  startWorkedExample();
  void unpack(payload.pack).then((tensors) => {
    start(payload, tensors);
    document.documentElement.dataset["ready"] = "true";
  });
}

function start(payload: Payload, tensors: Unpacked): void {
  const columns = examplesOf(payload, tensors);
  const classifier = new Classifier(payload, tensors);
  const tryIt = new TryIt(payload, columns, classifier);
  const panel = new Panel(payload, columns, classifier, (place) => tryIt.load(place));
  const gallery = new Gallery(payload, columns, panel);
  startConfusionMatrix(payload, (label, predicted) => gallery.showCell(label, predicted));
  startPairPictures(payload, columns, panel);
  startClassGallery(payload, columns, panel);
  startWeightsScrubber(payload, tensors);
  startDownloads(downloads(payload, tensors));
}
