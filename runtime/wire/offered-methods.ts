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

/** Lists that are remembered; a few kilobytes each, and never more than `limits.maxMethods` allows. */
const maxRemembered = 8

/** The last ones first. */
const remembered: (readonly OfferedMethod[])[] = []

/** Returns an equal list that is in use already, or else this one. */
export function sharedList(methods: readonly OfferedMethod[]): readonly OfferedMethod[] {
  if (methods.length === 0) return methods
  const known = remembered.find((list) => areEqual(list, methods))
  if (known !== undefined) return known
  remembered.unshift(methods)
  if (remembered.length > maxRemembered) remembered.pop()
  return methods
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
