/** The codec functions that generated code may import; everything else in this folder is internal. */

export type { Reader } from 'protobufjs/minimal.js'
export {
  checkArray,
  checkBigint,
  checkBoolean,
  checkBytes,
  checkDepth,
  checkDuration,
  checkFloat,
  checkInt32,
  checkInt64,
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
  checkUint32,
  checkUint64,
} from './checks.js'
export { append, setEntry } from './collections.js'
export type { EnumCodec } from './enum-codec.js'
export { isFormat } from './formats.js'
export {
  readFixed64,
  readInt64,
  readSafeInt64,
  readSafeUint64,
  readSfixed64,
  readSint64,
  readUint64,
  writeBigint64,
  writeFixed64,
  writeSafe64,
  writeSint64,
} from './integers.js'
export type { JsonObject, JsonValue } from './json-values.js'
export { readJson, readJsonObject, writeJson, writeJsonObject } from './json-values.js'
export {
  checkInt32s,
  checkIntegers,
  checkNumbers,
  checkStrings,
  checkUint32s,
} from './list-checks.js'
export { absent, missing, unknownEnumNumber } from './malformed.js'
export { readKey } from './map-keys.js'
export type { MessageWriter } from './message-writer.js'
export {
  checkItems,
  checkMessage,
  checkMessages,
  checkOptionalMessage,
} from './nested-checks.js'
export {
  decodeEmpty,
  enterLength,
  leaveMessage,
  readMessage,
  skipField,
  writeMessage,
  writeMessages,
} from './nesting.js'
export {
  writeBool,
  writeDouble,
  writeFixed32,
  writeFloat,
  writeInt32,
  writeSint32,
  writeUint32,
} from './numbers.js'
export {
  readBools,
  readDoubles,
  readEnums,
  readFixed32s,
  readFixed64s,
  readFloats,
  readInt32s,
  readInt64s,
  readSafeInt64s,
  readSafeUint64s,
  readSfixed32s,
  readSfixed64s,
  readSint32s,
  readSint64s,
  readUint32s,
  readUint64s,
} from './packed-reading.js'
export {
  writeBigint64s,
  writeBools,
  writeDoubles,
  writeEnums,
  writeFixed32s,
  writeFixed64s,
  writeFloats,
  writeInt32s,
  writeSafe64s,
  writeSint32s,
  writeSint64s,
  writeUint32s,
} from './packed-writing.js'
export { areUnique, isLonger, isMultipleOf, isShorter } from './rules.js'
export { readBytes, readString, writeBytes, writeString, writeStrings } from './strings.js'
export { readDuration, readTimestamp, writeDuration, writeTimestamp } from './timestamps.js'
