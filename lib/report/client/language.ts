/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * A language that `Intl` accepts. Chromium under the C locale calls its language `en-US@posix`, which
 * is none, and the chart library asks `Intl` for it as it loads: import this before it.
 *
 * @module
 */
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en" });
}
