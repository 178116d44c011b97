// Generated from kinds.schema.ts by `trunkline generate`. Do not edit.

import {
  absent,
  append,
  areUnique,
  bidiStreamRoute,
  type BidiStreamStub,
  checkArray,
  checkBigint,
  checkBoolean,
  checkBytes,
  checkDepth,
  checkDuration,
  checkFloat,
  checkInt32,
  checkInt32s,
  checkInt64,
  checkInteger,
  checkIntegerKey,
  checkIntegers,
  checkItems,
  checkJson,
  checkJsonObject,
  checkMessage,
  checkMessages,
  checkNoOthers,
  checkNumber,
  checkNumbers,
  checkObject,
  checkOneOf,
  checkOptionalMessage,
  checkRecord,
  checkString,
  checkStrings,
  checkTimestamp,
  checkTuple,
  checkUint32,
  checkUint32s,
  checkUint64,
  clientStreamRoute,
  type ClientStreamStub,
  type DeclaredError,
  declareError,
  decodeEmpty,
  enterLength,
  type EnumCodec,
  type ErrorType,
  GENERATED_API_1,
  isFormat,
  isLonger,
  isMultipleOf,
  isShorter,
  leaveMessage,
  type MessageCodec,
  type Method,
  missing,
  onewayRoute,
  type OnewayStub,
  readBools,
  readBytes,
  readDoubles,
  readDuration,
  readEnums,
  readFixed32s,
  readFixed64,
  readFixed64s,
  readFloats,
  readInt32s,
  readInt64,
  readInt64s,
  readJson,
  readJsonObject,
  readKey,
  readMessage,
  readSafeInt64,
  readSafeInt64s,
  readSafeUint64,
  readSfixed32s,
  readSfixed64,
  readSfixed64s,
  readSint32s,
  readSint64,
  readSint64s,
  readString,
  readTimestamp,
  readUint32s,
  readUint64,
  readUint64s,
  type ServerCall,
  serverStreamRoute,
  type ServerStreamStub,
  type Service,
  setEntry,
  skipField,
  unaryRoute,
  type UnaryStub,
  type UndeclaredError,
  unknownEnumNumber,
  writeBigint64,
  writeBigint64s,
  writeBool,
  writeBools,
  writeBytes,
  writeDouble,
  writeDoubles,
  writeDuration,
  writeEnums,
  writeFixed32,
  writeFixed32s,
  writeFixed64,
  writeFixed64s,
  writeFloat,
  writeFloats,
  writeInt32,
  writeInt32s,
  writeJson,
  writeJsonObject,
  writeMessage,
  writeMessages,
  writeSafe64,
  writeSafe64s,
  writeSint32,
  writeSint32s,
  writeSint64,
  writeSint64s,
  writeString,
  writeStrings,
  writeTimestamp,
  writeUint32,
  writeUint32s,
} from 'trunkline/gen'
import { Money } from '../../shared/gen/money.js'

const pattern = /^[a-z]+$/u
const pattern2 = /^v(1|2)-.*$/u

export type ListsMoods = 'calm' | 'tense'

export const ListsMoods: EnumCodec<ListsMoods> = {
  name: 'golden.kinds.v1.ListsMoods',
  values: ['calm', 'tense'],
  toNumber(value) {
    switch (value) {
      case 'calm':
        return 1
      case 'tense':
        return 2
    }
  },
  fromNumber(number) {
    switch (number) {
      case 1:
        return 'calm'
      case 2:
        return 'tense'
      default:
        throw unknownEnumNumber('golden.kinds.v1.ListsMoods', number)
    }
  },
}

export type Color = 'red' | 'green' | 'dark-blue'

export const Color: EnumCodec<Color> = {
  name: 'golden.kinds.v1.Color',
  values: ['red', 'green', 'dark-blue'],
  toNumber(value) {
    switch (value) {
      case 'red':
        return 1
      case 'green':
        return 2
      case 'dark-blue':
        return 3
    }
  },
  fromNumber(number) {
    switch (number) {
      case 1:
        return 'red'
      case 2:
        return 'green'
      case 3:
        return 'dark-blue'
      default:
        throw unknownEnumNumber('golden.kinds.v1.Color', number)
    }
  },
}

/** Numbers as a machine reports them. */
export type Level = 0 | 1 | 5 | -3

export const Level: EnumCodec<Level> = {
  name: 'golden.kinds.v1.Level',
  values: [0, 1, 5, -3],
  toNumber: (value) => value,
  fromNumber(number) {
    switch (number) {
      case 0:
        return 0
      case 1:
        return 1
      case 5:
        return 5
      case -3:
        return -3
      default:
        throw unknownEnumNumber('golden.kinds.v1.Level', number)
    }
  },
}

export type EnumsInline = 'on' | 'off'

export const EnumsInline: EnumCodec<EnumsInline> = {
  name: 'golden.kinds.v1.EnumsInline',
  values: ['on', 'off'],
  toNumber(value) {
    switch (value) {
      case 'on':
        return 1
      case 'off':
        return 2
    }
  },
  fromNumber(number) {
    switch (number) {
      case 1:
        return 'on'
      case 2:
        return 'off'
      default:
        throw unknownEnumNumber('golden.kinds.v1.EnumsInline', number)
    }
  },
}

export type EnumsOnly = 'only'

export const EnumsOnly: EnumCodec<EnumsOnly> = {
  name: 'golden.kinds.v1.EnumsOnly',
  values: ['only'],
  toNumber(value) {
    switch (value) {
      case 'only':
        return 1
    }
  },
  fromNumber(number) {
    switch (number) {
      case 1:
        return 'only'
      default:
        throw unknownEnumNumber('golden.kinds.v1.EnumsOnly', number)
    }
  },
}

export type UnionsAutoLiteral = 'auto'

export const UnionsAutoLiteral: EnumCodec<UnionsAutoLiteral> = {
  name: 'golden.kinds.v1.UnionsAutoLiteral',
  values: ['auto'],
  toNumber(value) {
    switch (value) {
      case 'auto':
        return 1
    }
  },
  fromNumber(number) {
    switch (number) {
      case 1:
        return 'auto'
      default:
        throw unknownEnumNumber('golden.kinds.v1.UnionsAutoLiteral', number)
    }
  },
}

/** One field of every scalar. */
export interface Scalars {
  string: string // 1
  bool: boolean // 2
  number: number // 3
  integer: number // 4
  small: number // 5
  natural: number // 6
  bigint: bigint // 7
  positive: bigint // 8
  int32: number // 9
  uint32: number // 10
  sint32: number // 11
  fixed32: number // 12
  sfixed32: number // 13
  int64: bigint // 14
  uint64: bigint // 15
  sint64: bigint // 16
  fixed64: bigint // 17
  sfixed64: bigint // 18
  float: number // 19
  double: number // 20
  bytes: Uint8Array // 21
  timestamp: Date // 22
  duration: number // 23
}

export const Scalars: MessageCodec<Scalars> = {
  name: 'golden.kinds.v1.Scalars',
  constrained: true,
  encode(message, writer) {
    if (message.string !== '') writeString(writer, 10, message.string) // 1
    if (message.bool) writeBool(writer, 16, message.bool) // 2
    if (!Object.is(message.number, 0)) writeDouble(writer, 25, message.number) // 3
    if (message.integer !== 0) writeSafe64(writer, 32, message.integer) // 4
    if (message.small !== 0) writeInt32(writer, 40, message.small) // 5
    if (message.natural !== 0) writeSafe64(writer, 48, message.natural) // 6
    if (message.bigint !== 0n) writeBigint64(writer, 56, message.bigint) // 7
    if (message.positive !== 0n) writeBigint64(writer, 64, message.positive) // 8
    if (message.int32 !== 0) writeInt32(writer, 72, message.int32) // 9
    if (message.uint32 !== 0) writeUint32(writer, 80, message.uint32) // 10
    if (message.sint32 !== 0) writeSint32(writer, 88, message.sint32) // 11
    if (message.fixed32 !== 0) writeFixed32(writer, 101, message.fixed32) // 12
    if (message.sfixed32 !== 0) writeFixed32(writer, 109, message.sfixed32) // 13
    if (message.int64 !== 0n) writeBigint64(writer, 112, message.int64) // 14
    if (message.uint64 !== 0n) writeBigint64(writer, 120, message.uint64) // 15
    if (message.sint64 !== 0n) writeSint64(writer, 128, message.sint64) // 16
    if (message.fixed64 !== 0n) writeFixed64(writer, 137, message.fixed64) // 17
    if (message.sfixed64 !== 0n) writeFixed64(writer, 145, message.sfixed64) // 18
    if (!Object.is(message.float, 0)) writeFloat(writer, 157, message.float) // 19
    if (!Object.is(message.double, 0)) writeDouble(writer, 161, message.double) // 20
    if (message.bytes.length > 0) writeBytes(writer, 170, message.bytes) // 21
    writeTimestamp(writer, 178, message.timestamp) // 22
    writeDuration(writer, 186, message.duration) // 23
  },
  decode(reader, depth) {
    const message: Scalars = {
      string: '',
      bool: false,
      number: 0,
      integer: 0,
      small: 0,
      natural: 0,
      bigint: 0n,
      positive: 0n,
      int32: 0,
      uint32: 0,
      sint32: 0,
      fixed32: 0,
      sfixed32: 0,
      int64: 0n,
      uint64: 0n,
      sint64: 0n,
      fixed64: 0n,
      sfixed64: 0n,
      float: 0,
      double: 0,
      bytes: new Uint8Array(0),
      timestamp: absent,
      duration: absent,
    }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.string = readString(reader) // 1
      else if (tag === 16) message.bool = reader.bool() // 2
      else if (tag === 25) message.number = reader.double() // 3
      else if (tag === 32) message.integer = readSafeInt64(reader) // 4
      else if (tag === 40) message.small = reader.int32() // 5
      else if (tag === 48) message.natural = readSafeUint64(reader) // 6
      else if (tag === 56) message.bigint = readInt64(reader) // 7
      else if (tag === 64) message.positive = readUint64(reader) // 8
      else if (tag === 72) message.int32 = reader.int32() // 9
      else if (tag === 80) message.uint32 = reader.uint32() // 10
      else if (tag === 88) message.sint32 = reader.sint32() // 11
      else if (tag === 101) message.fixed32 = reader.fixed32() // 12
      else if (tag === 109) message.sfixed32 = reader.sfixed32() // 13
      else if (tag === 112) message.int64 = readInt64(reader) // 14
      else if (tag === 120) message.uint64 = readUint64(reader) // 15
      else if (tag === 128) message.sint64 = readSint64(reader) // 16
      else if (tag === 137) message.fixed64 = readFixed64(reader) // 17
      else if (tag === 145) message.sfixed64 = readSfixed64(reader) // 18
      else if (tag === 157) message.float = reader.float() // 19
      else if (tag === 161) message.double = reader.double() // 20
      else if (tag === 170) message.bytes = readBytes(reader) // 21
      else if (tag === 178) message.timestamp = readTimestamp(reader, depth) // 22
      else if (tag === 186) message.duration = readDuration(reader, depth) // 23
      else skipField(reader, tag, depth)
    }
    if (message.timestamp === absent) throw missing('golden.kinds.v1.Scalars', 'timestamp')
    if (message.duration === absent) throw missing('golden.kinds.v1.Scalars', 'duration')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.string, issues, 'string')
    checkBoolean(message.bool, issues, 'bool')
    checkNumber(message.number, issues, 'number')
    checkInteger(message.integer, issues, 'integer')
    if (checkInteger(message.small, issues, 'small')) {
      if (message.small < -10) issues.add('small', 'must be at least -10')
      if (message.small > 10) issues.add('small', 'must be at most 10')
    }
    if (checkInteger(message.natural, issues, 'natural') && message.natural < 0) {
      issues.add('natural', 'must be at least 0')
    }
    checkInt64(message.bigint, issues, 'bigint')
    checkUint64(message.positive, issues, 'positive')
    checkInt32(message.int32, issues, 'int32')
    checkUint32(message.uint32, issues, 'uint32')
    checkInt32(message.sint32, issues, 'sint32')
    checkUint32(message.fixed32, issues, 'fixed32')
    checkInt32(message.sfixed32, issues, 'sfixed32')
    checkInt64(message.int64, issues, 'int64')
    checkUint64(message.uint64, issues, 'uint64')
    checkInt64(message.sint64, issues, 'sint64')
    checkUint64(message.fixed64, issues, 'fixed64')
    checkInt64(message.sfixed64, issues, 'sfixed64')
    checkFloat(message.float, issues, 'float')
    checkNumber(message.double, issues, 'double')
    checkBytes(message.bytes, issues, 'bytes')
    checkTimestamp(message.timestamp, issues, 'timestamp')
    checkDuration(message.duration, issues, 'duration')
  },
}

