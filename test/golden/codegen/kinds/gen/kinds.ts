// Generated from kinds.schema.ts by `trunkline generate`. Do not edit.

import {
  append,
  areUnique,
  bidiStreamRoute,
  type BidiStreamStub,
  checkArray,
  checkBigint,
  checkBoolean,
  checkBytes,
  checkCount,
  checkDepth,
  checkDuration,
  checkInteger,
  checkIntegerKey,
  checkJson,
  checkJsonObject,
  checkNoOthers,
  checkNumber,
  checkObject,
  checkOneOf,
  checkRecord,
  checkString,
  checkTimestamp,
  checkTuple,
  clientStreamRoute,
  type ClientStreamStub,
  type DeclaredError,
  declareError,
  decodeEmpty,
  enterLength,
  enterMessage,
  type EnumCodec,
  type ErrorType,
  GENERATED_API_1,
  isFormat,
  isMultipleOf,
  leaveMessage,
  mergeMessage,
  type MessageCodec,
  type Method,
  missing,
  onewayRoute,
  type OnewayStub,
  readBytes,
  readDuration,
  readFixed64,
  readInt64,
  readJson,
  readJsonObject,
  readSafeInt64,
  readSafeUint64,
  readSfixed64,
  readSint64,
  readString,
  readTimestamp,
  readUint64,
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
  writeDuration,
  writeFixed64,
  writeJson,
  writeJsonObject,
  writeSafe64,
  writeSint64,
  writeTimestamp,
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
    if (message.string !== '') writer.uint32(10).string(message.string) // 1
    if (message.bool) writer.uint32(16).bool(message.bool) // 2
    if (!Object.is(message.number, 0)) writer.uint32(25).double(message.number) // 3
    if (message.integer !== 0) writeSafe64(writer.uint32(32), message.integer) // 4
    if (message.small !== 0) writer.uint32(40).int32(message.small) // 5
    if (message.natural !== 0) writeSafe64(writer.uint32(48), message.natural) // 6
    if (message.bigint !== 0n) writeBigint64(writer.uint32(56), message.bigint) // 7
    if (message.positive !== 0n) writeBigint64(writer.uint32(64), message.positive) // 8
    if (message.int32 !== 0) writer.uint32(72).int32(message.int32) // 9
    if (message.uint32 !== 0) writer.uint32(80).uint32(message.uint32) // 10
    if (message.sint32 !== 0) writer.uint32(88).sint32(message.sint32) // 11
    if (message.fixed32 !== 0) writer.uint32(101).fixed32(message.fixed32) // 12
    if (message.sfixed32 !== 0) writer.uint32(109).sfixed32(message.sfixed32) // 13
    if (message.int64 !== 0n) writeBigint64(writer.uint32(112), message.int64) // 14
    if (message.uint64 !== 0n) writeBigint64(writer.uint32(120), message.uint64) // 15
    if (message.sint64 !== 0n) writeSint64(writer.uint32(128), message.sint64) // 16
    if (message.fixed64 !== 0n) writeFixed64(writer.uint32(137), message.fixed64) // 17
    if (message.sfixed64 !== 0n) writeFixed64(writer.uint32(145), message.sfixed64) // 18
    if (!Object.is(message.float, 0)) writer.uint32(157).float(message.float) // 19
    if (!Object.is(message.double, 0)) writer.uint32(161).double(message.double) // 20
    if (message.bytes.length > 0) writer.uint32(170).bytes(message.bytes) // 21
    writeTimestamp(writer.uint32(178), message.timestamp) // 22
    writeDuration(writer.uint32(186), message.duration) // 23
  },
  decode(reader, depth) {
    let string = ''
    let bool = false
    let numberValue = 0
    let integer = 0
    let small = 0
    let natural = 0
    let bigint = 0n
    let positive = 0n
    let int32 = 0
    let uint32 = 0
    let sint32 = 0
    let fixed32 = 0
    let sfixed32 = 0
    let int64 = 0n
    let uint64 = 0n
    let sint64 = 0n
    let fixed64 = 0n
    let sfixed64 = 0n
    let float = 0
    let double = 0
    let bytes: Uint8Array = new Uint8Array(0)
    let timestamp: Date | undefined
    let duration: number | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          string = readString(reader)
          break
        case 16: // 2
          bool = reader.bool()
          break
        case 25: // 3
          numberValue = reader.double()
          break
        case 32: // 4
          integer = readSafeInt64(reader)
          break
        case 40: // 5
          small = reader.int32()
          break
        case 48: // 6
          natural = readSafeUint64(reader)
          break
        case 56: // 7
          bigint = readInt64(reader)
          break
        case 64: // 8
          positive = readUint64(reader)
          break
        case 72: // 9
          int32 = reader.int32()
          break
        case 80: // 10
          uint32 = reader.uint32()
          break
        case 88: // 11
          sint32 = reader.sint32()
          break
        case 101: // 12
          fixed32 = reader.fixed32()
          break
        case 109: // 13
          sfixed32 = reader.sfixed32()
          break
        case 112: // 14
          int64 = readInt64(reader)
          break
        case 120: // 15
          uint64 = readUint64(reader)
          break
        case 128: // 16
          sint64 = readSint64(reader)
          break
        case 137: // 17
          fixed64 = readFixed64(reader)
          break
        case 145: // 18
          sfixed64 = readSfixed64(reader)
          break
        case 157: // 19
          float = reader.float()
          break
        case 161: // 20
          double = reader.double()
          break
        case 170: // 21
          bytes = readBytes(reader)
          break
        case 178: // 22
          timestamp = readTimestamp(reader, depth)
          break
        case 186: // 23
          duration = readDuration(reader, depth)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    if (timestamp === undefined) throw missing('golden.kinds.v1.Scalars', 'timestamp')
    if (duration === undefined) throw missing('golden.kinds.v1.Scalars', 'duration')
    return {
      string,
      bool,
      number: numberValue,
      integer,
      small,
      natural,
      bigint,
      positive,
      int32,
      uint32,
      sint32,
      fixed32,
      sfixed32,
      int64,
      uint64,
      sint64,
      fixed64,
      sfixed64,
      float,
      double,
      bytes,
      timestamp,
      duration,
    }
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
    if (checkBigint(message.bigint, issues, 'bigint')) {
      if (message.bigint < -9223372036854775808n) {
        issues.add('bigint', 'must be at least -9223372036854775808, the least int64')
      }
      if (message.bigint > 9223372036854775807n) {
        issues.add('bigint', 'must be at most 9223372036854775807, the greatest int64')
      }
    }
    if (checkBigint(message.positive, issues, 'positive')) {
      if (message.positive < 0n) issues.add('positive', 'must be at least 0')
      if (message.positive > 18446744073709551615n) {
        issues.add('positive', 'must be at most 18446744073709551615, the greatest uint64')
      }
    }
    if (checkInteger(message.int32, issues, 'int32')) {
      if (message.int32 < -2147483648) issues.add('int32', 'must be at least -2147483648')
      if (message.int32 > 2147483647) issues.add('int32', 'must be at most 2147483647')
    }
    if (checkInteger(message.uint32, issues, 'uint32')) {
      if (message.uint32 < 0) issues.add('uint32', 'must be at least 0')
      if (message.uint32 > 4294967295) issues.add('uint32', 'must be at most 4294967295')
    }
    if (checkInteger(message.sint32, issues, 'sint32')) {
      if (message.sint32 < -2147483648) issues.add('sint32', 'must be at least -2147483648')
      if (message.sint32 > 2147483647) issues.add('sint32', 'must be at most 2147483647')
    }
    if (checkInteger(message.fixed32, issues, 'fixed32')) {
      if (message.fixed32 < 0) issues.add('fixed32', 'must be at least 0')
      if (message.fixed32 > 4294967295) issues.add('fixed32', 'must be at most 4294967295')
    }
    if (checkInteger(message.sfixed32, issues, 'sfixed32')) {
      if (message.sfixed32 < -2147483648) issues.add('sfixed32', 'must be at least -2147483648')
      if (message.sfixed32 > 2147483647) issues.add('sfixed32', 'must be at most 2147483647')
    }
    if (checkBigint(message.int64, issues, 'int64')) {
      if (message.int64 < -9223372036854775808n) {
        issues.add('int64', 'must be at least -9223372036854775808')
      }
      if (message.int64 >= 9223372036854775808n) {
        issues.add('int64', 'must be less than 9223372036854775808')
      }
    }
    if (checkBigint(message.uint64, issues, 'uint64')) {
      if (message.uint64 < 0n) issues.add('uint64', 'must be at least 0')
      if (message.uint64 >= 18446744073709551616n) {
        issues.add('uint64', 'must be less than 18446744073709551616')
      }
    }
    if (checkBigint(message.sint64, issues, 'sint64')) {
      if (message.sint64 < -9223372036854775808n) {
        issues.add('sint64', 'must be at least -9223372036854775808')
      }
      if (message.sint64 >= 9223372036854775808n) {
        issues.add('sint64', 'must be less than 9223372036854775808')
      }
    }
    if (checkBigint(message.fixed64, issues, 'fixed64')) {
      if (message.fixed64 < 0n) issues.add('fixed64', 'must be at least 0')
      if (message.fixed64 >= 18446744073709551616n) {
        issues.add('fixed64', 'must be less than 18446744073709551616')
      }
    }
    if (checkBigint(message.sfixed64, issues, 'sfixed64')) {
      if (message.sfixed64 < -9223372036854775808n) {
        issues.add('sfixed64', 'must be at least -9223372036854775808')
      }
      if (message.sfixed64 >= 9223372036854775808n) {
        issues.add('sfixed64', 'must be less than 9223372036854775808')
      }
    }
    if (checkNumber(message.float, issues, 'float')) {
      if (message.float > 3.4028234663852886e38) issues.add('float', 'must fit into four bytes')
      if (message.float < -3.4028234663852886e38) issues.add('float', 'must fit into four bytes')
    }
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
    if (message.string !== undefined) writer.uint32(10).string(message.string) // 1
    if (message.bool !== undefined) writer.uint32(16).bool(message.bool) // 2
    if (message.number !== undefined) writer.uint32(25).double(message.number) // 3
    if (message.integer !== undefined) writeSafe64(writer.uint32(32), message.integer) // 4
    if (message.small !== undefined) writer.uint32(40).int32(message.small) // 5
    if (message.natural !== undefined) writeSafe64(writer.uint32(48), message.natural) // 6
    if (message.bigint !== undefined) writeBigint64(writer.uint32(56), message.bigint) // 7
    if (message.positive !== undefined) writeBigint64(writer.uint32(64), message.positive) // 8
    if (message.int32 !== undefined) writer.uint32(72).int32(message.int32) // 9
    if (message.uint32 !== undefined) writer.uint32(80).uint32(message.uint32) // 10
    if (message.sint32 !== undefined) writer.uint32(88).sint32(message.sint32) // 11
    if (message.fixed32 !== undefined) writer.uint32(101).fixed32(message.fixed32) // 12
    if (message.sfixed32 !== undefined) writer.uint32(109).sfixed32(message.sfixed32) // 13
    if (message.int64 !== undefined) writeBigint64(writer.uint32(112), message.int64) // 14
    if (message.uint64 !== undefined) writeBigint64(writer.uint32(120), message.uint64) // 15
    if (message.sint64 !== undefined) writeSint64(writer.uint32(128), message.sint64) // 16
    if (message.fixed64 !== undefined) writeFixed64(writer.uint32(137), message.fixed64) // 17
    if (message.sfixed64 !== undefined) writeFixed64(writer.uint32(145), message.sfixed64) // 18
    if (message.float !== undefined) writer.uint32(157).float(message.float) // 19
    if (message.double !== undefined) writer.uint32(161).double(message.double) // 20
    if (message.bytes !== undefined) writer.uint32(170).bytes(message.bytes) // 21
    if (message.timestamp !== undefined) writeTimestamp(writer.uint32(178), message.timestamp) // 22
    if (message.duration !== undefined) writeDuration(writer.uint32(186), message.duration) // 23
  },
  decode(reader, depth) {
    let string: string | undefined
    let bool: boolean | undefined
    let numberValue: number | undefined
    let integer: number | undefined
    let small: number | undefined
    let natural: number | undefined
    let bigint: bigint | undefined
    let positive: bigint | undefined
    let int32: number | undefined
    let uint32: number | undefined
    let sint32: number | undefined
    let fixed32: number | undefined
    let sfixed32: number | undefined
    let int64: bigint | undefined
    let uint64: bigint | undefined
    let sint64: bigint | undefined
    let fixed64: bigint | undefined
    let sfixed64: bigint | undefined
    let float: number | undefined
    let double: number | undefined
    let bytes: Uint8Array | undefined
    let timestamp: Date | undefined
    let duration: number | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          string = readString(reader)
          break
        case 16: // 2
          bool = reader.bool()
          break
        case 25: // 3
          numberValue = reader.double()
          break
        case 32: // 4
          integer = readSafeInt64(reader)
          break
        case 40: // 5
          small = reader.int32()
          break
        case 48: // 6
          natural = readSafeUint64(reader)
          break
        case 56: // 7
          bigint = readInt64(reader)
          break
        case 64: // 8
          positive = readUint64(reader)
          break
        case 72: // 9
          int32 = reader.int32()
          break
        case 80: // 10
          uint32 = reader.uint32()
          break
        case 88: // 11
          sint32 = reader.sint32()
          break
        case 101: // 12
          fixed32 = reader.fixed32()
          break
        case 109: // 13
          sfixed32 = reader.sfixed32()
          break
        case 112: // 14
          int64 = readInt64(reader)
          break
        case 120: // 15
          uint64 = readUint64(reader)
          break
        case 128: // 16
          sint64 = readSint64(reader)
          break
        case 137: // 17
          fixed64 = readFixed64(reader)
          break
        case 145: // 18
          sfixed64 = readSfixed64(reader)
          break
        case 157: // 19
          float = reader.float()
          break
        case 161: // 20
          double = reader.double()
          break
        case 170: // 21
          bytes = readBytes(reader)
          break
        case 178: // 22
          timestamp = readTimestamp(reader, depth)
          break
        case 186: // 23
          duration = readDuration(reader, depth)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    const message: Optionals = {}
    if (string !== undefined) message.string = string
    if (bool !== undefined) message.bool = bool
    if (numberValue !== undefined) message.number = numberValue
    if (integer !== undefined) message.integer = integer
    if (small !== undefined) message.small = small
    if (natural !== undefined) message.natural = natural
    if (bigint !== undefined) message.bigint = bigint
    if (positive !== undefined) message.positive = positive
    if (int32 !== undefined) message.int32 = int32
    if (uint32 !== undefined) message.uint32 = uint32
    if (sint32 !== undefined) message.sint32 = sint32
    if (fixed32 !== undefined) message.fixed32 = fixed32
    if (sfixed32 !== undefined) message.sfixed32 = sfixed32
    if (int64 !== undefined) message.int64 = int64
    if (uint64 !== undefined) message.uint64 = uint64
    if (sint64 !== undefined) message.sint64 = sint64
    if (fixed64 !== undefined) message.fixed64 = fixed64
    if (sfixed64 !== undefined) message.sfixed64 = sfixed64
    if (float !== undefined) message.float = float
    if (double !== undefined) message.double = double
    if (bytes !== undefined) message.bytes = bytes
    if (timestamp !== undefined) message.timestamp = timestamp
    if (duration !== undefined) message.duration = duration
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
    if (message.bigint !== undefined) {
      if (checkBigint(message.bigint, issues, 'bigint')) {
        if (message.bigint < -9223372036854775808n) {
          issues.add('bigint', 'must be at least -9223372036854775808, the least int64')
        }
        if (message.bigint > 9223372036854775807n) {
          issues.add('bigint', 'must be at most 9223372036854775807, the greatest int64')
        }
      }
    }
    if (message.positive !== undefined) {
      if (checkBigint(message.positive, issues, 'positive')) {
        if (message.positive < 0n) issues.add('positive', 'must be at least 0')
        if (message.positive > 18446744073709551615n) {
          issues.add('positive', 'must be at most 18446744073709551615, the greatest uint64')
        }
      }
    }
    if (message.int32 !== undefined) {
      if (checkInteger(message.int32, issues, 'int32')) {
        if (message.int32 < -2147483648) issues.add('int32', 'must be at least -2147483648')
        if (message.int32 > 2147483647) issues.add('int32', 'must be at most 2147483647')
      }
    }
    if (message.uint32 !== undefined) {
      if (checkInteger(message.uint32, issues, 'uint32')) {
        if (message.uint32 < 0) issues.add('uint32', 'must be at least 0')
        if (message.uint32 > 4294967295) issues.add('uint32', 'must be at most 4294967295')
      }
    }
    if (message.sint32 !== undefined) {
      if (checkInteger(message.sint32, issues, 'sint32')) {
        if (message.sint32 < -2147483648) issues.add('sint32', 'must be at least -2147483648')
        if (message.sint32 > 2147483647) issues.add('sint32', 'must be at most 2147483647')
      }
    }
    if (message.fixed32 !== undefined) {
      if (checkInteger(message.fixed32, issues, 'fixed32')) {
        if (message.fixed32 < 0) issues.add('fixed32', 'must be at least 0')
        if (message.fixed32 > 4294967295) issues.add('fixed32', 'must be at most 4294967295')
      }
    }
    if (message.sfixed32 !== undefined) {
      if (checkInteger(message.sfixed32, issues, 'sfixed32')) {
        if (message.sfixed32 < -2147483648) issues.add('sfixed32', 'must be at least -2147483648')
        if (message.sfixed32 > 2147483647) issues.add('sfixed32', 'must be at most 2147483647')
      }
    }
    if (message.int64 !== undefined) {
      if (checkBigint(message.int64, issues, 'int64')) {
        if (message.int64 < -9223372036854775808n) {
          issues.add('int64', 'must be at least -9223372036854775808')
        }
        if (message.int64 >= 9223372036854775808n) {
          issues.add('int64', 'must be less than 9223372036854775808')
        }
      }
    }
    if (message.uint64 !== undefined) {
      if (checkBigint(message.uint64, issues, 'uint64')) {
        if (message.uint64 < 0n) issues.add('uint64', 'must be at least 0')
        if (message.uint64 >= 18446744073709551616n) {
          issues.add('uint64', 'must be less than 18446744073709551616')
        }
      }
    }
    if (message.sint64 !== undefined) {
      if (checkBigint(message.sint64, issues, 'sint64')) {
        if (message.sint64 < -9223372036854775808n) {
          issues.add('sint64', 'must be at least -9223372036854775808')
        }
        if (message.sint64 >= 9223372036854775808n) {
          issues.add('sint64', 'must be less than 9223372036854775808')
        }
      }
    }
    if (message.fixed64 !== undefined) {
      if (checkBigint(message.fixed64, issues, 'fixed64')) {
        if (message.fixed64 < 0n) issues.add('fixed64', 'must be at least 0')
        if (message.fixed64 >= 18446744073709551616n) {
          issues.add('fixed64', 'must be less than 18446744073709551616')
        }
      }
    }
    if (message.sfixed64 !== undefined) {
      if (checkBigint(message.sfixed64, issues, 'sfixed64')) {
        if (message.sfixed64 < -9223372036854775808n) {
          issues.add('sfixed64', 'must be at least -9223372036854775808')
        }
        if (message.sfixed64 >= 9223372036854775808n) {
          issues.add('sfixed64', 'must be less than 9223372036854775808')
        }
      }
    }
    if (message.float !== undefined) {
      if (checkNumber(message.float, issues, 'float')) {
        if (message.float > 3.4028234663852886e38) issues.add('float', 'must fit into four bytes')
        if (message.float < -3.4028234663852886e38) issues.add('float', 'must fit into four bytes')
      }
    }
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
    for (const item of message.strings) writer.uint32(10).string(item) // 1
    if (message.bools.length > 0) writer.uint32(18).bools(message.bools) // 2
    if (message.doubles.length > 0) writer.uint32(26).doubles(message.doubles) // 3
    if (message.integers.length > 0) {
      writer.uint32(34).fork() // 4
      for (const item of message.integers) writeSafe64(writer, item)
      writer.ldelim()
    }
    if (message.bigints.length > 0) {
      writer.uint32(42).fork() // 5
      for (const item of message.bigints) writeBigint64(writer, item)
      writer.ldelim()
    }
    if (message.int32s.length > 0) writer.uint32(50).int32s(message.int32s) // 6
    if (message.uint32s.length > 0) writer.uint32(58).uint32s(message.uint32s) // 7
    if (message.sint32s.length > 0) writer.uint32(66).sint32s(message.sint32s) // 8
    if (message.fixed32s.length > 0) writer.uint32(74).fixed32s(message.fixed32s) // 9
    if (message.sfixed32s.length > 0) writer.uint32(82).sfixed32s(message.sfixed32s) // 10
    if (message.uint64s.length > 0) {
      writer.uint32(90).fork() // 11
      for (const item of message.uint64s) writeBigint64(writer, item)
      writer.ldelim()
    }
    if (message.sint64s.length > 0) {
      writer.uint32(98).fork() // 12
      for (const item of message.sint64s) writeSint64(writer, item)
      writer.ldelim()
    }
    if (message.fixed64s.length > 0) {
      writer.uint32(106).fork() // 13
      for (const item of message.fixed64s) writeFixed64(writer, item)
      writer.ldelim()
    }
    if (message.sfixed64s.length > 0) {
      writer.uint32(114).fork() // 14
      for (const item of message.sfixed64s) writeFixed64(writer, item)
      writer.ldelim()
    }
    if (message.floats.length > 0) writer.uint32(122).floats(message.floats) // 15
    for (const item of message.chunks) writer.uint32(130).bytes(item) // 16
    for (const item of message.times) writeTimestamp(writer.uint32(138), item) // 17
    for (const item of message.spans) writeDuration(writer.uint32(146), item) // 18
    if (message.moods.length > 0) {
      writer.uint32(154).fork() // 19
      for (const item of message.moods) writer.int32(ListsMoods.toNumber(item))
      writer.ldelim()
    }
    for (const item of message.prices) {
      Money.encode(item, writer.uint32(162).fork()) // 20
      writer.ldelim()
    }
  },
  decode(reader, depth) {
    const strings: string[] = []
    const bools: boolean[] = []
    const doubles: number[] = []
    const integers: number[] = []
    const bigints: bigint[] = []
    const int32s: number[] = []
    const uint32s: number[] = []
    const sint32s: number[] = []
    const fixed32s: number[] = []
    const sfixed32s: number[] = []
    const uint64s: bigint[] = []
    const sint64s: bigint[] = []
    const fixed64s: bigint[] = []
    const sfixed64s: bigint[] = []
    const floats: number[] = []
    const chunks: Uint8Array[] = []
    const times: Date[] = []
    const spans: number[] = []
    const moods: ListsMoods[] = []
    const prices: Money[] = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          append(strings, readString(reader))
          break
        case 18: // 2
          checkCount(reader.bools(bools))
          break
        case 16: // 2, one at a time
          append(bools, reader.bool())
          break
        case 26: // 3
          checkCount(reader.doubles(doubles))
          break
        case 25: // 3, one at a time
          append(doubles, reader.double())
          break
        case 34: {
          // 4
          const outer = enterLength(reader)
          while (reader.pos < reader.len) append(integers, readSafeInt64(reader))
          leaveMessage(reader, outer)
          break
        }
        case 32: // 4, one at a time
          append(integers, readSafeInt64(reader))
          break
        case 42: {
          // 5
          const outer = enterLength(reader)
          while (reader.pos < reader.len) append(bigints, readInt64(reader))
          leaveMessage(reader, outer)
          break
        }
        case 40: // 5, one at a time
          append(bigints, readInt64(reader))
          break
        case 50: // 6
          checkCount(reader.int32s(int32s))
          break
        case 48: // 6, one at a time
          append(int32s, reader.int32())
          break
        case 58: // 7
          checkCount(reader.uint32s(uint32s))
          break
        case 56: // 7, one at a time
          append(uint32s, reader.uint32())
          break
        case 66: // 8
          checkCount(reader.sint32s(sint32s))
          break
        case 64: // 8, one at a time
          append(sint32s, reader.sint32())
          break
        case 74: // 9
          checkCount(reader.fixed32s(fixed32s))
          break
        case 77: // 9, one at a time
          append(fixed32s, reader.fixed32())
          break
        case 82: // 10
          checkCount(reader.sfixed32s(sfixed32s))
          break
        case 85: // 10, one at a time
          append(sfixed32s, reader.sfixed32())
          break
        case 90: {
          // 11
          const outer = enterLength(reader)
          while (reader.pos < reader.len) append(uint64s, readUint64(reader))
          leaveMessage(reader, outer)
          break
        }
        case 88: // 11, one at a time
          append(uint64s, readUint64(reader))
          break
        case 98: {
          // 12
          const outer = enterLength(reader)
          while (reader.pos < reader.len) append(sint64s, readSint64(reader))
          leaveMessage(reader, outer)
          break
        }
        case 96: // 12, one at a time
          append(sint64s, readSint64(reader))
          break
        case 106: {
          // 13
          const outer = enterLength(reader)
          while (reader.pos < reader.len) append(fixed64s, readFixed64(reader))
          leaveMessage(reader, outer)
          break
        }
        case 105: // 13, one at a time
          append(fixed64s, readFixed64(reader))
          break
        case 114: {
          // 14
          const outer = enterLength(reader)
          while (reader.pos < reader.len) append(sfixed64s, readSfixed64(reader))
          leaveMessage(reader, outer)
          break
        }
        case 113: // 14, one at a time
          append(sfixed64s, readSfixed64(reader))
          break
        case 122: // 15
          checkCount(reader.floats(floats))
          break
        case 125: // 15, one at a time
          append(floats, reader.float())
          break
        case 130: // 16
          append(chunks, readBytes(reader))
          break
        case 138: // 17
          append(times, readTimestamp(reader, depth))
          break
        case 146: // 18
          append(spans, readDuration(reader, depth))
          break
        case 154: {
          // 19
          const outer = enterLength(reader)
          while (reader.pos < reader.len) append(moods, ListsMoods.fromNumber(reader.int32()))
          leaveMessage(reader, outer)
          break
        }
        case 152: // 19, one at a time
          append(moods, ListsMoods.fromNumber(reader.int32()))
          break
        case 162: {
          // 20
          const outer = enterMessage(reader, depth)
          append(prices, Money.decode(reader, depth + 1))
          leaveMessage(reader, outer)
          break
        }
        default:
          skipField(reader, tag, depth)
      }
    }
    return {
      strings,
      bools,
      doubles,
      integers,
      bigints,
      int32s,
      uint32s,
      sint32s,
      fixed32s,
      sfixed32s,
      uint64s,
      sint64s,
      fixed64s,
      sfixed64s,
      floats,
      chunks,
      times,
      spans,
      moods,
      prices,
    }
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkArray(message.strings, issues, 'strings')) {
      const start = issues.count
      let index = 0
      for (const item of message.strings) {
        const at = issues.count
        checkString(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'strings')
    }
    if (checkArray(message.bools, issues, 'bools')) {
      const start = issues.count
      let index = 0
      for (const item of message.bools) {
        const at = issues.count
        checkBoolean(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'bools')
    }
    if (checkArray(message.doubles, issues, 'doubles')) {
      const start = issues.count
      let index = 0
      for (const item of message.doubles) {
        const at = issues.count
        checkNumber(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'doubles')
    }
    if (checkArray(message.integers, issues, 'integers')) {
      const start = issues.count
      let index = 0
      for (const item of message.integers) {
        const at = issues.count
        checkInteger(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'integers')
    }
    if (checkArray(message.bigints, issues, 'bigints')) {
      const start = issues.count
      let index = 0
      for (const item of message.bigints) {
        const at = issues.count
        if (checkBigint(item, issues, '')) {
          if (item < -9223372036854775808n) {
            issues.add('', 'must be at least -9223372036854775808, the least int64')
          }
          if (item > 9223372036854775807n) {
            issues.add('', 'must be at most 9223372036854775807, the greatest int64')
          }
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'bigints')
    }
    if (checkArray(message.int32s, issues, 'int32s')) {
      const start = issues.count
      let index = 0
      for (const item of message.int32s) {
        const at = issues.count
        if (checkInteger(item, issues, '')) {
          if (item < -2147483648) issues.add('', 'must be at least -2147483648')
          if (item > 2147483647) issues.add('', 'must be at most 2147483647')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'int32s')
    }
    if (checkArray(message.uint32s, issues, 'uint32s')) {
      const start = issues.count
      let index = 0
      for (const item of message.uint32s) {
        const at = issues.count
        if (checkInteger(item, issues, '')) {
          if (item < 0) issues.add('', 'must be at least 0')
          if (item > 4294967295) issues.add('', 'must be at most 4294967295')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'uint32s')
    }
    if (checkArray(message.sint32s, issues, 'sint32s')) {
      const start = issues.count
      let index = 0
      for (const item of message.sint32s) {
        const at = issues.count
        if (checkInteger(item, issues, '')) {
          if (item < -2147483648) issues.add('', 'must be at least -2147483648')
          if (item > 2147483647) issues.add('', 'must be at most 2147483647')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'sint32s')
    }
    if (checkArray(message.fixed32s, issues, 'fixed32s')) {
      const start = issues.count
      let index = 0
      for (const item of message.fixed32s) {
        const at = issues.count
        if (checkInteger(item, issues, '')) {
          if (item < 0) issues.add('', 'must be at least 0')
          if (item > 4294967295) issues.add('', 'must be at most 4294967295')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'fixed32s')
    }
    if (checkArray(message.sfixed32s, issues, 'sfixed32s')) {
      const start = issues.count
      let index = 0
      for (const item of message.sfixed32s) {
        const at = issues.count
        if (checkInteger(item, issues, '')) {
          if (item < -2147483648) issues.add('', 'must be at least -2147483648')
          if (item > 2147483647) issues.add('', 'must be at most 2147483647')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'sfixed32s')
    }
    if (checkArray(message.uint64s, issues, 'uint64s')) {
      const start = issues.count
      let index = 0
      for (const item of message.uint64s) {
        const at = issues.count
        if (checkBigint(item, issues, '')) {
          if (item < 0n) issues.add('', 'must be at least 0')
          if (item >= 18446744073709551616n) {
            issues.add('', 'must be less than 18446744073709551616')
          }
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'uint64s')
    }
    if (checkArray(message.sint64s, issues, 'sint64s')) {
      const start = issues.count
      let index = 0
      for (const item of message.sint64s) {
        const at = issues.count
        if (checkBigint(item, issues, '')) {
          if (item < -9223372036854775808n) issues.add('', 'must be at least -9223372036854775808')
          if (item >= 9223372036854775808n) issues.add('', 'must be less than 9223372036854775808')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'sint64s')
    }
    if (checkArray(message.fixed64s, issues, 'fixed64s')) {
      const start = issues.count
      let index = 0
      for (const item of message.fixed64s) {
        const at = issues.count
        if (checkBigint(item, issues, '')) {
          if (item < 0n) issues.add('', 'must be at least 0')
          if (item >= 18446744073709551616n) {
            issues.add('', 'must be less than 18446744073709551616')
          }
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'fixed64s')
    }
    if (checkArray(message.sfixed64s, issues, 'sfixed64s')) {
      const start = issues.count
      let index = 0
      for (const item of message.sfixed64s) {
        const at = issues.count
        if (checkBigint(item, issues, '')) {
          if (item < -9223372036854775808n) issues.add('', 'must be at least -9223372036854775808')
          if (item >= 9223372036854775808n) issues.add('', 'must be less than 9223372036854775808')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'sfixed64s')
    }
    if (checkArray(message.floats, issues, 'floats')) {
      const start = issues.count
      let index = 0
      for (const item of message.floats) {
        const at = issues.count
        if (checkNumber(item, issues, '')) {
          if (item > 3.4028234663852886e38) issues.add('', 'must fit into four bytes')
          if (item < -3.4028234663852886e38) issues.add('', 'must fit into four bytes')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'floats')
    }
    if (checkArray(message.chunks, issues, 'chunks')) {
      const start = issues.count
      let index = 0
      for (const item of message.chunks) {
        const at = issues.count
        checkBytes(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'chunks')
    }
    if (checkArray(message.times, issues, 'times')) {
      const start = issues.count
      let index = 0
      for (const item of message.times) {
        const at = issues.count
        checkTimestamp(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'times')
    }
    if (checkArray(message.spans, issues, 'spans')) {
      const start = issues.count
      let index = 0
      for (const item of message.spans) {
        const at = issues.count
        checkDuration(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'spans')
    }
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
    if (checkArray(message.prices, issues, 'prices')) {
      const start = issues.count
      let index = 0
      for (const item of message.prices) {
        const at = issues.count
        Money.check(item, issues, depth + 1)
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'prices')
    }
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
    writer.uint32(8).int32(Color.toNumber(message.color)) // 1
    if (message.maybe !== undefined) writer.uint32(16).int32(Color.toNumber(message.maybe)) // 2
    if (message.nothing !== null) writer.uint32(24).int32(Color.toNumber(message.nothing)) // 3
    if (message.level !== 0) writer.uint32(32).int32(Level.toNumber(message.level)) // 4
    if (message.levels.length > 0) {
      writer.uint32(42).fork() // 5
      for (const item of message.levels) writer.int32(Level.toNumber(item))
      writer.ldelim()
    }
    writer.uint32(48).int32(EnumsInline.toNumber(message.inline)) // 6
    if (message.only !== undefined) writer.uint32(56).int32(EnumsOnly.toNumber(message.only)) // 7
    if (message.flag !== undefined) writer.uint32(64).bool(message.flag) // 8
  },
  decode(reader, depth) {
    let color: Color | undefined
    let maybe: Color | undefined
    let nothing: Color | null = null
    let level: Level = 0
    const levels: Level[] = []
    let inline: EnumsInline | undefined
    let only: EnumsOnly | undefined
    let flag: true | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 8: // 1
          color = Color.fromNumber(reader.int32())
          break
        case 16: // 2
          maybe = Color.fromNumber(reader.int32())
          break
        case 24: // 3
          nothing = Color.fromNumber(reader.int32())
          break
        case 32: // 4
          level = Level.fromNumber(reader.int32())
          break
        case 42: {
          // 5
          const outer = enterLength(reader)
          while (reader.pos < reader.len) append(levels, Level.fromNumber(reader.int32()))
          leaveMessage(reader, outer)
          break
        }
        case 40: // 5, one at a time
          append(levels, Level.fromNumber(reader.int32()))
          break
        case 48: // 6
          inline = EnumsInline.fromNumber(reader.int32())
          break
        case 56: // 7
          only = EnumsOnly.fromNumber(reader.int32())
          break
        case 64: // 8
          flag = reader.bool() as true
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    if (color === undefined) throw missing('golden.kinds.v1.Enums', 'color')
    if (inline === undefined) throw missing('golden.kinds.v1.Enums', 'inline')
    const message: Enums = { color, nothing, level, levels, inline }
    if (maybe !== undefined) message.maybe = maybe
    if (only !== undefined) message.only = only
    if (flag !== undefined) message.flag = flag
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
    for (const [key, value] of Object.entries(message.labels)) {
      writer.uint32(10).fork().uint32(10).string(key) // 1
      writer.uint32(18).string(value)
      writer.ldelim()
    }
    for (const [key, value] of Object.entries(message.counts)) {
      writeSafe64(writer.uint32(18).fork().uint32(8), Number(key)) // 2
      writeSafe64(writer.uint32(16), value)
      writer.ldelim()
    }
    for (const [key, value] of Object.entries(message.prices)) {
      writer.uint32(26).fork().uint32(10).string(key) // 3
      Money.encode(value, writer.uint32(18).fork())
      writer.ldelim()
      writer.ldelim()
    }
    for (const [key, value] of Object.entries(message.colors)) {
      writer.uint32(34).fork().uint32(10).string(key) // 4
      writer.uint32(16).int32(Color.toNumber(value))
      writer.ldelim()
    }
    for (const [key, value] of Object.entries(message.times)) {
      writer.uint32(42).fork().uint32(10).string(key) // 5
      writeTimestamp(writer.uint32(18), value)
      writer.ldelim()
    }
    for (const [key, value] of Object.entries(message.lists)) {
      writer.uint32(50).fork().uint32(10).string(key) // 6
      MapsListsList.encode(value, writer.uint32(18).fork())
      writer.ldelim()
      writer.ldelim()
    }
    writeJsonObject(writer.uint32(58), message.open) // 7
    if (message.perhaps !== undefined) {
      MapsPerhapsMap.encode(message.perhaps, writer.uint32(66).fork()) // 8
      writer.ldelim()
    }
  },
  decode(reader, depth) {
    const labels: Record<string, string> = {}
    const counts: Record<number, number> = {}
    const prices: Record<string, Money> = {}
    const colors: Record<string, Color> = {}
    const times: Record<string, Date> = {}
    const lists: Record<string, number[]> = {}
    let open: Record<string, unknown> | undefined
    let perhaps: Record<string, boolean> | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: {
          // 1
          const outer = enterLength(reader)
          let key = ''
          let value: string | undefined
          while (reader.pos < reader.len) {
            const inner = reader.tag()
            switch (inner) {
              case 10:
                key = readString(reader)
                break
              case 18:
                value = readString(reader)
                break
              default:
                skipField(reader, inner, depth)
            }
          }
          leaveMessage(reader, outer)
          setEntry(labels, key, value ?? '')
          break
        }
        case 18: {
          // 2
          const outer = enterLength(reader)
          let key = 0
          let value: number | undefined
          while (reader.pos < reader.len) {
            const inner = reader.tag()
            switch (inner) {
              case 8:
                key = readSafeInt64(reader)
                break
              case 16:
                value = readSafeInt64(reader)
                break
              default:
                skipField(reader, inner, depth)
            }
          }
          leaveMessage(reader, outer)
          counts[key] = value ?? 0
          break
        }
        case 26: {
          // 3
          const outer = enterLength(reader)
          let key = ''
          let value: Money | undefined
          while (reader.pos < reader.len) {
            const inner = reader.tag()
            switch (inner) {
              case 10:
                key = readString(reader)
                break
              case 18: {
                const end = enterMessage(reader, depth)
                if (value === undefined) value = Money.decode(reader, depth + 1)
                else value = mergeMessage(Money, value, reader, depth + 1)
                leaveMessage(reader, end)
                break
              }
              default:
                skipField(reader, inner, depth)
            }
          }
          leaveMessage(reader, outer)
          setEntry(prices, key, value ?? decodeEmpty(Money, depth + 1))
          break
        }
        case 34: {
          // 4
          const outer = enterLength(reader)
          let key = ''
          let value: Color | undefined
          while (reader.pos < reader.len) {
            const inner = reader.tag()
            switch (inner) {
              case 10:
                key = readString(reader)
                break
              case 16:
                value = Color.fromNumber(reader.int32())
                break
              default:
                skipField(reader, inner, depth)
            }
          }
          leaveMessage(reader, outer)
          setEntry(colors, key, value ?? Color.fromNumber(0))
          break
        }
        case 42: {
          // 5
          const outer = enterLength(reader)
          let key = ''
          let value: Date | undefined
          while (reader.pos < reader.len) {
            const inner = reader.tag()
            switch (inner) {
              case 10:
                key = readString(reader)
                break
              case 18:
                value = readTimestamp(reader, depth)
                break
              default:
                skipField(reader, inner, depth)
            }
          }
          leaveMessage(reader, outer)
          setEntry(times, key, value ?? new Date(0))
          break
        }
        case 50: {
          // 6
          const outer = enterLength(reader)
          let key = ''
          let value: number[] | undefined
          while (reader.pos < reader.len) {
            const inner = reader.tag()
            switch (inner) {
              case 10:
                key = readString(reader)
                break
              case 18: {
                const end = enterMessage(reader, depth)
                if (value === undefined) value = MapsListsList.decode(reader, depth + 1)
                else value = mergeMessage(MapsListsList, value, reader, depth + 1)
                leaveMessage(reader, end)
                break
              }
              default:
                skipField(reader, inner, depth)
            }
          }
          leaveMessage(reader, outer)
          setEntry(lists, key, value ?? decodeEmpty(MapsListsList, depth + 1))
          break
        }
        case 58: // 7
          open = readJsonObject(reader, depth)
          break
        case 66: {
          // 8
          const outer = enterMessage(reader, depth)
          if (perhaps === undefined) perhaps = MapsPerhapsMap.decode(reader, depth + 1)
          else perhaps = mergeMessage(MapsPerhapsMap, perhaps, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        default:
          skipField(reader, tag, depth)
      }
    }
    if (open === undefined) throw missing('golden.kinds.v1.Maps', 'open')
    const message: Maps = { labels, counts, prices, colors, times, lists, open }
    if (perhaps !== undefined) message.perhaps = perhaps
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
    if (message.perhaps !== undefined) {
      const from = issues.count
      MapsPerhapsMap.check(message.perhaps, issues, depth + 1)
      issues.within(from, 'perhaps')
    }
  },
}

const MapsListsList: MessageCodec<number[]> = {
  name: 'golden.kinds.v1.MapsListsList',
  constrained: true,
  encode(message, writer) {
    if (message.length > 0) writer.uint32(10).doubles(message) // 1
  },
  decode(reader, depth) {
    const content: number[] = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          checkCount(reader.doubles(content))
          break
        case 9: // 1, one at a time
          append(content, reader.double())
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return content
  },
  check(message, issues) {
    if (checkArray(message, issues, '')) {
      let index = 0
      for (const item of message) {
        const at = issues.count
        checkNumber(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
    }
  },
}

const MapsPerhapsMap: MessageCodec<Record<string, boolean>> = {
  name: 'golden.kinds.v1.MapsPerhapsMap',
  constrained: false,
  encode(message, writer) {
    for (const [key, value] of Object.entries(message)) {
      writer.uint32(10).fork().uint32(10).string(key) // 1
      writer.uint32(16).bool(value)
      writer.ldelim()
    }
  },
  decode(reader, depth) {
    const content: Record<string, boolean> = {}
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: {
          // 1
          const outer = enterLength(reader)
          let key = ''
          let value: boolean | undefined
          while (reader.pos < reader.len) {
            const inner = reader.tag()
            switch (inner) {
              case 10:
                key = readString(reader)
                break
              case 16:
                value = reader.bool()
                break
              default:
                skipField(reader, inner, depth)
            }
          }
          leaveMessage(reader, outer)
          setEntry(content, key, value ?? false)
          break
        }
        default:
          skipField(reader, tag, depth)
      }
    }
    return content
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
    for (const item of message.grid) {
      NestedGridList.encode(item, writer.uint32(10).fork()) // 1
      writer.ldelim()
    }
    if (message.maybeList !== undefined) {
      NestedMaybeListList.encode(message.maybeList, writer.uint32(18).fork()) // 2
      writer.ldelim()
    }
    if (message.nullList !== null) {
      NestedNullListList.encode(message.nullList, writer.uint32(26).fork()) // 3
      writer.ldelim()
    }
    for (const item of message.gaps) {
      NestedGapsItem.encode(item, writer.uint32(34).fork()) // 4
      writer.ldelim()
    }
    NestedInner.encode(message.inner, writer.uint32(42).fork()) // 5
    writer.ldelim()
    if (message.maybeInner !== undefined) {
      NestedMaybeInner.encode(message.maybeInner, writer.uint32(50).fork()) // 6
      writer.ldelim()
    }
    if (message.nullInner !== null) {
      Money.encode(message.nullInner, writer.uint32(58).fork()) // 7
      writer.ldelim()
    }
    if (message.nullString !== null) writer.uint32(66).string(message.nullString) // 8
    writeJson(writer.uint32(74), message.anything) // 9
    if (message.maybeAnything !== undefined) writeJson(writer.uint32(82), message.maybeAnything) // 10
    if (message['content-type'] !== '') writer.uint32(90).string(message['content-type']) // 11
    if (message.default) writer.uint32(96).bool(message.default) // 12
    if (message.reader !== undefined) writer.uint32(106).string(message.reader) // 13
  },
  decode(reader, depth) {
    const grid: number[][] = []
    let maybeList: string[] | undefined
    let nullList: string[] | null = null
    const gaps: (string | null)[] = []
    let innerValue: NestedInner | undefined
    let maybeInner: NestedMaybeInner | undefined
    let nullInner: Money | null = null
    let nullString: string | null = null
    let anything: unknown | undefined
    let maybeAnything: unknown | undefined
    let contentType = ''
    let defaultValue = false
    let readerValue: string | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: {
          // 1
          const outer = enterMessage(reader, depth)
          append(grid, NestedGridList.decode(reader, depth + 1))
          leaveMessage(reader, outer)
          break
        }
        case 18: {
          // 2
          const outer = enterMessage(reader, depth)
          if (maybeList === undefined) maybeList = NestedMaybeListList.decode(reader, depth + 1)
          else maybeList = mergeMessage(NestedMaybeListList, maybeList, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 26: {
          // 3
          const outer = enterMessage(reader, depth)
          if (nullList === null) nullList = NestedNullListList.decode(reader, depth + 1)
          else nullList = mergeMessage(NestedNullListList, nullList, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 34: {
          // 4
          const outer = enterMessage(reader, depth)
          append(gaps, NestedGapsItem.decode(reader, depth + 1))
          leaveMessage(reader, outer)
          break
        }
        case 42: {
          // 5
          const outer = enterMessage(reader, depth)
          if (innerValue === undefined) innerValue = NestedInner.decode(reader, depth + 1)
          else innerValue = mergeMessage(NestedInner, innerValue, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 50: {
          // 6
          const outer = enterMessage(reader, depth)
          if (maybeInner === undefined) maybeInner = NestedMaybeInner.decode(reader, depth + 1)
          else maybeInner = mergeMessage(NestedMaybeInner, maybeInner, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 58: {
          // 7
          const outer = enterMessage(reader, depth)
          if (nullInner === null) nullInner = Money.decode(reader, depth + 1)
          else nullInner = mergeMessage(Money, nullInner, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 66: // 8
          nullString = readString(reader)
          break
        case 74: // 9
          anything = readJson(reader, depth)
          break
        case 82: // 10
          maybeAnything = readJson(reader, depth)
          break
        case 90: // 11
          contentType = readString(reader)
          break
        case 96: // 12
          defaultValue = reader.bool()
          break
        case 106: // 13
          readerValue = readString(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    if (innerValue === undefined) throw missing('golden.kinds.v1.Nested', 'inner')
    if (anything === undefined) throw missing('golden.kinds.v1.Nested', 'anything')
    const message: Nested = {
      grid,
      nullList,
      gaps,
      inner: innerValue,
      nullInner,
      nullString,
      anything,
      version: 2,
      'content-type': contentType,
      default: defaultValue,
    }
    if (maybeList !== undefined) message.maybeList = maybeList
    if (maybeInner !== undefined) message.maybeInner = maybeInner
    if (maybeAnything !== undefined) message.maybeAnything = maybeAnything
    if (readerValue !== undefined) message.reader = readerValue
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkArray(message.grid, issues, 'grid')) {
      const start = issues.count
      let index = 0
      for (const item of message.grid) {
        const at = issues.count
        NestedGridList.check(item, issues, depth + 1)
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'grid')
    }
    if (message.maybeList !== undefined) {
      const from = issues.count
      NestedMaybeListList.check(message.maybeList, issues, depth + 1)
      issues.within(from, 'maybeList')
    }
    if (message.nullList !== null) {
      const from = issues.count
      NestedNullListList.check(message.nullList, issues, depth + 1)
      issues.within(from, 'nullList')
    }
    if (checkArray(message.gaps, issues, 'gaps')) {
      const start = issues.count
      let index = 0
      for (const item of message.gaps) {
        const at = issues.count
        NestedGapsItem.check(item, issues, depth + 1)
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'gaps')
    }
    const from = issues.count
    NestedInner.check(message.inner, issues, depth + 1)
    issues.within(from, 'inner')
    if (message.maybeInner !== undefined) {
      const from = issues.count
      NestedMaybeInner.check(message.maybeInner, issues, depth + 1)
      issues.within(from, 'maybeInner')
    }
    if (message.nullInner !== null) {
      const from = issues.count
      Money.check(message.nullInner, issues, depth + 1)
      issues.within(from, 'nullInner')
    }
    if (message.nullString !== null) checkString(message.nullString, issues, 'nullString')
    checkJson(message.anything, issues, 'anything', depth + 1)
    if (message.maybeAnything !== undefined) {
      checkJson(message.maybeAnything, issues, 'maybeAnything', depth + 1)
    }
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
    if (message.length > 0) writer.uint32(10).int32s(message) // 1
  },
  decode(reader, depth) {
    const content: number[] = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          checkCount(reader.int32s(content))
          break
        case 8: // 1, one at a time
          append(content, reader.int32())
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return content
  },
  check(message, issues) {
    if (checkArray(message, issues, '')) {
      let index = 0
      for (const item of message) {
        const at = issues.count
        if (checkInteger(item, issues, '')) {
          if (item < -2147483648) issues.add('', 'must be at least -2147483648')
          if (item > 2147483647) issues.add('', 'must be at most 2147483647')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
    }
  },
}

const NestedMaybeListList: MessageCodec<string[]> = {
  name: 'golden.kinds.v1.NestedMaybeListList',
  constrained: false,
  encode(message, writer) {
    for (const item of message) writer.uint32(10).string(item) // 1
  },
  decode(reader, depth) {
    const content: string[] = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          append(content, readString(reader))
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return content
  },
  check(message, issues) {
    if (checkArray(message, issues, '')) {
      let index = 0
      for (const item of message) {
        const at = issues.count
        checkString(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
    }
  },
}

const NestedNullListList: MessageCodec<string[]> = {
  name: 'golden.kinds.v1.NestedNullListList',
  constrained: false,
  encode(message, writer) {
    for (const item of message) writer.uint32(10).string(item) // 1
  },
  decode(reader, depth) {
    const content: string[] = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          append(content, readString(reader))
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return content
  },
  check(message, issues) {
    if (checkArray(message, issues, '')) {
      let index = 0
      for (const item of message) {
        const at = issues.count
        checkString(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
    }
  },
}

const NestedGapsItem: MessageCodec<string | null> = {
  name: 'golden.kinds.v1.NestedGapsItem',
  constrained: false,
  encode(message, writer) {
    if (message !== null) writer.uint32(10).string(message) // 1
  },
  decode(reader, depth) {
    let content: string | null = null
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          content = readString(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return content
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
    NestedInnerDeep.encode(message.deep, writer.uint32(10).fork()) // 1
    writer.ldelim()
  },
  decode(reader, depth) {
    let deep: NestedInnerDeep | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: {
          // 1
          const outer = enterMessage(reader, depth)
          if (deep === undefined) deep = NestedInnerDeep.decode(reader, depth + 1)
          else deep = mergeMessage(NestedInnerDeep, deep, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        default:
          skipField(reader, tag, depth)
      }
    }
    if (deep === undefined) throw missing('golden.kinds.v1.NestedInner', 'deep')
    return { deep }
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    const from = issues.count
    NestedInnerDeep.check(message.deep, issues, depth + 1)
    issues.within(from, 'deep')
  },
}

export interface NestedInnerDeep {
  value: string // 1
}

export const NestedInnerDeep: MessageCodec<NestedInnerDeep> = {
  name: 'golden.kinds.v1.NestedInnerDeep',
  constrained: false,
  encode(message, writer) {
    if (message.value !== '') writer.uint32(10).string(message.value) // 1
  },
  decode(reader, depth) {
    let valueValue = ''
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          valueValue = readString(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { value: valueValue }
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
    if (message.value !== 0) writeSafe64(writer.uint32(8), message.value) // 1
  },
  decode(reader, depth) {
    let valueValue = 0
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 8: // 1
          valueValue = readSafeInt64(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { value: valueValue }
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
    if (!Object.is(message.radius, 0)) writer.uint32(9).double(message.radius) // 1
  },
  decode(reader, depth) {
    let radius = 0
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 9: // 1
          radius = reader.double()
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { kind: 'circle', radius }
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
    if (!Object.is(message.side, 0)) writer.uint32(9).double(message.side) // 1
  },
  decode(reader, depth) {
    let side = 0
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 9: // 1
          side = reader.double()
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { kind: 'square', side }
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
        Circle.encode(message, writer.uint32(10).fork()) // 1
        writer.ldelim()
        break
      case 'square':
        Square.encode(message, writer.uint32(18).fork()) // 2
        writer.ldelim()
        break
      case 'point':
        ShapePoint.encode(message, writer.uint32(26).fork()) // 3
        writer.ldelim()
        break
    }
  },
  decode(reader, depth) {
    let message: Shape | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: {
          // 1
          const outer = enterMessage(reader, depth)
          if (message?.kind !== 'circle') message = Circle.decode(reader, depth + 1)
          else message = mergeMessage(Circle, message, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 18: {
          // 2
          const outer = enterMessage(reader, depth)
          if (message?.kind !== 'square') message = Square.decode(reader, depth + 1)
          else message = mergeMessage(Square, message, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 26: {
          // 3
          const outer = enterMessage(reader, depth)
          if (message?.kind !== 'point') message = ShapePoint.decode(reader, depth + 1)
          else message = mergeMessage(ShapePoint, message, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        default:
          skipField(reader, tag, depth)
      }
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
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      skipField(reader, tag, depth)
    }
    return { kind: 'point' }
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
      writer.uint32(10).string(message) // 1
    } else if (typeof message === 'number') {
      writer.uint32(17).double(message) // 2
    } else if (typeof message === 'boolean') {
      writer.uint32(24).bool(message) // 3
    } else if (typeof message === 'bigint') {
      writeBigint64(writer.uint32(32), message) // 4
    } else if (message instanceof Uint8Array) {
      writer.uint32(42).bytes(message) // 5
    } else if (message instanceof Date) {
      writeTimestamp(writer.uint32(50), message) // 6
    } else if (Array.isArray(message)) {
      ScalarList.encode(message, writer.uint32(58).fork()) // 7
      writer.ldelim()
    } else {
      Money.encode(message, writer.uint32(66).fork()) // 8
      writer.ldelim()
    }
  },
  decode(reader, depth) {
    let message: Scalar | undefined
    let last = 0
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          message = readString(reader)
          break
        case 17: // 2
          message = reader.double()
          break
        case 24: // 3
          message = reader.bool()
          break
        case 32: // 4
          message = readInt64(reader)
          break
        case 42: // 5
          message = readBytes(reader)
          break
        case 50: // 6
          message = readTimestamp(reader, depth)
          break
        case 58: {
          // 7
          const outer = enterMessage(reader, depth)
          if (last !== 58 || message === undefined) message = ScalarList.decode(reader, depth + 1)
          else message = mergeMessage(ScalarList, message as string[], reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 66: {
          // 8
          const outer = enterMessage(reader, depth)
          if (last !== 66 || message === undefined) message = Money.decode(reader, depth + 1)
          else message = mergeMessage(Money, message as Money, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        default:
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
      if (checkBigint(message, issues, '')) {
        if (message < -9223372036854775808n) {
          issues.add('', 'must be at least -9223372036854775808, the least int64')
        }
        if (message > 9223372036854775807n) {
          issues.add('', 'must be at most 9223372036854775807, the greatest int64')
        }
      }
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
    for (const item of message) writer.uint32(10).string(item) // 1
  },
  decode(reader, depth) {
    const content: string[] = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          append(content, readString(reader))
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return content
  },
  check(message, issues) {
    if (checkArray(message, issues, '')) {
      let index = 0
      for (const item of message) {
        const at = issues.count
        checkString(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
    }
  },
}

export type Point = [number, number, string | null]

export const Point: MessageCodec<Point> = {
  name: 'golden.kinds.v1.Point',
  constrained: true,
  encode(message, writer) {
    if (!Object.is(message[0], 0)) writer.uint32(9).double(message[0]) // 1
    if (!Object.is(message[1], 0)) writer.uint32(17).double(message[1]) // 2
    if (message[2] !== null) writer.uint32(26).string(message[2]) // 3
  },
  decode(reader, depth) {
    let field0 = 0
    let field1 = 0
    let field2: string | null = null
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 9: // 1
          field0 = reader.double()
          break
        case 17: // 2
          field1 = reader.double()
          break
        case 26: // 3
          field2 = readString(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return [field0, field1, field2]
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
    Shape.encode(message.shape, writer.uint32(10).fork()) // 1
    writer.ldelim()
    for (const item of message.shapes) {
      Shape.encode(item, writer.uint32(18).fork()) // 2
      writer.ldelim()
    }
    if (message.maybeShape !== undefined) {
      Shape.encode(message.maybeShape, writer.uint32(26).fork()) // 3
      writer.ldelim()
    }
    Scalar.encode(message.scalar, writer.uint32(34).fork()) // 4
    writer.ldelim()
    Point.encode(message.point, writer.uint32(42).fork()) // 5
    writer.ldelim()
    for (const item of message.points) {
      Point.encode(item, writer.uint32(50).fork()) // 6
      writer.ldelim()
    }
    UnionsAuto.encode(message.auto, writer.uint32(58).fork()) // 7
    writer.ldelim()
  },
  decode(reader, depth) {
    let shape: Shape | undefined
    const shapes: Shape[] = []
    let maybeShape: Shape | undefined
    let scalar: Scalar | undefined
    let point: Point | undefined
    const points: Point[] = []
    let auto: UnionsAuto | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: {
          // 1
          const outer = enterMessage(reader, depth)
          if (shape === undefined) shape = Shape.decode(reader, depth + 1)
          else shape = mergeMessage(Shape, shape, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 18: {
          // 2
          const outer = enterMessage(reader, depth)
          append(shapes, Shape.decode(reader, depth + 1))
          leaveMessage(reader, outer)
          break
        }
        case 26: {
          // 3
          const outer = enterMessage(reader, depth)
          if (maybeShape === undefined) maybeShape = Shape.decode(reader, depth + 1)
          else maybeShape = mergeMessage(Shape, maybeShape, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 34: {
          // 4
          const outer = enterMessage(reader, depth)
          if (scalar === undefined) scalar = Scalar.decode(reader, depth + 1)
          else scalar = mergeMessage(Scalar, scalar, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 42: {
          // 5
          const outer = enterMessage(reader, depth)
          if (point === undefined) point = Point.decode(reader, depth + 1)
          else point = mergeMessage(Point, point, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 50: {
          // 6
          const outer = enterMessage(reader, depth)
          append(points, Point.decode(reader, depth + 1))
          leaveMessage(reader, outer)
          break
        }
        case 58: {
          // 7
          const outer = enterMessage(reader, depth)
          if (auto === undefined) auto = UnionsAuto.decode(reader, depth + 1)
          else auto = mergeMessage(UnionsAuto, auto, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        default:
          skipField(reader, tag, depth)
      }
    }
    if (shape === undefined) throw missing('golden.kinds.v1.Unions', 'shape')
    if (scalar === undefined) throw missing('golden.kinds.v1.Unions', 'scalar')
    if (point === undefined) throw missing('golden.kinds.v1.Unions', 'point')
    if (auto === undefined) throw missing('golden.kinds.v1.Unions', 'auto')
    const message: Unions = { shape, shapes, scalar, point, points, auto }
    if (maybeShape !== undefined) message.maybeShape = maybeShape
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    let from = issues.count
    Shape.check(message.shape, issues, depth + 1)
    issues.within(from, 'shape')
    if (checkArray(message.shapes, issues, 'shapes')) {
      const start = issues.count
      let index = 0
      for (const item of message.shapes) {
        const at = issues.count
        Shape.check(item, issues, depth + 1)
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'shapes')
    }
    if (message.maybeShape !== undefined) {
      const from = issues.count
      Shape.check(message.maybeShape, issues, depth + 1)
      issues.within(from, 'maybeShape')
    }
    from = issues.count
    Scalar.check(message.scalar, issues, depth + 1)
    issues.within(from, 'scalar')
    from = issues.count
    Point.check(message.point, issues, depth + 1)
    issues.within(from, 'point')
    if (checkArray(message.points, issues, 'points')) {
      const start = issues.count
      let index = 0
      for (const item of message.points) {
        const at = issues.count
        Point.check(item, issues, depth + 1)
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'points')
    }
    from = issues.count
    UnionsAuto.check(message.auto, issues, depth + 1)
    issues.within(from, 'auto')
  },
}

export type UnionsAuto = UnionsAutoLiteral | number

export const UnionsAuto: MessageCodec<UnionsAuto> = {
  name: 'golden.kinds.v1.UnionsAuto',
  constrained: true,
  encode(message, writer) {
    if (typeof message === 'string') {
      writer.uint32(8).int32(UnionsAutoLiteral.toNumber(message)) // 1
    } else {
      writeSafe64(writer.uint32(16), message) // 2
    }
  },
  decode(reader, depth) {
    let message: UnionsAuto | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 8: // 1
          message = UnionsAutoLiteral.fromNumber(reader.int32())
          break
        case 16: // 2
          message = readSafeUint64(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
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
    if (message.name !== '') writer.uint32(10).string(message.name) // 1
    for (const item of message.children) {
      Tree.encode(item, writer.uint32(18).fork()) // 2
      writer.ldelim()
    }
    if (message.parent !== undefined) {
      Link.encode(message.parent, writer.uint32(26).fork()) // 3
      writer.ldelim()
    }
  },
  decode(reader, depth) {
    let name = ''
    const children: Tree[] = []
    let parent: Link | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          name = readString(reader)
          break
        case 18: {
          // 2
          const outer = enterMessage(reader, depth)
          append(children, Tree.decode(reader, depth + 1))
          leaveMessage(reader, outer)
          break
        }
        case 26: {
          // 3
          const outer = enterMessage(reader, depth)
          if (parent === undefined) parent = Link.decode(reader, depth + 1)
          else parent = mergeMessage(Link, parent, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        default:
          skipField(reader, tag, depth)
      }
    }
    const message: Tree = { name, children }
    if (parent !== undefined) message.parent = parent
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.name, issues, 'name')
    if (checkArray(message.children, issues, 'children')) {
      const start = issues.count
      let index = 0
      for (const item of message.children) {
        const at = issues.count
        Tree.check(item, issues, depth + 1)
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'children')
    }
    if (message.parent !== undefined) {
      const from = issues.count
      Link.check(message.parent, issues, depth + 1)
      issues.within(from, 'parent')
    }
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
    Tree.encode(message.tree, writer.uint32(10).fork()) // 1
    writer.ldelim()
    if (!Object.is(message.weight, 0)) writer.uint32(17).double(message.weight) // 2
  },
  decode(reader, depth) {
    let tree: Tree | undefined
    let weight = 0
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: {
          // 1
          const outer = enterMessage(reader, depth)
          if (tree === undefined) tree = Tree.decode(reader, depth + 1)
          else tree = mergeMessage(Tree, tree, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 17: // 2
          weight = reader.double()
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    if (tree === undefined) throw missing('golden.kinds.v1.Link', 'tree')
    return { tree, weight }
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    const from = issues.count
    Tree.check(message.tree, issues, depth + 1)
    issues.within(from, 'tree')
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
    if (message.name !== '') writer.uint32(10).string(message.name) // 1
    if (message.mail !== undefined) writer.uint32(18).string(message.mail) // 2
    if (!Object.is(message.ratio, 0)) writer.uint32(25).double(message.ratio) // 3
    if (message.step !== 0) writeSafe64(writer.uint32(32), message.step) // 4
    if (message.total !== 0n) writeBigint64(writer.uint32(40), message.total) // 5
    if (message.digest.length > 0) writer.uint32(50).bytes(message.digest) // 6
    for (const item of message.tags) writer.uint32(58).string(item) // 7
    for (const [key, value] of Object.entries(message.quota)) {
      writer.uint32(66).fork().uint32(10).string(key) // 8
      writeSafe64(writer.uint32(16), value)
      writer.ldelim()
    }
    for (const item of message.prices) {
      Money.encode(item, writer.uint32(74).fork()) // 9
      writer.ldelim()
    }
    writer.uint32(82).string(message.template) // 10
  },
  decode(reader, depth) {
    let name = ''
    let mail: string | undefined
    let ratio = 0
    let step = 0
    let total = 0n
    let digest: Uint8Array = new Uint8Array(0)
    const tags: string[] = []
    const quota: Record<string, number> = {}
    const prices: Money[] = []
    let template: `v1-${string}` | `v2-${string}` | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          name = readString(reader)
          break
        case 18: // 2
          mail = readString(reader)
          break
        case 25: // 3
          ratio = reader.double()
          break
        case 32: // 4
          step = readSafeInt64(reader)
          break
        case 40: // 5
          total = readUint64(reader)
          break
        case 50: // 6
          digest = readBytes(reader)
          break
        case 58: // 7
          append(tags, readString(reader))
          break
        case 66: {
          // 8
          const outer = enterLength(reader)
          let key = ''
          let value: number | undefined
          while (reader.pos < reader.len) {
            const inner = reader.tag()
            switch (inner) {
              case 10:
                key = readString(reader)
                break
              case 16:
                value = readSafeUint64(reader)
                break
              default:
                skipField(reader, inner, depth)
            }
          }
          leaveMessage(reader, outer)
          setEntry(quota, key, value ?? 0)
          break
        }
        case 74: {
          // 9
          const outer = enterMessage(reader, depth)
          append(prices, Money.decode(reader, depth + 1))
          leaveMessage(reader, outer)
          break
        }
        case 82: // 10
          template = readString(reader) as `v1-${string}` | `v2-${string}`
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    if (template === undefined) throw missing('golden.kinds.v1.Rules', 'template')
    const message: Rules = { name, ratio, step, total, digest, tags, quota, prices, template }
    if (mail !== undefined) message.mail = mail
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.name, issues, 'name')) {
      if (message.name.length < 1) issues.add('name', 'must have at least 1 character')
      if (message.name.length > 20) issues.add('name', 'must have at most 20 characters')
      if (!pattern.test(message.name)) issues.add('name', 'must match /^[a-z]+$/u')
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
        if (checkString(item, issues, '') && item.length > 3) {
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
    if (checkArray(message.prices, issues, 'prices')) {
      const start = issues.count
      let index = 0
      for (const item of message.prices) {
        const at = issues.count
        Money.check(item, issues, depth + 1)
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'prices')
    }
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
    if (message.what !== '') writer.uint32(10).string(message.what) // 1
    if (message.which !== undefined) writer.uint32(18).string(message.which) // 2
  },
  decode(reader, depth) {
    let what = ''
    let which: string | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          what = readString(reader)
          break
        case 18: // 2
          which = readString(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    const message: Old = { what }
    if (which !== undefined) message.which = which
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.what, issues, 'what')
    if (message.which !== undefined) checkString(message.which, issues, 'which')
  },
}

export interface NoSuchShape {
  name: string // 1
}

export const NoSuchShape: MessageCodec<NoSuchShape> = {
  name: 'golden.kinds.v1.NoSuchShape',
  constrained: false,
  encode(message, writer) {
    if (message.name !== '') writer.uint32(10).string(message.name) // 1
  },
  decode(reader, depth) {
    let name = ''
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          name = readString(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { name }
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
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      skipField(reader, tag, depth)
    }
    return {}
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
    if (message.line !== '') writer.uint32(10).string(message.line) // 1
  },
  decode(reader, depth) {
    let line = ''
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          line = readString(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { line }
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
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      skipField(reader, tag, depth)
    }
    return {}
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
    if (message !== '') writer.uint32(10).string(message) // 1
  },
  decode(reader, depth) {
    let content = ''
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          content = readString(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return content
  },
  check(message, issues) {
    if (checkString(message, issues, '') && message.length > 5) {
      issues.add('', 'must have at most 5 characters')
    }
  },
}

export type KindsTextResponse = string | null

export const KindsTextResponse: MessageCodec<KindsTextResponse> = {
  name: 'golden.kinds.v1.KindsTextResponse',
  constrained: false,
  encode(message, writer) {
    if (message !== null) writer.uint32(10).string(message) // 1
  },
  decode(reader, depth) {
    let content: string | null = null
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          content = readString(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return content
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
    if (message.length > 0) writer.uint32(10).bytes(message) // 1
  },
  decode(reader, depth) {
    let content: Uint8Array = new Uint8Array(0)
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          content = readBytes(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return content
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
    if (message.length > 0) {
      writer.uint32(10).fork() // 1
      for (const item of message) writeSafe64(writer, item)
      writer.ldelim()
    }
  },
  decode(reader, depth) {
    const content: number[] = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: {
          // 1
          const outer = enterLength(reader)
          while (reader.pos < reader.len) append(content, readSafeInt64(reader))
          leaveMessage(reader, outer)
          break
        }
        case 8: // 1, one at a time
          append(content, readSafeInt64(reader))
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return content
  },
  check(message, issues) {
    if (checkArray(message, issues, '')) {
      let index = 0
      for (const item of message) {
        const at = issues.count
        checkInteger(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
    }
  },
}

export type KindsPointResponse = Record<string, number>

export const KindsPointResponse: MessageCodec<KindsPointResponse> = {
  name: 'golden.kinds.v1.KindsPointResponse',
  constrained: true,
  encode(message, writer) {
    for (const [key, value] of Object.entries(message)) {
      writer.uint32(10).fork().uint32(10).string(key) // 1
      writer.uint32(17).double(value)
      writer.ldelim()
    }
  },
  decode(reader, depth) {
    const content: Record<string, number> = {}
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: {
          // 1
          const outer = enterLength(reader)
          let key = ''
          let value: number | undefined
          while (reader.pos < reader.len) {
            const inner = reader.tag()
            switch (inner) {
              case 10:
                key = readString(reader)
                break
              case 17:
                value = reader.double()
                break
              default:
                skipField(reader, inner, depth)
            }
          }
          leaveMessage(reader, outer)
          setEntry(content, key, value ?? 0)
          break
        }
        default:
          skipField(reader, tag, depth)
      }
    }
    return content
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
    writeTimestamp(writer.uint32(10), message) // 1
  },
  decode(reader, depth) {
    let content: Date | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          content = readTimestamp(reader, depth)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    if (content === undefined) throw missing('golden.kinds.v1.KindsWhenRequest', 'value')
    return content
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
    writer.uint32(8).int32(Color.toNumber(message)) // 1
  },
  decode(reader, depth) {
    let content: Color | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 8: // 1
          content = Color.fromNumber(reader.int32())
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    if (content === undefined) throw missing('golden.kinds.v1.KindsWhenResponse', 'value')
    return content
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
    writeJson(writer.uint32(10), message) // 1
  },
  decode(reader, depth) {
    let content: unknown | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          content = readJson(reader, depth)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    if (content === undefined) throw missing('golden.kinds.v1.KindsJsonRequest', 'value')
    return content
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
    if (message.id !== '') writer.uint32(10).string(message.id) // 1
  },
  decode(reader, depth) {
    let id = ''
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          id = readString(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { id }
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
    if (message) writer.uint32(8).bool(message) // 1
  },
  decode(reader, depth) {
    let content = false
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 8: // 1
          content = reader.bool()
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return content
  },
  check(message, issues) {
    checkBoolean(message, issues, '')
  },
}

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
  errors: [],
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

/** How Kinds.unions can fail. */
export type KindsUnionsError =
  | DeclaredError<'NoSuchShape', NoSuchShape>
  | DeclaredError<'TooLarge', TooLarge>
  | UndeclaredError

export interface KindsClient {
  /** Takes them all. */
  readonly scalars: UnaryStub<Scalars, Optionals>
  readonly lists: ServerStreamStub<Lists, Lists>
  readonly enums: ClientStreamStub<Enums, Enums>
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
  errors: { NoSuchShape: noSuchShape, TooLarge: tooLarge },
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
