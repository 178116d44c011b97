/** The messages of the codec's benchmark: small, mixed, much text, many numbers. */

import type { MessageCodec } from '../../../runtime/codec/message-codec.js'
import { Article, Reading } from '../../bench/gen/codec.js'
import { Order, Text } from '../../bench/gen/echo.js'
import { record, text } from '../../bench/payloads.mjs'

export interface Sample<T = unknown> {
  readonly codec: MessageCodec<T>
  readonly value: T
}

const article: Article = {
  slug: 'on-the-keeping-of-telegraph-lines',
  title: 'On the Keeping of Telegraph Lines in Winter',
  authors: ['Ida Ström', 'José Peña', 'J. Whitlock'],
  language: 'en',
  keywords: ['copper', 'insulation', 'ice', 'sag', 'porcelain', 'repair gangs', 'München'],
  paragraphs: [
    'A line that hangs well in August may break in January.',
    'Copper shortens as it cools. Between the warmest day and the coldest a span of eighty paces loses the breadth of ' +
      'a hand, and the sag that looked careless in summer is what saves the wire when frost draws it tight.',
    'Ice does the rest: a sleeve as thick as a thumb weighs more than the wire it clothes. Walk the line after every ' +
      'thaw, knock the poles with a mallet, and listen: sound wood rings, rotten wood answers dully. Glass and ' +
      'porcelain crack where water has stood in them, so turn each cup and look at its foot.',
    'Naïve crews tighten what they find slack. — Don’t.',
  ],
}

const reading: Reading = {
  sensor: 9_007_199_254_740_993n,
  sequence: 48_211n,
  takenAtMs: 1_773_480_413_589,
  battery: 0.8125,
  offsets: Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? i * 37 : i * -1201)),
  counts: Array.from({ length: 24 }, (_, i) => (i * i * 977) % 100_000),
  totals: Array.from({ length: 12 }, (_, i) => i * 4_294_967_311 - 12_884_901_933),
  values: Array.from({ length: 32 }, (_, i) => Math.sin(i) * 40),
  isCalibrated: true,
}

function sample<T>(codec: MessageCodec<T>, value: T): Sample {
  return { codec, value } as Sample // because a list cannot hold one type for each of its items
}

export const samples = {
  text: sample(Text, { text }),
  record: sample(Order, record),
  article: sample(Article, article),
  reading: sample(Reading, reading),
} as const

export type SampleName = keyof typeof samples
