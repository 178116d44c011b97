/** Why decoding failed; the runtime turns it into the call's or the connection's error. */

/** Thrown for bytes that are not a message of the expected type. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage'
}

/** For values that the schema requires and the sender left out. */
export function missing(message: string, field: string): MalformedMessage {
  return new MalformedMessage(`${message} arrived without its required ${field}`)
}

/** For enum numbers that this side's schema does not list, the 0 of an absent field included. */
export function unknownEnumNumber(name: string, number: number): MalformedMessage {
  return new MalformedMessage(`${name} has no value with the number ${number}`)
}

/**
 * Stands in a message under way for what the schema requires and has not arrived yet. Decoding ends with `missing` when it
 * is still there, so nobody else ever sees it.
 */
export const absent: never = undefined as never // because it may stand where any type belongs