/** The same, each of which may be missing. */
export interface Optionals {
  string?: string // 1
  bool?: boolean // 2
  number?: number // 3
  integer?: number // 4
  small?: number // 5
  natural?: number // 6
  bigint?: bigint // 7
  positive?: bigint // 8
  int32?: number // 9
  uint32?: number // 10
  sint32?: number // 11
  fixed32?: number // 12
  sfixed32?: number // 13
  int64?: bigint // 14
  uint64?: bigint // 15
  sint64?: bigint // 16
  fixed64?: bigint // 17
  sfixed64?: bigint // 18
  float?: number // 19
  double?: number // 20
  bytes?: Uint8Array // 21
  timestamp?: Date // 22
  duration?: number // 23
}

export const Optionals: MessageCodec<Optionals> = {
  name: 'golden.kinds.v1.Optionals',
  constrained: true,
  encode(message, writer) {
    if (message.string !== undefined) writeString(writer, 10, message.string) // 1
    if (message.bool !== undefined) writeBool(writer, 16, message.bool) // 2
    if (message.number !== undefined) writeDouble(writer, 25, message.number) // 3
    if (message.integer !== undefined) writeSafe64(writer, 32, message.integer) // 4
    if (message.small !== undefined) writeInt32(writer, 40, message.small) // 5
    if (message.natural !== undefined) writeSafe64(writer, 48, message.natural) // 6
    if (message.bigint !== undefined) writeBigint64(writer, 56, message.bigint) // 7
    if (message.positive !== undefined) writeBigint64(writer, 64, message.positive) // 8
    if (message.int32 !== undefined) writeInt32(writer, 72, message.int32) // 9
    if (message.uint32 !== undefined) writeUint32(writer, 80, message.uint32) // 10
    if (message.sint32 !== undefined) writeSint32(writer, 88, message.sint32) // 11
    if (message.fixed32 !== undefined) writeFixed32(writer, 101, message.fixed32) // 12
    if (message.sfixed32 !== undefined) writeFixed32(writer, 109, message.sfixed32) // 13
    if (message.int64 !== undefined) writeBigint64(writer, 112, message.int64) // 14
    if (message.uint64 !== undefined) writeBigint64(writer, 120, message.uint64) // 15
    if (message.sint64 !== undefined) writeSint64(writer, 128, message.sint64) // 16
    if (message.fixed64 !== undefined) writeFixed64(writer, 137, message.fixed64) // 17
    if (message.sfixed64 !== undefined) writeFixed64(writer, 145, message.sfixed64) // 18
    if (message.float !== undefined) writeFloat(writer, 157, message.float) // 19
    if (message.double !== undefined) writeDouble(writer, 161, message.double) // 20
    if (message.bytes !== undefined) writeBytes(writer, 170, message.bytes) // 21
    if (message.timestamp !== undefined) writeTimestamp(writer, 178, message.timestamp) // 22
    if (message.duration !== undefined) writeDuration(writer, 186, message.duration) // 23
  },
  decode(reader, depth) {
    const message: Optionals = {}
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.string = readString(reader) // 1
      else if (tag === 16) message.bool = reader.bool() // 2
      else if (tag === 25) message.number = reader.double() // 3
      else if (tag === 32) message.integer = readSafeInt64(reader) // 4
      else if (tag === 40) message.small = reader.int32() // 5
      else if (tag === 48) message.natural = readSafeUint64(reader) // 6
      else if (tag === 56) message.bigint = readInt64(reader) // 7
      else if (tag === 64) message.positive = readUint64(reader) // 8
      else if (tag === 72) message.int32 = reader.int32() // 9
      else if (tag === 80) message.uint32 = reader.uint32() // 10
      else if (tag === 88) message.sint32 = reader.sint32() // 11
      else if (tag === 101) message.fixed32 = reader.fixed32() // 12
      else if (tag === 109) message.sfixed32 = reader.sfixed32() // 13
      else if (tag === 112) message.int64 = readInt64(reader) // 14
      else if (tag === 120) message.uint64 = readUint64(reader) // 15
      else if (tag === 128) message.sint64 = readSint64(reader) // 16
      else if (tag === 137) message.fixed64 = readFixed64(reader) // 17
      else if (tag === 145) message.sfixed64 = readSfixed64(reader) // 18
      else if (tag === 157) message.float = reader.float() // 19
      else if (tag === 161) message.double = reader.double() // 20
      else if (tag === 170) message.bytes = readBytes(reader) // 21
      else if (tag === 178) message.timestamp = readTimestamp(reader, depth) // 22
      else if (tag === 186) message.duration = readDuration(reader, depth) // 23
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (message.string !== undefined) checkString(message.string, issues, 'string')
    if (message.bool !== undefined) checkBoolean(message.bool, issues, 'bool')
    if (message.number !== undefined) checkNumber(message.number, issues, 'number')
    if (message.integer !== undefined) checkInteger(message.integer, issues, 'integer')
    if (message.small !== undefined) {
      if (checkInteger(message.small, issues, 'small')) {
        if (message.small < -10) issues.add('small', 'must be at least -10')
        if (message.small > 10) issues.add('small', 'must be at most 10')
      }
    }
    if (message.natural !== undefined) {
      if (checkInteger(message.natural, issues, 'natural') && message.natural < 0) {
        issues.add('natural', 'must be at least 0')
      }
    }
    if (message.bigint !== undefined) checkInt64(message.bigint, issues, 'bigint')
    if (message.positive !== undefined) checkUint64(message.positive, issues, 'positive')
    if (message.int32 !== undefined) checkInt32(message.int32, issues, 'int32')
    if (message.uint32 !== undefined) checkUint32(message.uint32, issues, 'uint32')
    if (message.sint32 !== undefined) checkInt32(message.sint32, issues, 'sint32')
    if (message.fixed32 !== undefined) checkUint32(message.fixed32, issues, 'fixed32')
    if (message.sfixed32 !== undefined) checkInt32(message.sfixed32, issues, 'sfixed32')
    if (message.int64 !== undefined) checkInt64(message.int64, issues, 'int64')
    if (message.uint64 !== undefined) checkUint64(message.uint64, issues, 'uint64')
    if (message.sint64 !== undefined) checkInt64(message.sint64, issues, 'sint64')
    if (message.fixed64 !== undefined) checkUint64(message.fixed64, issues, 'fixed64')
    if (message.sfixed64 !== undefined) checkInt64(message.sfixed64, issues, 'sfixed64')
    if (message.float !== undefined) checkFloat(message.float, issues, 'float')
    if (message.double !== undefined) checkNumber(message.double, issues, 'double')
    if (message.bytes !== undefined) checkBytes(message.bytes, issues, 'bytes')
    if (message.timestamp !== undefined) checkTimestamp(message.timestamp, issues, 'timestamp')
    if (message.duration !== undefined) checkDuration(message.duration, issues, 'duration')
  },
}

/** Several of each. */
export interface Lists {
  strings: string[] // 1
  bools: boolean[] // 2
  doubles: number[] // 3
  integers: number[] // 4
  bigints: bigint[] // 5
  int32s: number[] // 6
  uint32s: number[] // 7
  sint32s: number[] // 8
  fixed32s: number[] // 9
  sfixed32s: number[] // 10
  uint64s: bigint[] // 11
  sint64s: bigint[] // 12
  fixed64s: bigint[] // 13
  sfixed64s: bigint[] // 14
  floats: number[] // 15
  chunks: Uint8Array[] // 16
  times: Date[] // 17
  spans: number[] // 18
  moods: ListsMoods[] // 19
  prices: Money[] // 20
}

