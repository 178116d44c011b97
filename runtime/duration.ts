/** Durations as programs write them: milliseconds, or '250ms', '2s', '1.5m', '1h'. */

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Longer timers overflow in Node and fire at once. */
const maxMs = 2 ** 31 - 1

/**
 * Milliseconds, rounded up to whole ones. Throws RangeError, naming `what`, for anything that is not a duration above
 * zero and at most 24.8 days.
 */
export function parseDuration(value: number | string, what: string): number {
  const ms = typeof value === 'number' ? value : parseText(value)
  if (!(ms > 0) || ms > maxMs) {
    throw new RangeError(
      `${what} is ${typeof value === 'string' ? JSON.stringify(value) : String(value)}: write milliseconds above 0, or a text such as '500ms', '2s', '1m' (at most 24 days)`,
    )
  }
  return Math.ceil(ms)
}

function parseText(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text)
  return match === null ? Number.NaN : Number(match[1]) * (units[match[2] ?? ''] ?? Number.NaN)
}
