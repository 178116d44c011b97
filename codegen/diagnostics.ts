/** What the generator says about a schema it cannot or should not generate from. */

/** A spot in the user's source; lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  /** How many characters to underline; at least 1, and not past the line's end. */
  readonly length: number
}

/** Stable names: scripts and search engines find them, so a name is never reused for another meaning. */
export const diagnosticCodes = [
  'GEN_LOAD_FAILED',
  'GEN_NO_SERVICES',
  'GEN_NOT_EXPORTED',
  'GEN_SCHEMA_MISUSE',
  'GEN_NO_KIND',
  'GEN_UNSUPPORTED_TYPE',
  'GEN_UNSUPPORTED_RULE',
  'GEN_ONEWAY',
  'GEN_AMBIGUOUS_UNION',
  'GEN_THREE_STATES',
  'GEN_BAD_RULE',
  'GEN_UNSAFE_PATTERN',
  'GEN_BAD_NAME',
  'GEN_NAME_TAKEN',
  'GEN_SERVICE_TAKEN',
  'GEN_TWO_PACKAGES',
  'GEN_ERROR_TAKEN',
  'GEN_BAD_NUMBER',
  'GEN_NUMBER_TAKEN',
  'GEN_NUMBER_CHANGED',
  'GEN_NAME_RESERVED',
  'GEN_TYPE_CHANGED',
  'GEN_METHOD_CHANGED',
  'GEN_LOCK_INVALID',
  'GEN_OUTPUT_TAKEN',
  'GEN_WAS_UNKNOWN',
] as const

export type DiagnosticCode = (typeof diagnosticCodes)[number]

export interface Diagnostic {
  readonly code: DiagnosticCode
  /** Where in the schema, in its own terms: `Chat.send request.author.tags[]`; empty when it concerns a whole file. */
  readonly path: string
  /** What is wrong and why, as a sentence. */
  readonly message: string
  /** What to write instead. */
  readonly remedy: string
  readonly place: Place | undefined
}

/** Gathers the mistakes of a run, so that one run reports them all. */
export class Diagnostics {
  readonly #found: Diagnostic[] = []
  readonly #seen = new Set<string>()

  get all(): readonly Diagnostic[] {
    return this.#found
  }

  get count(): number {
    return this.#found.length
  }

  /** A schema used in several places is read once for each; what is wrong with it is said once. */
  add(diagnostic: Diagnostic): void {
    const { code, place, path, message } = diagnostic
    const where = place === undefined ? path : `${place.file}:${place.line}:${place.column}`
    const key = `${code} ${where} ${message}`
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.#found.push(diagnostic)
  }
}
