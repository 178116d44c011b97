export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The middle of the rounds and how far they lay apart. */
export function summarise(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) }
}

/** `share` 0.99 gives p99; the values must be sorted. */
export function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]
}
