/** Durations as schemas have them: milliseconds, or '250ms', '2s', '1.5m', '1h'. */

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Whole milliseconds, rounded up; undefined for anything that is not more than nothing and at most `maxMs`. */
export function parseDuration(value: unknown, maxMs: number): number | undefined {
  let ms = value
  if (typeof value === 'string') {
    const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(value) ?? []
    ms = Number(amount) * (units[unit] ?? Number.NaN)
  }
  if (typeof ms !== 'number' || !(ms > 0) || ms > maxMs) return undefined
  return Math.ceil(ms)
}
