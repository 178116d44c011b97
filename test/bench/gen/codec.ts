// Generated from codec.schema.ts by `trunkline generate`. Do not edit.

import {
  append,
  checkArray,
  checkBigint,
  checkBoolean,
  checkCount,
  checkInteger,
  checkNumber,
  checkObject,
  checkString,
  enterLength,
  leaveMessage,
  type MessageCodec,
  readFixed64,
  readSafeInt64,
  readString,
  readUint64,
  skipField,
  writeBigint64,
  writeFixed64,
  writeSafe64,
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
    if (message.slug !== '') writer.uint32(10).string(message.slug) // 1
    if (message.title !== '') writer.uint32(18).string(message.title) // 2
    for (const item of message.authors) writer.uint32(26).string(item) // 3
    if (message.language !== '') writer.uint32(34).string(message.language) // 4
    for (const item of message.keywords) writer.uint32(42).string(item) // 5
    for (const item of message.paragraphs) writer.uint32(50).string(item) // 6
  },
  decode(reader, depth) {
    let slug = ''
    let title = ''
    const authors: string[] = []
    let language = ''
    const keywords: string[] = []
    const paragraphs: string[] = []
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          slug = readString(reader)
          break
        case 18: // 2
          title = readString(reader)
          break
        case 26: // 3
          append(authors, readString(reader))
          break
        case 34: // 4
          language = readString(reader)
          break
        case 42: // 5
          append(keywords, readString(reader))
          break
        case 50: // 6
          append(paragraphs, readString(reader))
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { slug, title, authors, language, keywords, paragraphs }
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.slug, issues, 'slug')) {
      if (message.slug.length > 100) issues.add('slug', 'must have at most 100 characters')
      if (!pattern.test(message.slug)) issues.add('slug', 'must match /^[a-z0-9-]+$/u')
    }
    if (checkString(message.title, issues, 'title')) {
      if (message.title.length < 1) issues.add('title', 'must have at least 1 character')
      if (message.title.length > 200) issues.add('title', 'must have at most 200 characters')
    }
    if (checkArray(message.authors, issues, 'authors')) {
      const start = issues.count
      let index = 0
      for (const item of message.authors) {
        const at = issues.count
        checkString(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'authors')
    }
    if (checkString(message.language, issues, 'language')) {
      if (message.language.length < 2) issues.add('language', 'must have at least 2 characters')
      if (message.language.length > 5) issues.add('language', 'must have at most 5 characters')
    }
    if (checkArray(message.keywords, issues, 'keywords')) {
      const start = issues.count
      let index = 0
      for (const item of message.keywords) {
        const at = issues.count
        checkString(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'keywords')
    }
    if (checkArray(message.paragraphs, issues, 'paragraphs')) {
      const start = issues.count
      let index = 0
      for (const item of message.paragraphs) {
        const at = issues.count
        checkString(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'paragraphs')
    }
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
    if (message.sensor !== 0n) writeBigint64(writer.uint32(8), message.sensor) // 1
    if (message.sequence !== 0n) writeFixed64(writer.uint32(17), message.sequence) // 2
    if (message.takenAtMs !== 0) writeSafe64(writer.uint32(24), message.takenAtMs) // 3
    if (!Object.is(message.battery, 0)) writer.uint32(33).double(message.battery) // 4
    if (message.offsets.length > 0) writer.uint32(42).sint32s(message.offsets) // 5
    if (message.counts.length > 0) writer.uint32(50).uint32s(message.counts) // 6
    if (message.totals.length > 0) {
      writer.uint32(58).fork() // 7
      for (const item of message.totals) writeSafe64(writer, item)
      writer.ldelim()
    }
    if (message.values.length > 0) writer.uint32(66).doubles(message.values) // 8
    if (message.isCalibrated) writer.uint32(72).bool(message.isCalibrated) // 9
  },
  decode(reader, depth) {
    let sensor = 0n
    let sequence = 0n
    let takenAtMs = 0
    let battery = 0
    const offsets: number[] = []
    const counts: number[] = []
    const totals: number[] = []
    const values: number[] = []
    let isCalibrated = false
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 8: // 1
          sensor = readUint64(reader)
          break
        case 17: // 2
          sequence = readFixed64(reader)
          break
        case 24: // 3
          takenAtMs = readSafeInt64(reader)
          break
        case 33: // 4
          battery = reader.double()
          break
        case 42: // 5
          checkCount(reader.sint32s(offsets))
          break
        case 40: // 5, one at a time
          append(offsets, reader.sint32())
          break
        case 50: // 6
          checkCount(reader.uint32s(counts))
          break
        case 48: // 6, one at a time
          append(counts, reader.uint32())
          break
        case 58: {
          // 7
          const outer = enterLength(reader)
          while (reader.pos < reader.len) append(totals, readSafeInt64(reader))
          leaveMessage(reader, outer)
          break
        }
        case 56: // 7, one at a time
          append(totals, readSafeInt64(reader))
          break
        case 66: // 8
          checkCount(reader.doubles(values))
          break
        case 65: // 8, one at a time
          append(values, reader.double())
          break
        case 72: // 9
          isCalibrated = reader.bool()
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { sensor, sequence, takenAtMs, battery, offsets, counts, totals, values, isCalibrated }
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkBigint(message.sensor, issues, 'sensor')) {
      if (message.sensor < 0n) issues.add('sensor', 'must be at least 0')
      if (message.sensor >= 18446744073709551616n) {
        issues.add('sensor', 'must be less than 18446744073709551616')
      }
    }
    if (checkBigint(message.sequence, issues, 'sequence')) {
      if (message.sequence < 0n) issues.add('sequence', 'must be at least 0')
      if (message.sequence >= 18446744073709551616n) {
        issues.add('sequence', 'must be less than 18446744073709551616')
      }
    }
    checkInteger(message.takenAtMs, issues, 'takenAtMs')
    if (checkNumber(message.battery, issues, 'battery')) {
      if (message.battery < 0) issues.add('battery', 'must be at least 0')
      if (message.battery > 1) issues.add('battery', 'must be at most 1')
    }
    if (checkArray(message.offsets, issues, 'offsets')) {
      const start = issues.count
      let index = 0
      for (const item of message.offsets) {
        const at = issues.count
        if (checkInteger(item, issues, '')) {
          if (item < -2147483648) issues.add('', 'must be at least -2147483648')
          if (item > 2147483647) issues.add('', 'must be at most 2147483647')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'offsets')
    }
    if (checkArray(message.counts, issues, 'counts')) {
      const start = issues.count
      let index = 0
      for (const item of message.counts) {
        const at = issues.count
        if (checkInteger(item, issues, '')) {
          if (item < 0) issues.add('', 'must be at least 0')
          if (item > 4294967295) issues.add('', 'must be at most 4294967295')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'counts')
    }
    if (checkArray(message.totals, issues, 'totals')) {
      const start = issues.count
      let index = 0
      for (const item of message.totals) {
        const at = issues.count
        checkInteger(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'totals')
    }
    if (checkArray(message.values, issues, 'values')) {
      const start = issues.count
      let index = 0
      for (const item of message.values) {
        const at = issues.count
        checkNumber(item, issues, '')
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'values')
    }
    checkBoolean(message.isCalibrated, issues, 'isCalibrated')
  },
}
