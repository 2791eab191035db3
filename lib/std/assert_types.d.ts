/**
 * Types of `@std/assert`. Each accepts what std's accepts or less, never more: code that compiles
 * here compiles against std.
 *
 * @module
 */

/** Everything that `if` takes for false, NaN aside. */
export type Falsy = false | 0 | 0n | "" | null | undefined;

/** What a failed assertion throws. */
export class AssertionError extends Error {
  /** `message` is what is shown. */
  constructor(message: string, options?: ErrorOptions);
}

/** Whether two values are deeply equal. NaN equals itself, and 0 equals -0. */
export function equal(a: unknown, b: unknown): boolean;

/** Fails unless `expr` is truthy. */
export function assert(expr: unknown, msg?: string): asserts expr;

/** Fails if `expr` is truthy. */
export function assertFalse(expr: unknown, msg?: string): asserts expr is Falsy;

/** Fails unless the two are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void;

/** Fails if the two are deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void;

/** Fails unless the two are the same by `Object.is`. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T;

/** Fails if the two are the same by `Object.is`. */
export function assertNotStrictEquals<T>(actual: T, expected: T, msg?: string): void;

/** Fails on null and undefined. */
export function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T>;

/**
 * Fails unless the two differ by at most `tolerance`; by default a ten-millionth of `expected`, or
 * 1e-7 if that is infinite.
 */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
): void;

/** Fails unless `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void;

/** Fails unless `actual >= expected`. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void;

/** Fails unless `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void;

/** Fails unless `actual <= expected`. */
export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void;

/** Fails unless `expected` is a part of `actual`. */
export function assertStringIncludes(actual: string, expected: string, msg?: string): void;

/** Fails unless the pattern is found in `actual`. */
export function assertMatch(actual: string, expected: RegExp, msg?: string): void;

/** Fails if the pattern is found in `actual`. */
export function assertNotMatch(actual: string, expected: RegExp, msg?: string): void;

/** Fails unless each element of `expected` deeply equals one of `actual`. */
export function assertArrayIncludes<T>(
  actual: ArrayLike<T> & object,
  expected: ArrayLike<T> & object,
  msg?: string,
): void;

/** Fails unless `actual` has all that `expected` has, however deep; it may have more. */
export function assertObjectMatch(
  actual: Record<PropertyKey, unknown>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void;

/** Fails unless `actual` is an instance of the class. */
export function assertInstanceOf<T>(
  actual: unknown,
  expectedType: abstract new (...args: never[]) => T,
  msg?: string,
): asserts actual is T;

/** Fails if `actual` is an instance of the class. */
export function assertNotInstanceOf<A, T>(
  actual: A,
  unexpectedType: abstract new (...args: never[]) => T,
  msg?: string,
): asserts actual is Exclude<A, T>;

/** Fails unless `error` is an `Error`, of the class and with the message asked for, if any. */
export function assertIsError<E extends Error = Error>(
  error: unknown,
  ErrorClass?: abstract new (...args: never[]) => E,
  msgMatches?: string | RegExp,
  msg?: string,
): asserts error is E;

/** Fails unless `fn` throws. Returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Fails unless `fn` throws such an error, with `msgIncludes` in its message. Returns it. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: abstract new (...args: never[]) => E,
  msgIncludes?: string,
  msg?: string,
): E;

/** Fails unless the promise of `fn` rejects. Resolves to what it was rejected with. */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
/** Fails unless it rejects with such an error, with `msgIncludes` in its message. Resolves to it. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: abstract new (...args: never[]) => E,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;

/** Fails. */
export function fail(msg?: string): never;

/** Fails, for what is not written yet. */
export function unimplemented(msg?: string): never;

/** Fails, for where no run can get. */
export function unreachable(msg?: string): never;
