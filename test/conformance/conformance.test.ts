import { afterAll, describe, expect, it } from 'vitest'
import { decode, encode, toHex } from '../support/codec-bytes.js'
import { askGoogle, whyNoGoogle } from '../support/google-protobuf.js'
import { type Case, cases } from './cases.js'
import { generateAllTypes } from './generated.js'

const generated = await generateAllTypes()
afterAll(() => generated.remove())

function codecOf({ message = 'TestAllTypesProto3' }: Case) {
  const codec = generated.codecs[message]
  if (codec === undefined) throw new Error(`nothing is generated for ${message}`)
  return codec
}

const accepted = cases.filter((one) => one.written !== undefined)
const refused = cases.filter((one) => one.written === undefined)

/** Where we are stricter than Google's decoder, which drops the bits of a tag beyond the 32nd. */
const lenient = ['a tag of more than 32 bits']

describe('generated code', () => {
  it.each(accepted)('reads $name, and writes it as every encoder does', (one) => {
    const codec = codecOf(one)
    const value = decode(codec, one.bytes)
    expect(toHex(encode(codec, value))).toBe(toHex(one.written ?? new Uint8Array(0)))
  })

  it.each(refused)('refuses $name', (one) => {
    expect(() => decode(codecOf(one), one.bytes)).toThrow()
  })

  const reason = whyNoGoogle()
  if (reason !== undefined)
    console.warn(`conformance cases are not compared with Google's protobuf: ${reason}`)

  it.skipIf(reason !== undefined)('reads and refuses what Google reads and refuses', () => {
    const questions = cases.map((one) => ({
      message: codecOf(one).name,
      hex: toHex(one.bytes),
      other: toHex(one.written ?? new Uint8Array(0)),
    }))
    const answers = askGoogle(generated.protos, questions)
    const different = cases.filter((one, index) => {
      const { isRead, same } = answers[index] ?? {}
      return isRead !== (one.written !== undefined) || (isRead && same !== true)
    })
    const names = different.map(({ name }) => name)
    expect(names.filter((name) => !lenient.includes(name))).toEqual([])
  })
})
