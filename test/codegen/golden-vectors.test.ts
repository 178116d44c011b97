import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { protoFiles } from '../../codegen/run-proto.js'
import { vectors } from '../golden/vectors/vectors.js'
import { decode, encode, fromHex, toHex, violations } from '../support/codec-bytes.js'
import { generateGolden } from '../support/golden-project.js'
import { askGoogle, whyNoGoogle } from '../support/google-protobuf.js'

const file = fileURLToPath(new URL('../golden/vectors/vectors.json', import.meta.url))
const isUpdate = process.env.UPDATE_GOLDEN === '1'
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string> // because the test below writes it

describe('golden vectors', () => {
  it.each(vectors)('writes $name as Google does', ({ name, codec, value }) => {
    expect(toHex(encode(codec, value))).toBe(recorded[name])
  })

  it.each(vectors)('reads $name from what Google writes', ({ name, codec, value }) => {
    expect(decode(codec, fromHex(recorded[name] ?? ''))).toStrictEqual(value)
  })

  it.each(vectors)('finds nothing wrong with $name', ({ codec, value, name }) => {
    const broken =
      name.startsWith('lists of') ||
      name.startsWith('maps of') ||
      name.includes('nested messages that are there')
    // Those three hold an amount of money without a currency, to have an empty message in them.
    const found = violations(codec, value).filter(
      (one) => !(broken && one.includes('3 characters')),
    )
    expect(found).toEqual([])
  })

  it.each(vectors)(
    'refuses $name cut short anywhere, or reads what is whole',
    ({ name, codec }) => {
      const bytes = fromHex(recorded[name] ?? '')
      for (let end = 0; end < bytes.length; end++) {
        let value: unknown
        try {
          value = decode(codec, bytes.subarray(0, end))
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
          continue
        }
        // A cut between two fields leaves a shorter message, and that one must survive a journey of its own.
        expect(decode(codec, encode(codec, value))).toStrictEqual(value)
      }
    },
  )

  const reason = whyNoGoogle()
  if (reason !== undefined)
    console.warn(`golden vectors are not compared with Google's protobuf: ${reason}`)

  it.skipIf(reason !== undefined)('agree with Google in both directions', async () => {
    const questions = vectors.map(({ name, codec, value, json }) => ({
      message: codec.name,
      json,
      hex: toHex(encode(codec, value)),
      name,
    }))
    const answers = askGoogle(protoFiles(await generateGolden()), questions)
    const now = Object.fromEntries(
      questions.map(({ name }, index) => [name, answers[index]?.hex ?? '']),
    )
    if (isUpdate) writeFileSync(file, `${JSON.stringify(now, null, 2)}\n`)
    expect(now).toEqual(isUpdate ? now : recorded)
    const different = questions
      .filter((_, index) => answers[index]?.same !== true)
      .map(({ name }) => name)
    expect(different).toEqual([])
  })
})
