// Generated from codec.schema.ts by `trunkline generate`. Do not edit.

import {
  append,
  checkBoolean,
  checkInt32s,
  checkInteger,
  checkIntegers,
  checkNumber,
  checkNumbers,
  checkObject,
  checkString,
  checkStrings,
  checkUint32s,
  checkUint64,
  isLonger,
  isShorter,
  type MessageCodec,
  readDoubles,
  readFixed64,
  readSafeInt64,
  readSafeInt64s,
  readSint32s,
  readString,
  readUint32s,
  readUint64,
  skipField,
  writeBigint64,
  writeBool,
  writeDouble,
  writeDoubles,
  writeFixed64,
  writeSafe64,
  writeSafe64s,
  writeSint32s,
  writeString,
  writeStrings,
  writeUint32s,
} from 'trunkline/gen'

const pattern = /^[a-z0-9-]+$/u

/** Much text: short words, long paragraphs, and letters beyond ASCII. */
export interface Article {
  slug: string // 1
  title: string // 2
  authors: string[] // 3
  language: string // 4
  keywords: string[] // 5
  paragraphs: string[] // 6
}

export const Article: MessageCodec<Article> = {
  name: 'codec.Article',
  constrained: true,
  encode(message, writer) {
    if (message.slug !== '') writeString(writer, 10, message.slug) // 1
    if (message.title !== '') writeString(writer, 18, message.title) // 2
    writeStrings(writer, 26, message.authors) // 3
    if (message.language !== '') writeString(writer, 34, message.language) // 4
    writeStrings(writer, 42, message.keywords) // 5
    writeStrings(writer, 50, message.paragraphs) // 6
  },
  decode(reader, depth) {
    const message: Article = {
      slug: '',
      title: '',
      authors: [],
      language: '',
      keywords: [],
      paragraphs: [],
    }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.slug = readString(reader) // 1
      else if (tag === 18) message.title = readString(reader) // 2
      else if (tag === 26) append(message.authors, readString(reader)) // 3
      else if (tag === 34) message.language = readString(reader) // 4
      else if (tag === 42) append(message.keywords, readString(reader)) // 5
      else if (tag === 50) append(message.paragraphs, readString(reader)) // 6
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.slug, issues, 'slug')) {
      if (isLonger(message.slug, 100)) issues.add('slug', 'must have at most 100 characters')
      if (!isLonger(message.slug, 100) && !pattern.test(message.slug))
        issues.add('slug', 'must match /^[a-z0-9-]+$/u')
    }
    if (checkString(message.title, issues, 'title')) {
      if (isShorter(message.title, 1)) issues.add('title', 'must have at least 1 character')
      if (isLonger(message.title, 200)) issues.add('title', 'must have at most 200 characters')
    }
    checkStrings(message.authors, issues, 'authors')
    if (checkString(message.language, issues, 'language')) {
      if (isShorter(message.language, 2)) issues.add('language', 'must have at least 2 characters')
      if (isLonger(message.language, 5)) issues.add('language', 'must have at most 5 characters')
    }
    checkStrings(message.keywords, issues, 'keywords')
    checkStrings(message.paragraphs, issues, 'paragraphs')
  },
}

/** Many numbers, of all the sizes that wire formats know. */
export interface Reading {
  sensor: bigint // 1
  sequence: bigint // 2
  takenAtMs: number // 3
  battery: number // 4
  offsets: number[] // 5
  counts: number[] // 6
  totals: number[] // 7
  values: number[] // 8
  isCalibrated: boolean // 9
}

export const Reading: MessageCodec<Reading> = {
  name: 'codec.Reading',
  constrained: true,
  encode(message, writer) {
    if (message.sensor !== 0n) writeBigint64(writer, 8, message.sensor) // 1
    if (message.sequence !== 0n) writeFixed64(writer, 17, message.sequence) // 2
    if (message.takenAtMs !== 0) writeSafe64(writer, 24, message.takenAtMs) // 3
    if (!Object.is(message.battery, 0)) writeDouble(writer, 33, message.battery) // 4
    writeSint32s(writer, 42, message.offsets) // 5
    writeUint32s(writer, 50, message.counts) // 6
    writeSafe64s(writer, 58, message.totals) // 7
    writeDoubles(writer, 66, message.values) // 8
    if (message.isCalibrated) writeBool(writer, 72, message.isCalibrated) // 9
  },
  decode(reader, depth) {
    const message: Reading = {
      sensor: 0n,
      sequence: 0n,
      takenAtMs: 0,
      battery: 0,
      offsets: [],
      counts: [],
      totals: [],
      values: [],
      isCalibrated: false,
    }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.sensor = readUint64(reader) // 1
      else if (tag === 17) message.sequence = readFixed64(reader) // 2
      else if (tag === 24) message.takenAtMs = readSafeInt64(reader) // 3
      else if (tag === 33) message.battery = reader.double() // 4
      else if (tag === 42) readSint32s(reader, message.offsets) // 5
      else if (tag === 40) append(message.offsets, reader.sint32()) // 5, one at a time
      else if (tag === 50) readUint32s(reader, message.counts) // 6
      else if (tag === 48) append(message.counts, reader.uint32()) // 6, one at a time
      else if (tag === 58) readSafeInt64s(reader, message.totals) // 7
      else if (tag === 56) append(message.totals, readSafeInt64(reader)) // 7, one at a time
      else if (tag === 66) readDoubles(reader, message.values) // 8
      else if (tag === 65) append(message.values, reader.double()) // 8, one at a time
      else if (tag === 72) message.isCalibrated = reader.bool() // 9
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkUint64(message.sensor, issues, 'sensor')
    checkUint64(message.sequence, issues, 'sequence')
    checkInteger(message.takenAtMs, issues, 'takenAtMs')
    if (checkNumber(message.battery, issues, 'battery')) {
      if (message.battery < 0) issues.add('battery', 'must be at least 0')
      if (message.battery > 1) issues.add('battery', 'must be at most 1')
    }
    checkInt32s(message.offsets, issues, 'offsets')
    checkUint32s(message.counts, issues, 'counts')
    checkIntegers(message.totals, issues, 'totals')
    checkNumbers(message.values, issues, 'values')
    checkBoolean(message.isCalibrated, issues, 'isCalibrated')
  },
}
