/** Every naming decision: from the schema's words to TypeScript's and protobuf's. */

/** `chat.v1.Chat` → `chat.v1` and `Chat`. */
export function splitFullName(fullName: string): {
  readonly package: string
  readonly name: string
} {
  const dot = fullName.lastIndexOf('.')
  return { package: fullName.slice(0, Math.max(0, dot)), name: fullName.slice(dot + 1) }
}

export function joinFullName(packageName: string, name: string): string {
  return packageName === '' ? name : `${packageName}.${name}`
}

/** Words of a name in any convention: `sentAt`, `sent_at`, `sent-at`, `HTTPServer`. */
function words(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
}

/** `sentAt` → `SentAt`. */
export function pascalCase(name: string): string {
  return words(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

/** `SentAt` → `sentAt`, `HTTPServer` → `httpServer`. */
export function camelCase(name: string): string {
  const [first = '', ...rest] = words(name)
  const head = /^[A-Z]+$/.test(first)
    ? first.toLowerCase()
    : first.charAt(0).toLowerCase() + first.slice(1)
  return head + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

/** `sentAt` → `sent_at`; a leading underscore stays, since `_id` and `id` are two names. */
export function snakeCase(name: string): string {
  const [underscores = ''] = /^_*/.exec(name) ?? []
  return underscores + words(name).join('_').toLowerCase()
}

export function screamingCase(name: string): string {
  return snakeCase(name).toUpperCase()
}

/** What protobuf makes of a field's name in JSON; two fields must not meet there. */
export function jsonName(protoName: string): string {
  return protoName
    .replace(/_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/_/g, '')
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/

export function isIdentifier(name: string): boolean {
  return identifier.test(name)
}

/** Names that would change an object instead of adding to it. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** A single-quoted literal, whatever the text contains. */
export function quote(text: string): string {
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\"/g, '"')
    .replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`)
  // The formatter's choice: double quotes where they save escapes.
  if (text.includes("'") && !text.includes('"')) return `"${inner}"`
  return `'${inner.replace(/'/g, "\\'")}'`
}

/** What TypeScript takes without quotes. */
function isPlainKey(key: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key)
}

/** `text` or `'content-type'`. */
export function propertyKey(key: string): string {
  return isPlainKey(key) ? key : quote(key)
}

/** `message.text` or `message['content-type']`. */
export function propertyAccess(owner: string, key: string): string {
  return isPlainKey(key) ? `${owner}.${key}` : `${owner}[${quote(key)}]`
}

/** The same where the owner may be undefined. */
export function optionalAccess(owner: string, key: string): string {
  return isPlainKey(key) ? `${owner}?.${key}` : `${owner}?.[${quote(key)}]`
}

/** Globals that generated code may mention; a message of one of these names would hide it. */
export const usedGlobals: ReadonlySet<string> = new Set([
  'Array',
  'AsyncIterable',
  'Date',
  'Error',
  'Map',
  'Number',
  'Object',
  'Promise',
  'Record',
  'Set',
  'String',
  'Symbol',
  'Uint8Array',
])

const reservedWords = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if import in instanceof new null return super switch this throw true try typeof var void while with ' +
    'implements interface let package private protected public static yield ' +
    'arguments async await eval undefined NaN Infinity'
  ).split(' '),
)

/** Words that may be a property but not a variable in a module. */
export function isUnusableVariable(name: string): boolean {
  return reservedWords.has(name)
}

/** Hands out variable names that do not meet. */
export class Names {
  readonly #taken: Set<string>

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken)
  }

  has(name: string): boolean {
    return this.#taken.has(name)
  }

  /** The first of the candidates that is free; numbers follow when all are taken. */
  claim(...candidates: readonly string[]): string {
    for (const name of candidates) {
      if (!this.#taken.has(name) && !isUnusableVariable(name)) {
        this.#taken.add(name)
        return name
      }
    }
    const last = candidates.at(-1) ?? 'value'
    for (let n = 2; ; n++) {
      const name = `${last}${n}`
      if (!this.#taken.has(name)) {
        this.#taken.add(name)
        return name
      }
    }
  }
}
