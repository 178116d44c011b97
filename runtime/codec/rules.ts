/** The rules of a schema that take more than one comparison. */

/**
 * Whether a number is a multiple, allowing for the binary fractions of both; agrees with TypeBox.
 */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (Number.isInteger(value) && Number.isInteger(1 / divisor)) return true
  const rest = value % divisor
  const tolerance = 1e-10
  return (
    Math.abs(rest) < tolerance ||
    Math.abs(rest - divisor) < tolerance ||
    Math.abs(rest + divisor) < tolerance
  )
}

/** Whether a text has more characters than that: code points, as JSON Schema counts them, and TypeBox. */
export function isLonger(text: string, limit: number): boolean {
  // The first comparison decides for nearly every text.
  return text.length > limit && (text.length > 2 * limit || countCharacters(text) > limit)
}

/** Whether it has fewer. */
export function isShorter(text: string, limit: number): boolean {
  return text.length < 2 * limit && (text.length < limit || countCharacters(text) < limit)
}

function countCharacters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Whether no two items are equal; objects are compared by content. */
export function areUnique(list: readonly unknown[]): boolean {
  const seen = new Set<unknown>()
  for (const item of list) seen.add(typeof item === 'object' ? contentKey(item) : item)
  return seen.size === list.length
}

/** A string that two values share only if their contents are equal. */
function contentKey(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' || value === null) return `${typeof value}:${String(value)}`
  if (value instanceof Date) return `date:${value.getTime()}`
  if (value instanceof Uint8Array) return `bytes:${value.join()}`
  if (Array.isArray(value)) return `[${value.map(contentKey).join()}]`
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${contentKey(item)}`).join()}}`
}