export const Lists: MessageCodec<Lists> = {
  name: 'golden.kinds.v1.Lists',
  constrained: true,
  encode(message, writer) {
    writeStrings(writer, 10, message.strings) // 1
    writeBools(writer, 18, message.bools) // 2
    writeDoubles(writer, 26, message.doubles) // 3
    writeSafe64s(writer, 34, message.integers) // 4
    writeBigint64s(writer, 42, message.bigints) // 5
    writeInt32s(writer, 50, message.int32s) // 6
    writeUint32s(writer, 58, message.uint32s) // 7
    writeSint32s(writer, 66, message.sint32s) // 8
    writeFixed32s(writer, 74, message.fixed32s) // 9
    writeFixed32s(writer, 82, message.sfixed32s) // 10
    writeBigint64s(writer, 90, message.uint64s) // 11
    writeSint64s(writer, 98, message.sint64s) // 12
    writeFixed64s(writer, 106, message.fixed64s) // 13
    writeFixed64s(writer, 114, message.sfixed64s) // 14
    writeFloats(writer, 122, message.floats) // 15
    for (const item of message.chunks) writeBytes(writer, 130, item) // 16
    for (const item of message.times) writeTimestamp(writer, 138, item) // 17
    for (const item of message.spans) writeDuration(writer, 146, item) // 18
    writeEnums(writer, 154, ListsMoods, message.moods) // 19
    writeMessages(writer, 162, Money, message.prices) // 20
  },
  decode(reader, depth) {
    const message: Lists = {
      strings: [],
      bools: [],
      doubles: [],
      integers: [],
      bigints: [],
      int32s: [],
      uint32s: [],
      sint32s: [],
      fixed32s: [],
      sfixed32s: [],
      uint64s: [],
      sint64s: [],
      fixed64s: [],
      sfixed64s: [],
      floats: [],
      chunks: [],
      times: [],
      spans: [],
      moods: [],
      prices: [],
    }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) append(message.strings, readString(reader)) // 1
      else if (tag === 18) readBools(reader, message.bools) // 2
      else if (tag === 16) append(message.bools, reader.bool()) // 2, one at a time
      else if (tag === 26) readDoubles(reader, message.doubles) // 3
      else if (tag === 25) append(message.doubles, reader.double()) // 3, one at a time
      else if (tag === 34) readSafeInt64s(reader, message.integers) // 4
      else if (tag === 32) append(message.integers, readSafeInt64(reader)) // 4, one at a time
      else if (tag === 42) readInt64s(reader, message.bigints) // 5
      else if (tag === 40) append(message.bigints, readInt64(reader)) // 5, one at a time
      else if (tag === 50) readInt32s(reader, message.int32s) // 6
      else if (tag === 48) append(message.int32s, reader.int32()) // 6, one at a time
      else if (tag === 58) readUint32s(reader, message.uint32s) // 7
      else if (tag === 56) append(message.uint32s, reader.uint32()) // 7, one at a time
      else if (tag === 66) readSint32s(reader, message.sint32s) // 8
      else if (tag === 64) append(message.sint32s, reader.sint32()) // 8, one at a time
      else if (tag === 74) readFixed32s(reader, message.fixed32s) // 9
      else if (tag === 77) append(message.fixed32s, reader.fixed32()) // 9, one at a time
      else if (tag === 82) readSfixed32s(reader, message.sfixed32s) // 10
      else if (tag === 85) append(message.sfixed32s, reader.sfixed32()) // 10, one at a time
      else if (tag === 90) readUint64s(reader, message.uint64s) // 11
      else if (tag === 88) append(message.uint64s, readUint64(reader)) // 11, one at a time
      else if (tag === 98) readSint64s(reader, message.sint64s) // 12
      else if (tag === 96) append(message.sint64s, readSint64(reader)) // 12, one at a time
      else if (tag === 106) readFixed64s(reader, message.fixed64s) // 13
      else if (tag === 105) append(message.fixed64s, readFixed64(reader)) // 13, one at a time
      else if (tag === 114) readSfixed64s(reader, message.sfixed64s) // 14
      else if (tag === 113) append(message.sfixed64s, readSfixed64(reader)) // 14, one at a time
      else if (tag === 122) readFloats(reader, message.floats) // 15
      else if (tag === 125) append(message.floats, reader.float()) // 15, one at a time
      else if (tag === 130) append(message.chunks, readBytes(reader)) // 16
      else if (tag === 138) append(message.times, readTimestamp(reader, depth)) // 17
      else if (tag === 146) append(message.spans, readDuration(reader, depth)) // 18
      else if (tag === 154) readEnums(reader, ListsMoods, message.moods) // 19
      else if (tag === 152) append(message.moods, ListsMoods.fromNumber(reader.int32())) // 19, one at a time
      else if (tag === 162) append(message.prices, readMessage(reader, Money, depth)) // 20
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkStrings(message.strings, issues, 'strings')
    checkItems(message.bools, checkBoolean, issues, 'bools')
    checkNumbers(message.doubles, issues, 'doubles')
    checkIntegers(message.integers, issues, 'integers')
    checkItems(message.bigints, checkInt64, issues, 'bigints')
    checkInt32s(message.int32s, issues, 'int32s')
    checkUint32s(message.uint32s, issues, 'uint32s')
    checkInt32s(message.sint32s, issues, 'sint32s')
    checkUint32s(message.fixed32s, issues, 'fixed32s')
    checkInt32s(message.sfixed32s, issues, 'sfixed32s')
    checkItems(message.uint64s, checkUint64, issues, 'uint64s')
    checkItems(message.sint64s, checkInt64, issues, 'sint64s')
    checkItems(message.fixed64s, checkUint64, issues, 'fixed64s')
    checkItems(message.sfixed64s, checkInt64, issues, 'sfixed64s')
    checkItems(message.floats, checkFloat, issues, 'floats')
    checkItems(message.chunks, checkBytes, issues, 'chunks')
    checkItems(message.times, checkTimestamp, issues, 'times')
    checkItems(message.spans, checkDuration, issues, 'spans')
    if (checkArray(message.moods, issues, 'moods')) {
      const start = issues.count
      let index = 0
      for (const item of message.moods) {
        const at = issues.count
        checkOneOf(item, ListsMoods.values, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'moods')
    }
    checkMessages(message.prices, Money, issues, 'prices', depth)
  },
}

export interface Enums {
  color: Color // 1
  maybe?: Color // 2
  nothing: Color | null // 3
  level: Level // 4
  levels: Level[] // 5
  inline: EnumsInline // 6
  only?: EnumsOnly // 7
  flag?: true // 8
}

export const Enums: MessageCodec<Enums> = {
  name: 'golden.kinds.v1.Enums',
  constrained: true,
  encode(message, writer) {
    writeInt32(writer, 8, Color.toNumber(message.color)) // 1
    if (message.maybe !== undefined) writeInt32(writer, 16, Color.toNumber(message.maybe)) // 2
    if (message.nothing !== null) writeInt32(writer, 24, Color.toNumber(message.nothing)) // 3
    if (message.level !== 0) writeInt32(writer, 32, Level.toNumber(message.level)) // 4
    writeEnums(writer, 42, Level, message.levels) // 5
    writeInt32(writer, 48, EnumsInline.toNumber(message.inline)) // 6
    if (message.only !== undefined) writeInt32(writer, 56, EnumsOnly.toNumber(message.only)) // 7
    if (message.flag !== undefined) writeBool(writer, 64, message.flag) // 8
  },
  decode(reader, depth) {
    const message: Enums = { color: absent, nothing: null, level: 0, levels: [], inline: absent }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.color = Color.fromNumber(reader.int32()) // 1
      else if (tag === 16) message.maybe = Color.fromNumber(reader.int32()) // 2
      else if (tag === 24) message.nothing = Color.fromNumber(reader.int32()) // 3
      else if (tag === 32) message.level = Level.fromNumber(reader.int32()) // 4
      else if (tag === 42) readEnums(reader, Level, message.levels) // 5
      else if (tag === 40) append(message.levels, Level.fromNumber(reader.int32())) // 5, one at a time
      else if (tag === 48) message.inline = EnumsInline.fromNumber(reader.int32()) // 6
      else if (tag === 56) message.only = EnumsOnly.fromNumber(reader.int32()) // 7
      else if (tag === 64) message.flag = reader.bool() as true // 8
      else skipField(reader, tag, depth)
    }
    if (message.color === absent) throw missing('golden.kinds.v1.Enums', 'color')
    if (message.inline === absent) throw missing('golden.kinds.v1.Enums', 'inline')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkOneOf(message.color, Color.values, issues, 'color')
    if (message.maybe !== undefined) checkOneOf(message.maybe, Color.values, issues, 'maybe')
    if (message.nothing !== null) checkOneOf(message.nothing, Color.values, issues, 'nothing')
    checkOneOf(message.level, Level.values, issues, 'level')
    if (checkArray(message.levels, issues, 'levels')) {
      const start = issues.count
      let index = 0
      for (const item of message.levels) {
        const at = issues.count
        checkOneOf(item, Level.values, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'levels')
    }
    checkOneOf(message.inline, EnumsInline.values, issues, 'inline')
    if (message.only !== undefined) checkOneOf(message.only, EnumsOnly.values, issues, 'only')
    if (message.flag !== undefined) {
      if (checkBoolean(message.flag, issues, 'flag') && message.flag !== true) {
        issues.add('flag', 'must be true')
      }
    }
  },
}

export interface Maps {
  labels: Record<string, string> // 1
  counts: Record<number, number> // 2
  prices: Record<string, Money> // 3
  colors: Record<string, Color> // 4
  times: Record<string, Date> // 5
  lists: Record<string, number[]> // 6
  open: Record<string, unknown> // 7
  perhaps?: Record<string, boolean> // 8
}

