/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Replaces a `navigator.language` that `Intl` rejects. In the C locale Chromium reports `en-US@posix`, with
 * which the chart library calls `Intl` when it loads, so this script must run first.
 *
 * @module
 */
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en" });
}
