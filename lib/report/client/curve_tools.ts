/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The controls below a chart: scale and zoom.
 *
 * @module
 */
import type { CurveChartSpec } from "./curve_spec.ts";
import { button, element } from "./element.ts";

/** The actions of the controls. */
export interface CurveActions {
  readonly scale: (log: boolean) => void;
  readonly zoom: () => void;
  readonly reset: () => void;
}

/** Makes the controls of a chart. */
export function curveTools(
  { canBeLog, title }: CurveChartSpec,
  actions: CurveActions,
): HTMLElement {
  const log = element("input", { type: "checkbox" });
  log.addEventListener("change", () => actions.scale(log.checked));
  return element(
    "div",
    { class: "tools", role: "group", "aria-label": `${title}: view` },
    canBeLog ? element("label", {}, log, " log scale") : "",
    button("Zoom in", actions.zoom),
    button("Show all", actions.reset),
  );
}
