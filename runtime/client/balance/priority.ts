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

/** Groups of one priority, the lowest number first. */
export function byPriority<T extends { readonly priority: number }>(
  all: Iterable<T>,
): readonly (readonly T[])[] {
  const groups = new Map<number, T[]>()
  for (const one of all) {
    const group = groups.get(one.priority)
    if (group === undefined) groups.set(one.priority, [one])
    else group.push(one)
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group)
}