export const Maps: MessageCodec<Maps> = {
  name: 'golden.kinds.v1.Maps',
  constrained: true,
  encode(message, writer) {
    for (const key of Object.keys(message.labels)) {
      const entry = writer.begin(10) // 1
      writeString(writer, 10, key)
      writeString(writer, 18, message.labels[key] as string)
      writer.end(entry)
    }
    for (const key of Object.keys(message.counts)) {
      const entry = writer.begin(18) // 2
      writeSafe64(writer, 8, Number(key))
      writeSafe64(writer, 16, message.counts[Number(key)] as number)
      writer.end(entry)
    }
    for (const key of Object.keys(message.prices)) {
      const entry = writer.begin(26) // 3
      writeString(writer, 10, key)
      writeMessage(writer, 18, Money, message.prices[key] as Money)
      writer.end(entry)
    }
    for (const key of Object.keys(message.colors)) {
      const entry = writer.begin(34) // 4
      writeString(writer, 10, key)
      writeInt32(writer, 16, Color.toNumber(message.colors[key] as Color))
      writer.end(entry)
    }
    for (const key of Object.keys(message.times)) {
      const entry = writer.begin(42) // 5
      writeString(writer, 10, key)
      writeTimestamp(writer, 18, message.times[key] as Date)
      writer.end(entry)
    }
    for (const key of Object.keys(message.lists)) {
      const entry = writer.begin(50) // 6
      writeString(writer, 10, key)
      writeMessage(writer, 18, MapsListsList, message.lists[key] as number[])
      writer.end(entry)
    }
    writeJsonObject(writer, 58, message.open) // 7
    if (message.perhaps !== undefined) writeMessage(writer, 66, MapsPerhapsMap, message.perhaps) // 8
  },
  decode(reader, depth) {
    const message: Maps = {
      labels: {},
      counts: {},
      prices: {},
      colors: {},
      times: {},
      lists: {},
      open: absent,
    }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) {
        const outer = enterLength(reader) // 1
        let key = ''
        let value: string | undefined
        while (reader.pos < reader.len) {
          const inner = reader.tag()
          if (inner === 10) key = readKey(reader)
          else if (inner === 18) value = readString(reader)
          else skipField(reader, inner, depth)
        }
        leaveMessage(reader, outer)
        setEntry(message.labels, key, value ?? '')
      } else if (tag === 18) {
        const outer = enterLength(reader) // 2
        let key = 0
        let value: number | undefined
        while (reader.pos < reader.len) {
          const inner = reader.tag()
          if (inner === 8) key = readSafeInt64(reader)
          else if (inner === 16) value = readSafeInt64(reader)
          else skipField(reader, inner, depth)
        }
        leaveMessage(reader, outer)
        message.counts[key] = value ?? 0
      } else if (tag === 26) {
        const outer = enterLength(reader) // 3
        let key = ''
        let value: Money | undefined
        while (reader.pos < reader.len) {
          const inner = reader.tag()
          if (inner === 10) key = readKey(reader)
          else if (inner === 18) value = readMessage(reader, Money, depth, value)
          else skipField(reader, inner, depth)
        }
        leaveMessage(reader, outer)
        setEntry(message.prices, key, value ?? decodeEmpty(Money, depth + 1))
      } else if (tag === 34) {
        const outer = enterLength(reader) // 4
        let key = ''
        let value: Color | undefined
        while (reader.pos < reader.len) {
          const inner = reader.tag()
          if (inner === 10) key = readKey(reader)
          else if (inner === 16) value = Color.fromNumber(reader.int32())
          else skipField(reader, inner, depth)
        }
        leaveMessage(reader, outer)
        setEntry(message.colors, key, value ?? Color.fromNumber(0))
      } else if (tag === 42) {
        const outer = enterLength(reader) // 5
        let key = ''
        let value: Date | undefined
        while (reader.pos < reader.len) {
          const inner = reader.tag()
          if (inner === 10) key = readKey(reader)
          else if (inner === 18) value = readTimestamp(reader, depth)
          else skipField(reader, inner, depth)
        }
        leaveMessage(reader, outer)
        setEntry(message.times, key, value ?? new Date(0))
      } else if (tag === 50) {
        const outer = enterLength(reader) // 6
        let key = ''
        let value: number[] | undefined
        while (reader.pos < reader.len) {
          const inner = reader.tag()
          if (inner === 10) key = readKey(reader)
          else if (inner === 18) value = readMessage(reader, MapsListsList, depth, value)
          else skipField(reader, inner, depth)
        }
        leaveMessage(reader, outer)
        setEntry(message.lists, key, value ?? decodeEmpty(MapsListsList, depth + 1))
      } else if (tag === 58) message.open = readJsonObject(reader, depth) // 7
      else if (tag === 66)
        message.perhaps = readMessage(reader, MapsPerhapsMap, depth, message.perhaps) // 8
      else skipField(reader, tag, depth)
    }
    if (message.open === absent) throw missing('golden.kinds.v1.Maps', 'open')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkRecord(message.labels, issues, 'labels')) {
      const start = issues.count
      for (const [key, value] of Object.entries(message.labels)) {
        const at = issues.count
        checkString(key, issues, '')
        checkString(value, issues, '')
        issues.within(at, key)
        if (issues.full) break
      }
      issues.within(start, 'labels')
    }
    if (checkRecord(message.counts, issues, 'counts')) {
      const start = issues.count
      for (const [key, value] of Object.entries(message.counts)) {
        const at = issues.count
        checkIntegerKey(key, issues)
        checkInteger(value, issues, '')
        issues.within(at, key)
        if (issues.full) break
      }
      issues.within(start, 'counts')
    }
    if (checkRecord(message.prices, issues, 'prices')) {
      const start = issues.count
      for (const [key, value] of Object.entries(message.prices)) {
        const at = issues.count
        checkString(key, issues, '')
        Money.check(value, issues, depth + 1)
        issues.within(at, key)
        if (issues.full) break
      }
      issues.within(start, 'prices')
    }
    if (checkRecord(message.colors, issues, 'colors')) {
      const start = issues.count
      for (const [key, value] of Object.entries(message.colors)) {
        const at = issues.count
        checkString(key, issues, '')
        checkOneOf(value, Color.values, issues, '')
        issues.within(at, key)
        if (issues.full) break
      }
      issues.within(start, 'colors')
    }
    if (checkRecord(message.times, issues, 'times')) {
      const start = issues.count
      for (const [key, value] of Object.entries(message.times)) {
        const at = issues.count
        checkString(key, issues, '')
        checkTimestamp(value, issues, '')
        issues.within(at, key)
        if (issues.full) break
      }
      issues.within(start, 'times')
    }
    if (checkRecord(message.lists, issues, 'lists')) {
      const start = issues.count
      for (const [key, value] of Object.entries(message.lists)) {
        const at = issues.count
        checkString(key, issues, '')
        MapsListsList.check(value, issues, depth + 1)
        issues.within(at, key)
        if (issues.full) break
      }
      issues.within(start, 'lists')
    }
    checkJsonObject(message.open, issues, 'open', depth + 1)
    checkOptionalMessage(message.perhaps, MapsPerhapsMap, issues, 'perhaps', depth)
  },
}

const MapsListsList: MessageCodec<number[]> = {
  name: 'golden.kinds.v1.MapsListsList',
  constrained: true,
  encode(message, writer) {
    writeDoubles(writer, 10, message) // 1
  },
  decode(reader, depth) {
    const message: number[] = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) readDoubles(reader, message) // 1
      else if (tag === 9) append(message, reader.double()) // 1, one at a time
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues) {
    checkNumbers(message, issues, '')
  },
}

const MapsPerhapsMap: MessageCodec<Record<string, boolean>> = {
  name: 'golden.kinds.v1.MapsPerhapsMap',
  constrained: false,
  encode(message, writer) {
    for (const key of Object.keys(message)) {
      const entry = writer.begin(10) // 1
      writeString(writer, 10, key)
      writeBool(writer, 16, message[key] as boolean)
      writer.end(entry)
    }
  },
  decode(reader, depth) {
    const message: Record<string, boolean> = {}
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) {
        const outer = enterLength(reader) // 1
        let key = ''
        let value: boolean | undefined
        while (reader.pos < reader.len) {
          const inner = reader.tag()
          if (inner === 10) key = readKey(reader)
          else if (inner === 16) value = reader.bool()
          else skipField(reader, inner, depth)
        }
        leaveMessage(reader, outer)
        setEntry(message, key, value ?? false)
      } else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues) {
    if (checkRecord(message, issues, '')) {
      for (const [key, value] of Object.entries(message)) {
        const at = issues.count
        checkString(key, issues, '')
        checkBoolean(value, issues, '')
        issues.within(at, key)
        if (issues.full) break
      }
    }
  },
}

export interface Nested {
  grid: number[][] // 1
  maybeList?: string[] // 2
  nullList: string[] | null // 3
  gaps: (string | null)[] // 4
  inner: NestedInner // 5
  maybeInner?: NestedMaybeInner // 6
  nullInner: Money | null // 7
  nullString: string | null // 8
  anything: unknown // 9
  maybeAnything?: unknown // 10
  version: 2
  'content-type': string // 11
  default: boolean // 12
  reader?: string // 13
}

export const Nested: MessageCodec<Nested> = {
  name: 'golden.kinds.v1.Nested',
  constrained: true,
  encode(message, writer) {
    writeMessages(writer, 10, NestedGridList, message.grid) // 1
    if (message.maybeList !== undefined)
      writeMessage(writer, 18, NestedMaybeListList, message.maybeList) // 2
    if (message.nullList !== null) writeMessage(writer, 26, NestedNullListList, message.nullList) // 3
    writeMessages(writer, 34, NestedGapsItem, message.gaps) // 4
    writeMessage(writer, 42, NestedInner, message.inner) // 5
    if (message.maybeInner !== undefined)
      writeMessage(writer, 50, NestedMaybeInner, message.maybeInner) // 6
    if (message.nullInner !== null) writeMessage(writer, 58, Money, message.nullInner) // 7
    if (message.nullString !== null) writeString(writer, 66, message.nullString) // 8
    writeJson(writer, 74, message.anything) // 9
    if (message.maybeAnything !== undefined) writeJson(writer, 82, message.maybeAnything) // 10
    if (message['content-type'] !== '') writeString(writer, 90, message['content-type']) // 11
    if (message.default) writeBool(writer, 96, message.default) // 12
    if (message.reader !== undefined) writeString(writer, 106, message.reader) // 13
  },
  decode(reader, depth) {
    const message: Nested = {
      grid: [],
      nullList: null,
      gaps: [],
      inner: absent,
      nullInner: null,
      nullString: null,
      anything: absent,
      version: 2,
      'content-type': '',
      default: false,
    }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) append(message.grid, readMessage(reader, NestedGridList, depth)) // 1
      else if (tag === 18)
        message.maybeList = readMessage(reader, NestedMaybeListList, depth, message.maybeList) // 2
      else if (tag === 26)
        message.nullList = readMessage(reader, NestedNullListList, depth, message.nullList) // 3
      else if (tag === 34) append(message.gaps, readMessage(reader, NestedGapsItem, depth)) // 4
      else if (tag === 42) message.inner = readMessage(reader, NestedInner, depth, message.inner) // 5
      else if (tag === 50)
        message.maybeInner = readMessage(reader, NestedMaybeInner, depth, message.maybeInner) // 6
      else if (tag === 58) message.nullInner = readMessage(reader, Money, depth, message.nullInner) // 7
      else if (tag === 66) message.nullString = readString(reader) // 8
      else if (tag === 74) message.anything = readJson(reader, depth) // 9
      else if (tag === 82) message.maybeAnything = readJson(reader, depth) // 10
      else if (tag === 90) message['content-type'] = readString(reader) // 11
      else if (tag === 96) message.default = reader.bool() // 12
      else if (tag === 106) message.reader = readString(reader) // 13
      else skipField(reader, tag, depth)
    }
    if (message.inner === absent) throw missing('golden.kinds.v1.Nested', 'inner')
    if (message.anything === absent) throw missing('golden.kinds.v1.Nested', 'anything')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkMessages(message.grid, NestedGridList, issues, 'grid', depth)
    checkOptionalMessage(message.maybeList, NestedMaybeListList, issues, 'maybeList', depth)
    if (message.nullList !== null)
      checkMessage(message.nullList, NestedNullListList, issues, 'nullList', depth)
    checkMessages(message.gaps, NestedGapsItem, issues, 'gaps', depth)
    checkMessage(message.inner, NestedInner, issues, 'inner', depth)
    checkOptionalMessage(message.maybeInner, NestedMaybeInner, issues, 'maybeInner', depth)
    if (message.nullInner !== null)
      checkMessage(message.nullInner, Money, issues, 'nullInner', depth)
    if (message.nullString !== null) checkString(message.nullString, issues, 'nullString')
    checkJson(message.anything, issues, 'anything', depth + 1)
    if (message.maybeAnything !== undefined)
      checkJson(message.maybeAnything, issues, 'maybeAnything', depth + 1)
    if (message.version !== 2) issues.add('version', 'must be 2')
    checkString(message['content-type'], issues, 'content-type')
    checkBoolean(message.default, issues, 'default')
    if (message.reader !== undefined) checkString(message.reader, issues, 'reader')
  },
}

