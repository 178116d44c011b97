/** What generated code knows about an enum: the values of the schema and their numbers on the wire. */

export interface EnumCodec<T> {
  /** Full protobuf name: `chat.v1.Color`. */
  readonly name: string
  /** In the schema's order. */
  readonly values: readonly T[]
  toNumber(value: T): number
  /** Throws for a number that the schema does not list, the 0 of an absent field included. */
  fromNumber(number: number): T
}
