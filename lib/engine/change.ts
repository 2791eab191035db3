/**
 * Something that is not the same in two runs.
 *
 * @module
 */

/** Two values under a name; `null` where there is none. */
export interface Change<T> {
  readonly name: string;
  readonly before: T | null;
  readonly after: T | null;
}

/** A file, package or stage's code that differs; `name` as reasons name it. */
export interface CodeChange extends Change<string> {
  /** The stages whose code it is part of. */
  readonly stages: readonly string[];
  /**
   * Whether its own part of a bundle is another one. If not, what changed is a type or comment, or a
   * constant that the bundler put where it is used.
   */
  readonly inBundle: boolean;
}