const NestedGridList: MessageCodec<number[]> = {
  name: 'golden.kinds.v1.NestedGridList',
  constrained: false,
  encode(message, writer) {
    writeInt32s(writer, 10, message) // 1
  },
  decode(reader, depth) {
    const message: number[] = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) readInt32s(reader, message) // 1
      else if (tag === 8) append(message, reader.int32()) // 1, one at a time
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues) {
    checkInt32s(message, issues, '')
  },
}

const NestedMaybeListList: MessageCodec<string[]> = {
  name: 'golden.kinds.v1.NestedMaybeListList',
  constrained: false,
  encode(message, writer) {
    writeStrings(writer, 10, message) // 1
  },
  decode(reader, depth) {
    const message: string[] = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) append(message, readString(reader)) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues) {
    checkStrings(message, issues, '')
  },
}

const NestedNullListList: MessageCodec<string[]> = {
  name: 'golden.kinds.v1.NestedNullListList',
  constrained: false,
  encode(message, writer) {
    writeStrings(writer, 10, message) // 1
  },
  decode(reader, depth) {
    const message: string[] = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) append(message, readString(reader)) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues) {
    checkStrings(message, issues, '')
  },
}

const NestedGapsItem: MessageCodec<string | null> = {
  name: 'golden.kinds.v1.NestedGapsItem',
  constrained: false,
  encode(message, writer) {
    if (message !== null) writeString(writer, 10, message) // 1
  },
  decode(reader, depth) {
    let message: string | null = null
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues) {
    if (message !== null) checkString(message, issues, '')
  },
}

export interface NestedInner {
  deep: NestedInnerDeep // 1
}

export const NestedInner: MessageCodec<NestedInner> = {
  name: 'golden.kinds.v1.NestedInner',
  constrained: false,
  encode(message, writer) {
    writeMessage(writer, 10, NestedInnerDeep, message.deep) // 1
  },
  decode(reader, depth) {
    const message: NestedInner = { deep: absent }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.deep = readMessage(reader, NestedInnerDeep, depth, message.deep) // 1
      else skipField(reader, tag, depth)
    }
    if (message.deep === absent) throw missing('golden.kinds.v1.NestedInner', 'deep')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkMessage(message.deep, NestedInnerDeep, issues, 'deep', depth)
  },
}

export interface NestedInnerDeep {
  value: string // 1
}

export const NestedInnerDeep: MessageCodec<NestedInnerDeep> = {
  name: 'golden.kinds.v1.NestedInnerDeep',
  constrained: false,
  encode(message, writer) {
    if (message.value !== '') writeString(writer, 10, message.value) // 1
  },
  decode(reader, depth) {
    const message: NestedInnerDeep = { value: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.value = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.value, issues, 'value')
  },
}

export interface NestedMaybeInner {
  value: number // 1
}

export const NestedMaybeInner: MessageCodec<NestedMaybeInner> = {
  name: 'golden.kinds.v1.NestedMaybeInner',
  constrained: false,
  encode(message, writer) {
    if (message.value !== 0) writeSafe64(writer, 8, message.value) // 1
  },
  decode(reader, depth) {
    const message: NestedMaybeInner = { value: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.value = readSafeInt64(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkInteger(message.value, issues, 'value')
  },
}

export interface Circle {
  kind: 'circle'
  radius: number // 1
}

export const Circle: MessageCodec<Circle> = {
  name: 'golden.kinds.v1.Circle',
  constrained: true,
  encode(message, writer) {
    if (!Object.is(message.radius, 0)) writeDouble(writer, 9, message.radius) // 1
  },
  decode(reader, depth) {
    const message: Circle = { kind: 'circle', radius: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 9) message.radius = reader.double() // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (message.kind !== 'circle') issues.add('kind', "must be 'circle'")
    checkNumber(message.radius, issues, 'radius')
  },
}

export interface Square {
  kind: 'square'
  side: number // 1
}

export const Square: MessageCodec<Square> = {
  name: 'golden.kinds.v1.Square',
  constrained: true,
  encode(message, writer) {
    if (!Object.is(message.side, 0)) writeDouble(writer, 9, message.side) // 1
  },
  decode(reader, depth) {
    const message: Square = { kind: 'square', side: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 9) message.side = reader.double() // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (message.kind !== 'square') issues.add('kind', "must be 'square'")
    checkNumber(message.side, issues, 'side')
  },
}

export type Shape = Circle | Square | ShapePoint

export const Shape: MessageCodec<Shape> = {
  name: 'golden.kinds.v1.Shape',
  constrained: true,
  encode(message, writer) {
    switch (message.kind) {
      case 'circle':
        writeMessage(writer, 10, Circle, message) // 1
        break
      case 'square':
        writeMessage(writer, 18, Square, message) // 2
        break
      case 'point':
        writeMessage(writer, 26, ShapePoint, message) // 3
        break
    }
  },
  decode(reader, depth) {
    let message: Shape | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) {
        // 1
        message = readMessage(
          reader,
          Circle,
          depth,
          message?.kind === 'circle' ? message : undefined,
        )
      } else if (tag === 18) {
        // 2
        message = readMessage(
          reader,
          Square,
          depth,
          message?.kind === 'square' ? message : undefined,
        )
      } else if (tag === 26) {
        // 3
        message = readMessage(
          reader,
          ShapePoint,
          depth,
          message?.kind === 'point' ? message : undefined,
        )
      } else skipField(reader, tag, depth)
    }
    if (message === undefined) throw missing('golden.kinds.v1.Shape', 'value')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    switch (message.kind) {
      case 'circle':
        Circle.check(message, issues, depth + 1)
        break
      case 'square':
        Square.check(message, issues, depth + 1)
        break
      case 'point':
        ShapePoint.check(message, issues, depth + 1)
        break
      default:
        issues.add('kind', "must be one of 'circle', 'square', 'point'")
    }
  },
}

export interface ShapePoint {
  kind: 'point'
}

export const ShapePoint: MessageCodec<ShapePoint> = {
  name: 'golden.kinds.v1.ShapePoint',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    const message: ShapePoint = { kind: 'point' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (message.kind !== 'point') issues.add('kind', "must be 'point'")
  },
}

export type Scalar = string | number | boolean | bigint | Uint8Array | Date | string[] | Money

export const Scalar: MessageCodec<Scalar> = {
  name: 'golden.kinds.v1.Scalar',
  constrained: true,
  encode(message, writer) {
    if (typeof message === 'string') {
      writeString(writer, 10, message) // 1
    } else if (typeof message === 'number') {
      writeDouble(writer, 17, message) // 2
    } else if (typeof message === 'boolean') {
      writeBool(writer, 24, message) // 3
    } else if (typeof message === 'bigint') {
      writeBigint64(writer, 32, message) // 4
    } else if (message instanceof Uint8Array) {
      writeBytes(writer, 42, message) // 5
    } else if (message instanceof Date) {
      writeTimestamp(writer, 50, message) // 6
    } else if (Array.isArray(message)) {
      writeMessage(writer, 58, ScalarList, message) // 7
    } else {
      writeMessage(writer, 66, Money, message) // 8
    }
  },
  decode(reader, depth) {
    let message: Scalar | undefined
    let last = 0
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message = readString(reader) // 1
      else if (tag === 17) message = reader.double() // 2
      else if (tag === 24) message = reader.bool() // 3
      else if (tag === 32) message = readInt64(reader) // 4
      else if (tag === 42) message = readBytes(reader) // 5
      else if (tag === 50) message = readTimestamp(reader, depth) // 6
      else if (tag === 58) {
        // 7
        message = readMessage(
          reader,
          ScalarList,
          depth,
          last === 58 ? (message as string[]) : undefined,
        )
      } else if (tag === 66) {
        // 8
        message = readMessage(reader, Money, depth, last === 66 ? (message as Money) : undefined)
      } else {
        skipField(reader, tag, depth)
        continue
      }
      last = tag
    }
    if (message === undefined) throw missing('golden.kinds.v1.Scalar', 'value')
    return message
  },
  check(message, issues, depth) {
    if (!checkDepth(issues, depth)) return
    if (typeof message === 'string') {
      checkString(message, issues, '')
    } else if (typeof message === 'number') {
      checkNumber(message, issues, '')
    } else if (typeof message === 'boolean') {
      checkBoolean(message, issues, '')
    } else if (typeof message === 'bigint') {
      checkInt64(message, issues, '')
    } else if (message instanceof Uint8Array) {
      checkBytes(message, issues, '')
    } else if (message instanceof Date) {
      checkTimestamp(message, issues, '')
    } else if (Array.isArray(message)) {
      ScalarList.check(message, issues, depth + 1)
    } else if (typeof message === 'object') {
      Money.check(message, issues, depth + 1)
    } else {
      issues.add(
        '',
        'must be a string, a number, a boolean, a bigint, a Uint8Array, a Date, an array or an object',
      )
    }
  },
}

const ScalarList: MessageCodec<string[]> = {
  name: 'golden.kinds.v1.ScalarList',
  constrained: false,
  encode(message, writer) {
    writeStrings(writer, 10, message) // 1
  },
  decode(reader, depth) {
    const message: string[] = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) append(message, readString(reader)) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues) {
    checkStrings(message, issues, '')
  },
}

export type Point = [number, number, string | null]

