/**
 * Kinds of values that JSON Schema cannot tell apart but protobuf can.
 *
 * Each is an ordinary TypeBox schema whose `proto` option names the protobuf type; the generator reads that option,
 * and TypeBox's own checks work as ever.
 */

import Type, {
  type TBigInt,
  type TInteger,
  type TNumber,
  type TNumberOptions,
  type TSchemaOptions,
  type TUnsafe,
} from 'typebox'

const int32Bounds = { minimum: -2147483648, maximum: 2147483647 }
const uint32Bounds = { minimum: 0, maximum: 4294967295 }
// Exclusive, because TypeBox's compiler rounds a bigint bound to a number: 2^63 is exact and 2^63 - 1 is not.
const int64Bounds = { minimum: -(2n ** 63n), exclusiveMaximum: 2n ** 63n }
const uint64Bounds = { minimum: 0n, exclusiveMaximum: 2n ** 64n }

/** A whole number of 32 bits; small ones are short on the wire, negative ones take ten bytes. */
export function int32(options: TNumberOptions = {}): TInteger {
  return Type.Integer({ ...int32Bounds, ...options, proto: 'int32' })
}

/** A whole number from 0 to 2^32 - 1; small ones are short on the wire. */
export function uint32(options: TNumberOptions = {}): TInteger {
  return Type.Integer({ ...uint32Bounds, ...options, proto: 'uint32' })
}

/** A whole number of 32 bits that is often negative: short on the wire when near 0. */
export function sint32(options: TNumberOptions = {}): TInteger {
  return Type.Integer({ ...int32Bounds, ...options, proto: 'sint32' })
}

/** A whole number from 0 to 2^32 - 1 that is often large: always four bytes. */
export function fixed32(options: TNumberOptions = {}): TInteger {
  return Type.Integer({ ...uint32Bounds, ...options, proto: 'fixed32' })
}

/** A whole number of 32 bits that is often large: always four bytes. */
export function sfixed32(options: TNumberOptions = {}): TInteger {
  return Type.Integer({ ...int32Bounds, ...options, proto: 'sfixed32' })
}

/** A bigint of 64 bits; small ones are short on the wire, negative ones take ten bytes. */
export function int64(options: TNumberOptions = {}): TBigInt {
  return Type.BigInt({ ...int64Bounds, ...options, proto: 'int64' })
}

/** A bigint from 0 to 2^64 - 1; small ones are short on the wire. */
export function uint64(options: TNumberOptions = {}): TBigInt {
  return Type.BigInt({ ...uint64Bounds, ...options, proto: 'uint64' })
}

/** A bigint of 64 bits that is often negative: short on the wire when near 0. */
export function sint64(options: TNumberOptions = {}): TBigInt {
  return Type.BigInt({ ...int64Bounds, ...options, proto: 'sint64' })
}

/** A bigint from 0 to 2^64 - 1 that is often large: always eight bytes. */
export function fixed64(options: TNumberOptions = {}): TBigInt {
  return Type.BigInt({ ...uint64Bounds, ...options, proto: 'fixed64' })
}

/** A bigint of 64 bits that is often large: always eight bytes. */
export function sfixed64(options: TNumberOptions = {}): TBigInt {
  return Type.BigInt({ ...int64Bounds, ...options, proto: 'sfixed64' })
}

/** A number in four bytes: about seven digits survive the journey. */
export function float(options: TNumberOptions = {}): TNumber {
  return Type.Number({ ...options, proto: 'float' })
}

/** A number in eight bytes, as JavaScript has it; the same as `Type.Number`. */
export function double(options: TNumberOptions = {}): TNumber {
  return Type.Number({ ...options, proto: 'double' })
}

export interface BytesOptions extends TSchemaOptions {
  /** Fewest bytes. */
  minLength?: number
  /** Most bytes. */
  maxLength?: number
}

/**
 * Binary data as a Uint8Array.
 *
 * From 32 KiB on it is not copied when it is sent: leave it as it is until the call is over, or, in a stream, until your
 * generator is asked for the next message or `send()` has resolved. What a unary handler returns is given away.
 */
export function bytes(options: BytesOptions = {}): TUnsafe<Uint8Array> {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = options
  const schema = Type.Unsafe<Uint8Array>({ ...options, proto: 'bytes' })
  return Type.Refine(
    schema,
    (value) =>
      value instanceof Uint8Array && value.length >= minLength && value.length <= maxLength,
    () => 'must be a Uint8Array of the right length',
  )
}

/** A moment as a Date, in the years 1 to 9999, to the millisecond. */
export function timestamp(options: TSchemaOptions = {}): TUnsafe<Date> {
  return Type.Refine(
    Type.Unsafe<Date>({ ...options, proto: 'timestamp' }),
    (value) => value instanceof Date && !Number.isNaN(value.getTime()),
    () => 'must be a valid Date',
  )
}

/** A span of time in milliseconds. */
export function duration(options: TNumberOptions = {}): TNumber {
  return Type.Number({ ...options, proto: 'duration' })
}
