/** Errors of schema authors, reported where the author wrote them. */

/** A schema that cannot be meant as written. */
export class SchemaMisuse extends Error {
  override readonly name = 'SchemaMisuse'
  /** What is wrong, without a full stop. */
  readonly problem: string
  /** What to write instead, as a sentence. */
  readonly remedy: string
  /** The vocabulary function that was called. */
  readonly call: string

  constructor({ problem, remedy, call }: { problem: string; remedy: string; call: string }) {
    super(`${problem}. ${remedy}`)
    this.problem = problem
    this.remedy = remedy
    this.call = call
  }
}

export interface Problem {
  readonly problem: string
  readonly remedy: string
}

/**
 * Throws with a stack that starts at the caller of `from`, so that the first line a reader sees is the schema's.
 *
 * @param from the vocabulary function that the author called
 */
export function misuse({ problem, remedy }: Problem, from: (...args: never[]) => unknown): never {
  const error = new SchemaMisuse({ problem, remedy, call: from.name })
  Error.captureStackTrace(error, from)
  throw error
}

/** How a wrong argument is shown to its author. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'function') return `the function ${value.name || 'given'}`
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value)
    return `an object with ${keys.length === 0 ? 'no keys' : `the keys ${keys.join(', ')}`}`
  }
  return String(value)
}
