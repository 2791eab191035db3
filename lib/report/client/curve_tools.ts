/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * What stands below a chart: its scale, and zoom by button.
 *
 * @module
 */
import type { CurveChartSpec } from "./curve_spec.ts";
import { button, element } from "./element.ts";

/** What the tools do. */
export interface CurveActions {
  readonly scale: (log: boolean) => void;
  readonly zoom: () => void;
  readonly reset: () => void;
}

/** The tools of a chart. */
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
