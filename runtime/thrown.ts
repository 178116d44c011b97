/**
 * What programs throw, or give as reasons, as text. It can be anything, and some things object to being looked at: a
 * getter, a proxy, an object without a prototype.
 */

const unprintable = 'something that cannot be printed'

/** The message of an error; of anything else, its text. */
export function textOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown)
  } catch {
    return unprintable
  }
}

/** Everything there is to say, for a log: the stack of an error, the contents of an object. */
export function reportOf(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return String(thrown.stack ?? thrown.message)
    return process.getBuiltinModule('node:util').inspect(thrown)
  } catch {
    return unprintable
  }
}

/** What was thrown, as an Error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(textOf(thrown))
}
