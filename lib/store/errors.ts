/**
 * The two ways in which a store fails. The engine tells them apart by name and turns them into exit
 * codes.
 *
 * @module
 */

/** Disk, network or permissions do not allow what is needed. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/** Bytes are not what they should be. */
export class IntegrityError extends Error {
  override readonly name = "IntegrityError";
}
