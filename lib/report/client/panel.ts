/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The panel of one example: its picture, probabilities and evidence. As in every dialog, Escape closes it
 * and the focus returns to the element that opened it.
 *
 * @module
 */
import { argmax } from "../../ml/argmax.ts";
import { percent } from "../format.ts";
import type { Payload } from "../payload.ts";
import type { Classifier } from "./classifier.ts";
import { button, element, nameElement } from "./element.ts";
import { EvidenceView } from "./evidence_view.ts";
import { type Examples, imageAt } from "./examples.ts";
import { drawInk } from "./picture.ts";
import { ProbabilityTable } from "./probability_table.ts";

/** The panel, shared by all examples. */
export class Panel {
  readonly #payload: Payload;
  readonly #columns: Examples;
  readonly #classifier: Classifier;
  readonly #title = element("h2", { id: "panel-title" });
  readonly #answer = element("p", { class: "panel-answer", "aria-live": "polite" });
  readonly #ink = element("canvas", { class: "ink", "aria-hidden": "true" });
  readonly #table: ProbabilityTable;
  readonly #evidence: EvidenceView;
  readonly #dialog: HTMLDialogElement;
  #places: readonly number[] = [];
  #at = 0;

  /** @param tryOut loads an example, by its index, into the section "Try it" */
  constructor(
    payload: Payload,
    columns: Examples,
    classifier: Classifier,
    tryOut: (place: number) => void,
  ) {
    this.#payload = payload;
    this.#columns = columns;
    this.#classifier = classifier;
    this.#table = new ProbabilityTable("What the model says", payload.names);
    this.#evidence = new EvidenceView(payload, classifier);
    this.#dialog = element("dialog", {
      id: "panel",
      "aria-labelledby": "panel-title",
      closedby: "any",
    });
    this.#dialog.append(
      element(
        "div",
        { class: "panel-head" },
        this.#title,
        button("Close", () => this.#close()),
      ),
      this.#answer,
      element("div", { class: "panel-body" }, this.#ink, this.#table.root, this.#evidence.root),
      element(
        "div",
        { class: "panel-foot" },
        button("Previous", () => this.#go(-1)),
        button("Next", () => this.#go(1)),
        button("Load into “Try it”", () => {
          this.#close();
          tryOut(this.#places[this.#at]!);
        }),
      ),
    );
    this.#dialog.addEventListener("keydown", (event) => this.#key(event));
    document.body.append(this.#dialog);
  }

  /** Opens the example at index `place`; Previous and Next move within `places`. */
  open(place: number, places: readonly number[]): void {
    this.#places = places;
    this.#at = Math.max(0, places.indexOf(place));
    this.#show();
    this.#dialog.showModal();
  }

  #close(): void {
    this.#dialog.close();
  }

  /** Arrow keys move from image to image, except in a select element, where they choose an option. */
  #key(event: KeyboardEvent): void {
    const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (steps === undefined || event.target instanceof HTMLSelectElement) return;
    event.preventDefault();
    this.#go(steps);
  }

  #go(steps: number): void {
    this.#at = (this.#at + steps + this.#places.length) % this.#places.length;
    this.#show();
  }

  #show(): void {
    const place = this.#places[this.#at]!;
    const { names, imageShape } = this.#payload;
    const label = this.#columns.label[place]!;
    const image = imageAt(this.#columns, place);
    const probabilities = this.#classifier.probabilities(image);
    const predicted = argmax(probabilities, names.length)[0]!;
    this.#title.textContent = `Test image ${this.#columns.index[place]}`;
    this.#answer.replaceChildren(
      "Labelled ",
      nameElement(names[label]!),
      ", read as ",
      nameElement(names[predicted]!),
      `, ${percent(probabilities[predicted]!, 1)} sure: ${
        label === predicted ? "right" : "wrong"
      }.`,
    );
    drawInk(this.#ink, image, imageShape);
    this.#table.show(probabilities, label);
    this.#evidence.show(image, predicted);
  }
}
