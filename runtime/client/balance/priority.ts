/**
 * Those of the lowest priority number among what can be used: the others are there for when it has none. When all are
 * ejected, all count: a server that failed lately is better than no answer at all.
 */
export function preferred<T extends { readonly url: string; readonly priority: number }>(
  connected: readonly T[],
  isEjected: (url: string) => boolean,
): readonly T[] {
  const sound = connected.filter(({ url }) => !isEjected(url))
  const usable = sound.length > 0 ? sound : connected
  const lowest = usable.reduce(
    (least, { priority }) => Math.min(least, priority),
    Number.POSITIVE_INFINITY,
  )
  return usable.filter(({ priority }) => priority === lowest)
}
