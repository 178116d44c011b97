/**
 * Whether the message being decoded has its memory to itself. Then a large `bytes` field may be a view of it instead of
 * a copy: nothing else is in that memory, and nothing will be written to it.
 *
 * A variable and not a parameter of every decoder, because decoding is synchronous and only bytes need to know.
 */

let isOwned = false

/** Says how the bytes of the next message are held; whoever decodes calls this first. */
export function setOwned(owned: boolean): void {
  isOwned = owned
}

/** Whether a field may be a view: it is most of its message, so that it keeps little else alive. */
export function mayAlias(fieldBytes: number, messageBytes: number): boolean {
  return isOwned && fieldBytes * 2 > messageBytes
}
