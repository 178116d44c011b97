import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { checkNames } from '../../codegen/check-names.js'
import { Diagnostics } from '../../codegen/diagnostics.js'
import { printFile } from '../../codegen/emit/files.js'
import { allotNumbers } from '../../codegen/lock/allot-numbers.js'
import { emptyLock } from '../../codegen/lock/lock-file.js'
import { buildFiles } from '../../codegen/model/build-files.js'
import { printProto } from '../../codegen/proto/print-proto.js'
import { Sources } from '../../codegen/typescript.js'
import type { MessageCodec } from '../../runtime/codec/message-codec.js'
import { type AnyService, rpc, service } from '../../schemas/index.js'
import { decode, encode, violations } from '../support/codec-bytes.js'
import { type Kind, kinds } from '../support/random-schemas.js'
import { Oracle } from '../support/reflection-oracle.js'

const batches = 10
const schemasPerBatch = 50
const valuesPerSchema = 20

/** Given to repeat a failure; printed with it. */
const seed = Number(process.env.SEED ?? '20261120')

const folder = mkdtempSync(path.join(tmpdir(), 'trunkline-random-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function generateBatch(name: string, batch: readonly Kind[]) {
  const methods = Object.fromEntries(
    batch.map(({ schema }, index) => [`m${index}`, rpc(schema, schema)]),
  )
  const exports = { Random: service(`${name}.Random`, methods) as AnyService }
  const diagnostics = new Diagnostics()
  const file = path.join(folder, `${name}.schema.ts`)
  const models = buildFiles([{ file, isSchemaFile: true, exports }], new Sources(), diagnostics)
  checkNames(models, diagnostics)
  const lock = allotNumbers(models, emptyLock, diagnostics)
  expect(diagnostics.all).toEqual([])
  const [model] = models
  const [random] = model?.services ?? []
  if (model === undefined || random === undefined) throw new Error('nothing was built')
  const output = path.join(folder, `${name}.ts`)
  writeFileSync(output, printFile(model, { runtime: 'trunkline/gen', output, outputs: new Map() }))
  const generated = (await import(output)) as {
    Random: { methods: readonly { request: MessageCodec<unknown> }[] }
  } // because that is what was just written
  const oracle = new Oracle([printProto(model, models, lock)])
  return batch.map((kind, index) => {
    const codec = generated.Random.methods[index]?.request
    const message = random.methods[index]?.request
    if (codec === undefined || message === undefined) throw new Error(`method m${index} is missing`)
    return { kind, codec, message, oracle }
  })
}

describe('codecs of random schemas', () => {
  const all = fc.sample(kinds(3), { seed, numRuns: batches * schemasPerBatch })

  it.each(Array.from({ length: batches }, (_, index) => index))(
    'agree with protobufjs over random values, batch %i',
    async (index) => {
      const batch = all.slice(index * schemasPerBatch, (index + 1) * schemasPerBatch)
      let cases = 0
      for (const { kind, codec, message, oracle } of await generateBatch(`batch${index}`, batch)) {
        const property = fc.property(kind.values, (value) => {
          expect(violations(codec, value)).toEqual([])
          const ours = encode(codec, value)
          const theirs = oracle.encode(message, value)
          expect(decode(codec, ours)).toStrictEqual(value)
          expect(decode(codec, theirs)).toStrictEqual(value)
          expect(oracle.decode(message, ours)).toStrictEqual(oracle.decode(message, theirs))
          cases++
        })
        fc.assert(property, { seed: seed + index, numRuns: valuesPerSchema, endOnFailure: true })
      }
      expect(cases).toBe(schemasPerBatch * valuesPerSchema)
    },
  )
})