export const Point: MessageCodec<Point> = {
  name: 'golden.kinds.v1.Point',
  constrained: true,
  encode(message, writer) {
    if (!Object.is(message[0], 0)) writeDouble(writer, 9, message[0]) // 1
    if (!Object.is(message[1], 0)) writeDouble(writer, 17, message[1]) // 2
    if (message[2] !== null) writeString(writer, 26, message[2]) // 3
  },
  decode(reader, depth) {
    const message: Point = [0, 0, null]
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 9) message[0] = reader.double() // 1
      else if (tag === 17) message[1] = reader.double() // 2
      else if (tag === 26) message[2] = readString(reader) // 3
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkDepth(issues, depth)) return
    if (!checkTuple(message, 3, issues)) return
    checkNumber(message[0], issues, '[0]')
    checkNumber(message[1], issues, '[1]')
    if (message[2] !== null) checkString(message[2], issues, '[2]')
  },
}

export interface Unions {
  shape: Shape // 1
  shapes: Shape[] // 2
  maybeShape?: Shape // 3
  scalar: Scalar // 4
  point: Point // 5
  points: Point[] // 6
  auto: UnionsAuto // 7
}

export const Unions: MessageCodec<Unions> = {
  name: 'golden.kinds.v1.Unions',
  constrained: true,
  encode(message, writer) {
    writeMessage(writer, 10, Shape, message.shape) // 1
    writeMessages(writer, 18, Shape, message.shapes) // 2
    if (message.maybeShape !== undefined) writeMessage(writer, 26, Shape, message.maybeShape) // 3
    writeMessage(writer, 34, Scalar, message.scalar) // 4
    writeMessage(writer, 42, Point, message.point) // 5
    writeMessages(writer, 50, Point, message.points) // 6
    writeMessage(writer, 58, UnionsAuto, message.auto) // 7
  },
  decode(reader, depth) {
    const message: Unions = {
      shape: absent,
      shapes: [],
      scalar: absent,
      point: absent,
      points: [],
      auto: absent,
    }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.shape = readMessage(reader, Shape, depth, message.shape) // 1
      else if (tag === 18) append(message.shapes, readMessage(reader, Shape, depth)) // 2
      else if (tag === 26)
        message.maybeShape = readMessage(reader, Shape, depth, message.maybeShape) // 3
      else if (tag === 34) message.scalar = readMessage(reader, Scalar, depth, message.scalar) // 4
      else if (tag === 42) message.point = readMessage(reader, Point, depth, message.point) // 5
      else if (tag === 50) append(message.points, readMessage(reader, Point, depth)) // 6
      else if (tag === 58) message.auto = readMessage(reader, UnionsAuto, depth, message.auto) // 7
      else skipField(reader, tag, depth)
    }
    if (message.shape === absent) throw missing('golden.kinds.v1.Unions', 'shape')
    if (message.scalar === absent) throw missing('golden.kinds.v1.Unions', 'scalar')
    if (message.point === absent) throw missing('golden.kinds.v1.Unions', 'point')
    if (message.auto === absent) throw missing('golden.kinds.v1.Unions', 'auto')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkMessage(message.shape, Shape, issues, 'shape', depth)
    checkMessages(message.shapes, Shape, issues, 'shapes', depth)
    checkOptionalMessage(message.maybeShape, Shape, issues, 'maybeShape', depth)
    checkMessage(message.scalar, Scalar, issues, 'scalar', depth)
    checkMessage(message.point, Point, issues, 'point', depth)
    checkMessages(message.points, Point, issues, 'points', depth)
    checkMessage(message.auto, UnionsAuto, issues, 'auto', depth)
  },
}

export type UnionsAuto = UnionsAutoLiteral | number

export const UnionsAuto: MessageCodec<UnionsAuto> = {
  name: 'golden.kinds.v1.UnionsAuto',
  constrained: true,
  encode(message, writer) {
    if (typeof message === 'string') {
      writeInt32(writer, 8, UnionsAutoLiteral.toNumber(message)) // 1
    } else {
      writeSafe64(writer, 16, message) // 2
    }
  },
  decode(reader, depth) {
    let message: UnionsAuto | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message = UnionsAutoLiteral.fromNumber(reader.int32()) // 1
      else if (tag === 16) message = readSafeUint64(reader) // 2
      else skipField(reader, tag, depth)
    }
    if (message === undefined) throw missing('golden.kinds.v1.UnionsAuto', 'value')
    return message
  },
  check(message, issues, depth) {
    if (!checkDepth(issues, depth)) return
    if (typeof message === 'string') {
      checkOneOf(message, UnionsAutoLiteral.values, issues, '')
    } else if (typeof message === 'number') {
      if (checkInteger(message, issues, '') && message < 1) {
        issues.add('', 'must be at least 1')
      }
    } else {
      issues.add('', 'must be a string or a number')
    }
  },
}

export interface Tree {
  name: string // 1
  children: Tree[] // 2
  parent?: Link // 3
}

export const Tree: MessageCodec<Tree> = {
  name: 'golden.kinds.v1.Tree',
  constrained: true,
  encode(message, writer) {
    if (message.name !== '') writeString(writer, 10, message.name) // 1
    writeMessages(writer, 18, Tree, message.children) // 2
    if (message.parent !== undefined) writeMessage(writer, 26, Link, message.parent) // 3
  },
  decode(reader, depth) {
    const message: Tree = { name: '', children: [] }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.name = readString(reader) // 1
      else if (tag === 18) append(message.children, readMessage(reader, Tree, depth)) // 2
      else if (tag === 26) message.parent = readMessage(reader, Link, depth, message.parent) // 3
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.name, issues, 'name')
    checkMessages(message.children, Tree, issues, 'children', depth)
    checkOptionalMessage(message.parent, Link, issues, 'parent', depth)
  },
}

export interface Link {
  tree: Tree // 1
  weight: number // 2
}

export const Link: MessageCodec<Link> = {
  name: 'golden.kinds.v1.Link',
  constrained: true,
  encode(message, writer) {
    writeMessage(writer, 10, Tree, message.tree) // 1
    if (!Object.is(message.weight, 0)) writeDouble(writer, 17, message.weight) // 2
  },
  decode(reader, depth) {
    const message: Link = { tree: absent, weight: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.tree = readMessage(reader, Tree, depth, message.tree) // 1
      else if (tag === 17) message.weight = reader.double() // 2
      else skipField(reader, tag, depth)
    }
    if (message.tree === absent) throw missing('golden.kinds.v1.Link', 'tree')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkMessage(message.tree, Tree, issues, 'tree', depth)
    checkNumber(message.weight, issues, 'weight')
  },
}

/** Every rule that a schema can state. */
export interface Rules {
  name: string // 1
  mail?: string // 2
  ratio: number // 3
  step: number // 4
  total: bigint // 5
  digest: Uint8Array // 6
  tags: string[] // 7
  quota: Record<string, number> // 8
  prices: Money[] // 9
  template: `v1-${string}` | `v2-${string}` // 10
}

export const Rules: MessageCodec<Rules> = {
  name: 'golden.kinds.v1.Rules',
  constrained: true,
  encode(message, writer) {
    if (message.name !== '') writeString(writer, 10, message.name) // 1
    if (message.mail !== undefined) writeString(writer, 18, message.mail) // 2
    if (!Object.is(message.ratio, 0)) writeDouble(writer, 25, message.ratio) // 3
    if (message.step !== 0) writeSafe64(writer, 32, message.step) // 4
    if (message.total !== 0n) writeBigint64(writer, 40, message.total) // 5
    if (message.digest.length > 0) writeBytes(writer, 50, message.digest) // 6
    writeStrings(writer, 58, message.tags) // 7
    for (const key of Object.keys(message.quota)) {
      const entry = writer.begin(66) // 8
      writeString(writer, 10, key)
      writeSafe64(writer, 16, message.quota[key] as number)
      writer.end(entry)
    }
    writeMessages(writer, 74, Money, message.prices) // 9
    writeString(writer, 82, message.template) // 10
  },
  decode(reader, depth) {
    const message: Rules = {
      name: '',
      ratio: 0,
      step: 0,
      total: 0n,
      digest: new Uint8Array(0),
      tags: [],
      quota: {},
      prices: [],
      template: absent,
    }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.name = readString(reader) // 1
      else if (tag === 18) message.mail = readString(reader) // 2
      else if (tag === 25) message.ratio = reader.double() // 3
      else if (tag === 32) message.step = readSafeInt64(reader) // 4
      else if (tag === 40) message.total = readUint64(reader) // 5
      else if (tag === 50) message.digest = readBytes(reader) // 6
      else if (tag === 58) append(message.tags, readString(reader)) // 7
      else if (tag === 66) {
        const outer = enterLength(reader) // 8
        let key = ''
        let value: number | undefined
        while (reader.pos < reader.len) {
          const inner = reader.tag()
          if (inner === 10) key = readKey(reader)
          else if (inner === 16) value = readSafeUint64(reader)
          else skipField(reader, inner, depth)
        }
        leaveMessage(reader, outer)
        setEntry(message.quota, key, value ?? 0)
      } else if (tag === 74) append(message.prices, readMessage(reader, Money, depth)) // 9
      else if (tag === 82) message.template = readString(reader) as `v1-${string}` | `v2-${string}` // 10
      else skipField(reader, tag, depth)
    }
    if (message.template === absent) throw missing('golden.kinds.v1.Rules', 'template')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.name, issues, 'name')) {
      if (isShorter(message.name, 1)) issues.add('name', 'must have at least 1 character')
      if (isLonger(message.name, 20)) issues.add('name', 'must have at most 20 characters')
      if (!isLonger(message.name, 20) && !pattern.test(message.name))
        issues.add('name', 'must match /^[a-z]+$/u')
    }
    if (message.mail !== undefined) {
      if (checkString(message.mail, issues, 'mail') && !isFormat('email', message.mail)) {
        issues.add('mail', 'must be an e-mail address')
      }
    }
    if (checkNumber(message.ratio, issues, 'ratio')) {
      if (message.ratio <= 0) issues.add('ratio', 'must be more than 0')
      if (message.ratio > 1) issues.add('ratio', 'must be at most 1')
    }
    if (checkInteger(message.step, issues, 'step') && !isMultipleOf(message.step, 5)) {
      issues.add('step', 'must be a multiple of 5')
    }
    if (checkBigint(message.total, issues, 'total')) {
      if (message.total < 0n) issues.add('total', 'must be at least 0')
      if (message.total >= 100n) issues.add('total', 'must be less than 100')
      if (message.total % 2n !== 0n) issues.add('total', 'must be a multiple of 2')
    }
    if (checkBytes(message.digest, issues, 'digest')) {
      if (message.digest.length < 4) issues.add('digest', 'must have at least 4 bytes')
      if (message.digest.length > 8) issues.add('digest', 'must have at most 8 bytes')
    }
    if (checkArray(message.tags, issues, 'tags')) {
      if (message.tags.length < 1) issues.add('tags', 'must have at least 1 item')
      if (message.tags.length > 3) issues.add('tags', 'must have at most 3 items')
      if (!areUnique(message.tags)) issues.add('tags', 'must not have equal items')
      const start = issues.count
      let index = 0
      for (const item of message.tags) {
        const at = issues.count
        if (checkString(item, issues, '') && isLonger(item, 3)) {
          issues.add('', 'must have at most 3 characters')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'tags')
    }
    if (checkRecord(message.quota, issues, 'quota')) {
      if (Object.keys(message.quota).length > 2) issues.add('quota', 'must have at most 2 entries')
      const start = issues.count
      for (const [key, value] of Object.entries(message.quota)) {
        const at = issues.count
        checkString(key, issues, '')
        if (checkInteger(value, issues, '') && value < 0) {
          issues.add('', 'must be at least 0')
        }
        issues.within(at, key)
        if (issues.full) break
      }
      issues.within(start, 'quota')
    }
    checkMessages(message.prices, Money, issues, 'prices', depth)
    if (checkString(message.template, issues, 'template')) {
      if (!pattern2.test(message.template)) issues.add('template', 'must match /^v(1|2)-.*$/u')
    }
    checkNoOthers(
      message,
      ['name', 'mail', 'ratio', 'step', 'total', 'digest', 'tags', 'quota', 'prices', 'template'],
      issues,
    )
  },
}

