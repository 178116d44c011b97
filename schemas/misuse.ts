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

/**
 * Says that there is no such option, and which was meant where a known one is near.
 *
 * @param of what has the options, as the subject of a sentence
 */
export function unknownOption(of: string, name: string, known: readonly string[]): Problem {
  const near = nearest(name, known)
  const hint = near === undefined ? '' : `: did you mean ${near}?`
  return { problem: `${of} has no option ${show(name)}${hint}`, remedy: `Use ${known.join(', ')}.` }
}

/** The known name that takes the fewest changes of letters, if a third of the letters or fewer: more is another word. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((one) => ({ one, distance: distance(name.toLowerCase(), one.toLowerCase()) }))
    .filter(({ one, distance }) => distance <= Math.max(1, Math.floor(one.length / 3)))
  return ranked.sort((a, b) => a.distance - b.distance)[0]?.one
}

/** How many letters have to be put in, taken out or replaced to make one word of the other. */
function distance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, letter] of [...from].entries()) {
    const row = [index + 1]
    for (let column = 1; column <= to.length; column++) {
      const [left = 0, corner = 0, top = 0] = [row[column - 1], above[column - 1], above[column]]
      row.push(Math.min(left + 1, top + 1, corner + (letter === to[column - 1] ? 0 : 1)))
    }
    above = row
  }
  return above[to.length] ?? 0
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
