/** What a side serves, as its greeting lists it; peers that list the same, as most of a process do, share one list. */

export const callKinds = ['unary', 'serverStream', 'clientStream', 'bidiStream', 'oneway'] as const
export type CallKind = (typeof callKinds)[number]

/** A method that a side serves. Its number is good for this connection only. */
export interface OfferedMethod {
  readonly number: number
  readonly name: string
  readonly kind: CallKind
  readonly fingerprint: bigint
  readonly idempotent: boolean
}

/** Lists that are remembered, a few kilobytes each; of a hostile peer, as much as `limits.maxHandshakeBytes` lets it say. */
const maxRemembered = 8

/** Most recently used first. */
const remembered: (readonly OfferedMethod[])[] = []

/** Returns an equal list that is in use already, or else this one. */
export function sharedList(methods: readonly OfferedMethod[]): readonly OfferedMethod[] {
  if (methods.length === 0) return methods
  const at = remembered.findIndex((list) => areEqual(list, methods))
  const [list = methods] = at < 0 ? [] : remembered.splice(at, 1)
  remembered.unshift(list)
  if (remembered.length > maxRemembered) remembered.pop()
  return list
}

function areEqual(a: readonly OfferedMethod[], b: readonly OfferedMethod[]): boolean {
  return a.length === b.length && a.every((method, index) => isSame(method, b[index]))
}

function isSame(a: OfferedMethod, b: OfferedMethod | undefined): boolean {
  return (
    b !== undefined &&
    a.number === b.number &&
    a.name === b.name &&
    a.kind === b.kind &&
    a.fingerprint === b.fingerprint &&
    a.idempotent === b.idempotent
  )
}