/** @deprecated Use Scalars. */
export interface Old {
  /**
   * What it was.
   *
   * @deprecated use which
   */
  what: string // 1
  /**
   * What it is.
   * On two lines, with a *\/ in between.
   */
  which?: string // 2
}

export const Old: MessageCodec<Old> = {
  name: 'golden.kinds.v1.Old',
  constrained: false,
  encode(message, writer) {
    if (message.what !== '') writeString(writer, 10, message.what) // 1
    if (message.which !== undefined) writeString(writer, 18, message.which) // 2
  },
  decode(reader, depth) {
    const message: Old = { what: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.what = readString(reader) // 1
      else if (tag === 18) message.which = readString(reader) // 2
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.what, issues, 'what')
    if (message.which !== undefined) checkString(message.which, issues, 'which')
  },
}

export interface TooMany {
  most: number // 1
}

export const TooMany: MessageCodec<TooMany> = {
  name: 'golden.kinds.v1.TooMany',
  constrained: false,
  encode(message, writer) {
    if (message.most !== 0) writeSafe64(writer, 8, message.most) // 1
  },
  decode(reader, depth) {
    const message: TooMany = { most: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.most = readSafeInt64(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkInteger(message.most, issues, 'most')
  },
}

export interface NoSuchShape {
  name: string // 1
}

export const NoSuchShape: MessageCodec<NoSuchShape> = {
  name: 'golden.kinds.v1.NoSuchShape',
  constrained: false,
  encode(message, writer) {
    if (message.name !== '') writeString(writer, 10, message.name) // 1
  },
  decode(reader, depth) {
    const message: NoSuchShape = { name: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.name = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.name, issues, 'name')
  },
}

export type TooLarge = object

export const TooLarge: MessageCodec<TooLarge> = {
  name: 'golden.kinds.v1.TooLarge',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    const message: TooLarge = {}
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    checkObject(message, issues, depth)
  },
}

export type KindsRulesResponse = null

export const KindsRulesResponse: MessageCodec<KindsRulesResponse> = {
  name: 'golden.kinds.v1.KindsRulesResponse',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      skipField(reader, tag, depth)
    }
    return null
  },
  check(message, issues) {
    if (message !== null) issues.add('', 'must be null')
  },
}

export interface KindsNoteRequest {
  line: string // 1
}

export const KindsNoteRequest: MessageCodec<KindsNoteRequest> = {
  name: 'golden.kinds.v1.KindsNoteRequest',
  constrained: false,
  encode(message, writer) {
    if (message.line !== '') writeString(writer, 10, message.line) // 1
  },
  decode(reader, depth) {
    const message: KindsNoteRequest = { line: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.line = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.line, issues, 'line')
  },
}

export type KindsNoteResponse = null

export const KindsNoteResponse: MessageCodec<KindsNoteResponse> = {
  name: 'golden.kinds.v1.KindsNoteResponse',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      skipField(reader, tag, depth)
    }
    return null
  },
  check(message, issues) {
    if (message !== null) issues.add('', 'must be null')
  },
}

export type KindsOldResponse = object

export const KindsOldResponse: MessageCodec<KindsOldResponse> = {
  name: 'golden.kinds.v1.KindsOldResponse',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    const message: KindsOldResponse = {}
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    checkObject(message, issues, depth)
  },
}

export type KindsTextRequest = string

export const KindsTextRequest: MessageCodec<KindsTextRequest> = {
  name: 'golden.kinds.v1.KindsTextRequest',
  constrained: true,
  encode(message, writer) {
    if (message !== '') writeString(writer, 10, message) // 1
  },
  decode(reader, depth) {
    let message: KindsTextRequest = ''
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues) {
    if (checkString(message, issues, '') && isLonger(message, 5)) {
      issues.add('', 'must have at most 5 characters')
    }
  },
}

export type KindsTextResponse = string | null

export const KindsTextResponse: MessageCodec<KindsTextResponse> = {
  name: 'golden.kinds.v1.KindsTextResponse',
  constrained: false,
  encode(message, writer) {
    if (message !== null) writeString(writer, 10, message) // 1
  },
  decode(reader, depth) {
    let message: KindsTextResponse = null
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues) {
    if (message !== null) checkString(message, issues, '')
  },
}

export type KindsChunksRequest = Uint8Array

export const KindsChunksRequest: MessageCodec<KindsChunksRequest> = {
  name: 'golden.kinds.v1.KindsChunksRequest',
  constrained: false,
  encode(message, writer) {
    if (message.length > 0) writeBytes(writer, 10, message) // 1
  },
  decode(reader, depth) {
    let message: KindsChunksRequest = new Uint8Array(0)
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message = readBytes(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues) {
    checkBytes(message, issues, '')
  },
}

export type KindsChunksResponse = number[]

export const KindsChunksResponse: MessageCodec<KindsChunksResponse> = {
  name: 'golden.kinds.v1.KindsChunksResponse',
  constrained: false,
  encode(message, writer) {
    writeSafe64s(writer, 10, message) // 1
  },
  decode(reader, depth) {
    const message: KindsChunksResponse = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) readSafeInt64s(reader, message) // 1
      else if (tag === 8) append(message, readSafeInt64(reader)) // 1, one at a time
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues) {
    checkIntegers(message, issues, '')
  },
}

export type KindsPointResponse = Record<string, number>

export const KindsPointResponse: MessageCodec<KindsPointResponse> = {
  name: 'golden.kinds.v1.KindsPointResponse',
  constrained: true,
  encode(message, writer) {
    for (const key of Object.keys(message)) {
      const entry = writer.begin(10) // 1
      writeString(writer, 10, key)
      writeDouble(writer, 17, message[key] as number)
      writer.end(entry)
    }
  },
  decode(reader, depth) {
    const message: KindsPointResponse = {}
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) {
        const outer = enterLength(reader) // 1
        let key = ''
        let value: number | undefined
        while (reader.pos < reader.len) {
          const inner = reader.tag()
          if (inner === 10) key = readKey(reader)
          else if (inner === 17) value = reader.double()
          else skipField(reader, inner, depth)
        }
        leaveMessage(reader, outer)
        setEntry(message, key, value ?? 0)
      } else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues) {
    if (checkRecord(message, issues, '')) {
      for (const [key, value] of Object.entries(message)) {
        const at = issues.count
        checkString(key, issues, '')
        checkNumber(value, issues, '')
        issues.within(at, key)
        if (issues.full) break
      }
    }
  },
}

export type KindsWhenRequest = Date

export const KindsWhenRequest: MessageCodec<KindsWhenRequest> = {
  name: 'golden.kinds.v1.KindsWhenRequest',
  constrained: false,
  encode(message, writer) {
    writeTimestamp(writer, 10, message) // 1
  },
  decode(reader, depth) {
    let message: KindsWhenRequest = absent
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message = readTimestamp(reader, depth) // 1
      else skipField(reader, tag, depth)
    }
    if (message === absent) throw missing('golden.kinds.v1.KindsWhenRequest', 'value')
    return message
  },
  check(message, issues) {
    checkTimestamp(message, issues, '')
  },
}

export type KindsWhenResponse = Color

export const KindsWhenResponse: MessageCodec<KindsWhenResponse> = {
  name: 'golden.kinds.v1.KindsWhenResponse',
  constrained: false,
  encode(message, writer) {
    writeInt32(writer, 8, Color.toNumber(message)) // 1
  },
  decode(reader, depth) {
    let message: KindsWhenResponse = absent
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message = Color.fromNumber(reader.int32()) // 1
      else skipField(reader, tag, depth)
    }
    if (message === absent) throw missing('golden.kinds.v1.KindsWhenResponse', 'value')
    return message
  },
  check(message, issues) {
    checkOneOf(message, Color.values, issues, '')
  },
}

export type KindsJsonRequest = unknown

export const KindsJsonRequest: MessageCodec<KindsJsonRequest> = {
  name: 'golden.kinds.v1.KindsJsonRequest',
  constrained: false,
  encode(message, writer) {
    writeJson(writer, 10, message) // 1
  },
  decode(reader, depth) {
    let message: KindsJsonRequest = absent
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message = readJson(reader, depth) // 1
      else skipField(reader, tag, depth)
    }
    if (message === absent) throw missing('golden.kinds.v1.KindsJsonRequest', 'value')
    return message
  },
  check(message, issues, depth) {
    checkJson(message, issues, '', depth + 1)
  },
}

export interface KindsDeleteRequest {
  id: string // 1
}

export const KindsDeleteRequest: MessageCodec<KindsDeleteRequest> = {
  name: 'golden.kinds.v1.KindsDeleteRequest',
  constrained: false,
  encode(message, writer) {
    if (message.id !== '') writeString(writer, 10, message.id) // 1
  },
  decode(reader, depth) {
    const message: KindsDeleteRequest = { id: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.id = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.id, issues, 'id')
  },
}

export type KindsDeleteResponse = boolean

export const KindsDeleteResponse: MessageCodec<KindsDeleteResponse> = {
  name: 'golden.kinds.v1.KindsDeleteResponse',
  constrained: false,
  encode(message, writer) {
    if (message) writeBool(writer, 8, message) // 1
  },
  decode(reader, depth) {
    let message: KindsDeleteResponse = false
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message = reader.bool() // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues) {
    checkBoolean(message, issues, '')
  },
}

const tooMany = declareError('golden.kinds.v1.Kinds', 'TooMany', 'FAILED_PRECONDITION', TooMany)

/** Nothing like it. */
const noSuchShape = declareError('golden.kinds.v1.Kinds', 'NoSuchShape', 'NOT_FOUND', NoSuchShape)

const tooLarge = declareError('golden.kinds.v1.Kinds', 'TooLarge', 'FAILED_PRECONDITION', TooLarge)

const scalars: Method<Scalars, Optionals> = {
  name: 'golden.kinds.v1.Kinds/scalars',
  kind: 'unary',
  request: Scalars,
  response: Optionals,
  fingerprint: 0x7e3ed87311dadbe3n,
  timeoutMs: 500,
  idempotent: true,
  retry: { attempts: 4, delayMs: 50, maxDelayMs: 2000, codes: ['UNAVAILABLE', 'ABORTED'] },
  hedge: { afterMs: 30, attempts: 2 },
  errors: [],
}

const lists: Method<Lists, Lists> = {
  name: 'golden.kinds.v1.Kinds/lists',
  kind: 'serverStream',
  request: Lists,
  response: Lists,
  fingerprint: 0x4cdb2eaec63deb04n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const enums: Method<Enums, Enums> = {
  name: 'golden.kinds.v1.Kinds/enums',
  kind: 'clientStream',
  request: Enums,
  response: Enums,
  fingerprint: 0xd7d58fce8ad06426n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [tooMany],
}

const maps: Method<Maps, Maps> = {
  name: 'golden.kinds.v1.Kinds/maps',
  kind: 'bidiStream',
  request: Maps,
  response: Maps,
  fingerprint: 0xeaf312b348ef95f5n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const nested: Method<Nested, Nested> = {
  name: 'golden.kinds.v1.Kinds/nested',
  kind: 'unary',
  request: Nested,
  response: Nested,
  fingerprint: 0x42a3a73a82ebbafcn,
  timeoutMs: undefined,
  idempotent: false,
  retry: false,
  errors: [],
}

const unions: Method<Unions, Shape> = {
  name: 'golden.kinds.v1.Kinds/unions',
  kind: 'unary',
  request: Unions,
  response: Shape,
  fingerprint: 0xe7aae611ce46c6acn,
  timeoutMs: undefined,
  idempotent: false,
  errors: [noSuchShape, tooLarge],
}

const tree: Method<Tree, Tree> = {
  name: 'golden.kinds.v1.Kinds/tree',
  kind: 'unary',
  request: Tree,
  response: Tree,
  fingerprint: 0x57191ca149ce981fn,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const rules: Method<Rules, KindsRulesResponse> = {
  name: 'golden.kinds.v1.Kinds/rules',
  kind: 'unary',
  request: Rules,
  response: KindsRulesResponse,
  fingerprint: 0xdb26261553c07f30n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const note: Method<KindsNoteRequest, KindsNoteResponse> = {
  name: 'golden.kinds.v1.Kinds/note',
  kind: 'oneway',
  request: KindsNoteRequest,
  response: KindsNoteResponse,
  fingerprint: 0x0c28c9354f8aeebdn,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const old: Method<Old, KindsOldResponse> = {
  name: 'golden.kinds.v1.Kinds/old',
  kind: 'unary',
  request: Old,
  response: KindsOldResponse,
  fingerprint: 0x60957c6c746cb35bn,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const text: Method<KindsTextRequest, KindsTextResponse> = {
  name: 'golden.kinds.v1.Kinds/text',
  kind: 'unary',
  request: KindsTextRequest,
  response: KindsTextResponse,
  fingerprint: 0x78d7409c544def0cn,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const chunks: Method<KindsChunksRequest, KindsChunksResponse> = {
  name: 'golden.kinds.v1.Kinds/chunks',
  kind: 'clientStream',
  request: KindsChunksRequest,
  response: KindsChunksResponse,
  fingerprint: 0x039143aff2e920a2n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const point: Method<Point, KindsPointResponse> = {
  name: 'golden.kinds.v1.Kinds/point',
  kind: 'unary',
  request: Point,
  response: KindsPointResponse,
  fingerprint: 0x07f8f8ede09f2e95n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const when: Method<KindsWhenRequest, KindsWhenResponse> = {
  name: 'golden.kinds.v1.Kinds/when',
  kind: 'unary',
  request: KindsWhenRequest,
  response: KindsWhenResponse,
  fingerprint: 0xd2ceae57fe92b27bn,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const json: Method<KindsJsonRequest, Scalar> = {
  name: 'golden.kinds.v1.Kinds/json',
  kind: 'unary',
  request: KindsJsonRequest,
  response: Scalar,
  fingerprint: 0x80ff8905cfafa431n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const kindsDelete: Method<KindsDeleteRequest, KindsDeleteResponse> = {
  name: 'golden.kinds.v1.Kinds/delete',
  kind: 'unary',
  request: KindsDeleteRequest,
  response: KindsDeleteResponse,
  fingerprint: 0x4637becc9e37ae27n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

/** How Kinds.enums can fail. */
export type KindsEnumsError = DeclaredError<'TooMany', TooMany> | UndeclaredError

/** How Kinds.unions can fail. */
export type KindsUnionsError =
  | DeclaredError<'NoSuchShape', NoSuchShape>
  | DeclaredError<'TooLarge', TooLarge>
  | UndeclaredError

export interface KindsClient {
  /** Takes them all. */
  readonly scalars: UnaryStub<Scalars, Optionals>
  readonly lists: ServerStreamStub<Lists, Lists>
  readonly enums: ClientStreamStub<Enums, Enums, KindsEnumsError>
  readonly maps: BidiStreamStub<Maps, Maps>
  readonly nested: UnaryStub<Nested, Nested>
  readonly unions: UnaryStub<Unions, Shape, KindsUnionsError>
  readonly tree: UnaryStub<Tree, Tree>
  readonly rules: UnaryStub<Rules, KindsRulesResponse>
  /** Tells, and hears nothing back. */
  readonly note: OnewayStub<KindsNoteRequest>
  /** @deprecated use scalars */
  readonly old: UnaryStub<Old, KindsOldResponse>
  readonly text: UnaryStub<KindsTextRequest, KindsTextResponse>
  readonly chunks: ClientStreamStub<KindsChunksRequest, KindsChunksResponse>
  readonly point: UnaryStub<Point, KindsPointResponse>
  readonly when: UnaryStub<KindsWhenRequest, KindsWhenResponse>
  readonly json: UnaryStub<KindsJsonRequest, Scalar>
  readonly delete: UnaryStub<KindsDeleteRequest, KindsDeleteResponse>
}

/** What a server of Kinds implements. */
export interface KindsHandlers {
  /** Takes them all. */
  scalars(request: Scalars, call: ServerCall): Optionals | Promise<Optionals>
  lists(request: Lists, call: ServerCall): AsyncIterable<Lists>
  enums(requests: AsyncIterable<Enums>, call: ServerCall): Enums | Promise<Enums>
  maps(requests: AsyncIterable<Maps>, call: ServerCall): AsyncIterable<Maps>
  nested(request: Nested, call: ServerCall): Nested | Promise<Nested>
  unions(request: Unions, call: ServerCall): Shape | Promise<Shape>
  tree(request: Tree, call: ServerCall): Tree | Promise<Tree>
  rules(request: Rules, call: ServerCall): KindsRulesResponse | Promise<KindsRulesResponse>
  /** Tells, and hears nothing back. */
  note(request: KindsNoteRequest, call: ServerCall): void | Promise<void>
  /** @deprecated use scalars */
  old(request: Old, call: ServerCall): KindsOldResponse | Promise<KindsOldResponse>
  text(request: KindsTextRequest, call: ServerCall): KindsTextResponse | Promise<KindsTextResponse>
  chunks(
    requests: AsyncIterable<KindsChunksRequest>,
    call: ServerCall,
  ): KindsChunksResponse | Promise<KindsChunksResponse>
  point(request: Point, call: ServerCall): KindsPointResponse | Promise<KindsPointResponse>
  when(request: KindsWhenRequest, call: ServerCall): KindsWhenResponse | Promise<KindsWhenResponse>
  json(request: KindsJsonRequest, call: ServerCall): Scalar | Promise<Scalar>
  delete(
    request: KindsDeleteRequest,
    call: ServerCall,
  ): KindsDeleteResponse | Promise<KindsDeleteResponse>
}

export const Kinds: Service<KindsClient, KindsHandlers> & {
  readonly errors: {
    readonly TooMany: ErrorType<'TooMany', TooMany>
    readonly NoSuchShape: ErrorType<'NoSuchShape', NoSuchShape>
    readonly TooLarge: ErrorType<'TooLarge', TooLarge>
  }
} = {
  name: 'golden.kinds.v1.Kinds',
  dialect: GENERATED_API_1,
  methods: [
    scalars,
    lists,
    enums,
    maps,
    nested,
    unions,
    tree,
    rules,
    note,
    old,
    text,
    chunks,
    point,
    when,
    json,
    kindsDelete,
  ],
  errors: { TooMany: tooMany, NoSuchShape: noSuchShape, TooLarge: tooLarge },
  client: (caller) => ({
    scalars: caller.unary(scalars),
    lists: caller.serverStream(lists),
    enums: caller.clientStream(enums),
    maps: caller.bidiStream(maps),
    nested: caller.unary(nested),
    unions: caller.unary(unions),
    tree: caller.unary(tree),
    rules: caller.unary(rules),
    note: caller.oneway(note),
    old: caller.unary(old),
    text: caller.unary(text),
    chunks: caller.clientStream(chunks),
    point: caller.unary(point),
    when: caller.unary(when),
    json: caller.unary(json),
    delete: caller.unary(kindsDelete),
  }),
  routes: (handlers) => [
    unaryRoute(scalars, handlers, handlers.scalars),
    serverStreamRoute(lists, handlers, handlers.lists),
    clientStreamRoute(enums, handlers, handlers.enums),
    bidiStreamRoute(maps, handlers, handlers.maps),
    unaryRoute(nested, handlers, handlers.nested),
    unaryRoute(unions, handlers, handlers.unions),
    unaryRoute(tree, handlers, handlers.tree),
    unaryRoute(rules, handlers, handlers.rules),
    onewayRoute(note, handlers, handlers.note),
    unaryRoute(old, handlers, handlers.old),
    unaryRoute(text, handlers, handlers.text),
    clientStreamRoute(chunks, handlers, handlers.chunks),
    unaryRoute(point, handlers, handlers.point),
    unaryRoute(when, handlers, handlers.when),
    unaryRoute(json, handlers, handlers.json),
    unaryRoute(kindsDelete, handlers, handlers.delete),
  ],
}
