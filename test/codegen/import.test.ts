import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runImport } from '../../codegen/run-import.js'
import type { MessageCodec } from '../../runtime/codec/message-codec.js'
import { decode, encode, fromHex, toHex } from '../support/codec-bytes.js'
import { askGoogle, whyNoGoogle } from '../support/google-protobuf.js'
import { SchemaProject } from '../support/schema-project.js'

const corpus = fileURLToPath(new URL('../golden/imports/', import.meta.url))
const isUpdate = process.env.UPDATE_GOLDEN === '1'

type Codecs = Readonly<Record<string, MessageCodec<unknown>>>

interface Sample {
  readonly codec: string
  /** In the .proto file. */
  readonly message: string
  readonly value: unknown
  readonly json: unknown
}

const empty = { orderId: '', lines: [], state: 0, discounts: {}, notes: {}, deliveryDays: [] }
const noScalars = {
  a: 0,
  b: 0,
  c: 0,
  d: 0n,
  e: 0,
  f: 0n,
  g: 0,
  h: 0n,
  i: 0,
  j: 0n,
  k: 0,
  l: 0n,
  m: false,
  n: '',
  o: new Uint8Array(0),
  many: [],
  words: [],
}

const samples: readonly Sample[] = [
  { codec: 'Order', message: 'shop.orders.v2.Order', value: empty, json: {} },
  {
    codec: 'Order',
    message: 'shop.orders.v2.Order',
    value: {
      ...empty,
      orderId: 'a1',
      lines: [
        { article: 'pen', count: 3, weights: [0.5, -1] },
        { article: '', count: 0, weights: [] },
      ],
      state: 5,
      total: { currency: 'EUR', cents: -250n },
      placedAt: new Date(1500),
      patience: 2500,
      discounts: { staff: { currency: '', cents: 1n } },
      notes: { [-3]: 'late' },
      cash: { currency: 'EUR', cents: 5n },
      rating: 0,
      deliveryDays: [7, 0, -1],
      extras: { gift: true, list: [1, null] },
      anything: 'x',
      voucher: { value: '' },
      attachment: {
        typeUrl: 'type.googleapis.com/shop.orders.v2.Receipt',
        value: Uint8Array.of(10, 1, 1),
      },
      replaces: { ...empty, orderId: 'a0' },
    },
    json: {
      orderId: 'a1',
      lines: [{ article: 'pen', count: 3, weights: [0.5, -1] }, {}],
      state: 'SHIPPED',
      total: { currency: 'EUR', cents: '-250' },
      placedAt: '1970-01-01T00:00:01.500Z',
      patience: '2.5s',
      discounts: { staff: { cents: '1' } },
      notes: { '-3': 'late' },
      cash: { currency: 'EUR', cents: '5' },
      rating: 0,
      deliveryDays: ['SUNDAY', 'WEEKDAY_UNSPECIFIED', 'NEVER'],
      extras: { gift: true, list: [1, null] },
      anything: 'x',
      voucher: '',
      attachment: { '@type': 'type.googleapis.com/shop.orders.v2.Receipt', pdf: 'AQ==' },
      replaces: { orderId: 'a0' },
    },
  },
  {
    codec: 'Order',
    message: 'shop.orders.v2.Order',
    value: { ...empty, onTheHouse: false },
    json: { onTheHouse: false },
  },
  { codec: 'Scalars', message: 'shop.orders.v2.Scalars', value: noScalars, json: {} },
  {
    codec: 'Scalars',
    message: 'shop.orders.v2.Scalars',
    value: {
      a: -0.1,
      b: 0.5,
      c: -2147483648,
      d: -(2n ** 63n),
      e: 4294967295,
      f: 2n ** 64n - 1n,
      g: -5,
      h: 2n ** 62n,
      i: 4294967295,
      j: 2n ** 63n,
      k: -1,
      l: -1n,
      m: true,
      n: 'ä€😀',
      o: Uint8Array.of(0, 255),
      constructor_: 0,
      many: [0n, -1n, 2n ** 40n],
      words: ['', 'x'],
    },
    json: {
      a: -0.1,
      b: 0.5,
      c: -2147483648,
      d: '-9223372036854775808',
      e: 4294967295,
      f: '18446744073709551615',
      g: -5,
      h: '4611686018427387904',
      i: 4294967295,
      j: '9223372036854775808',
      k: -1,
      l: '-1',
      m: true,
      n: 'ä€😀',
      o: 'AP8=',
      constructor: 0,
      many: ['0', '-1', '1099511627776'],
      words: ['', 'x'],
    },
  },
  {
    codec: 'Branch',
    message: 'shop.orders.v2.Branch',
    value: {
      leaf: { color: 'red', grownFrom: { branches: [] } },
      branches: [{ branches: [], leaf: { color: '' } }],
    },
    json: { leaf: { color: 'red', grownFrom: {} }, branches: [{ leaf: {} }] },
  },
]

describe('trunkline import', () => {
  let project: SchemaProject

  beforeEach(() => {
    project = new SchemaProject()
    cpSync(corpus, project.root, { recursive: true })
  })

  afterEach(() => project.remove())

  async function importProtos(...files: readonly string[]) {
    const lines: string[] = []
    const print = (line: string) => lines.push(line)
    const options = { root: project.root, includes: ['.'], out: '.', force: false, print }
    return { exitCode: await runImport({ ...options, files }), output: lines.join('\n') }
  }

  it('writes schema files that read as if written by hand, and a lock file', async () => {
    expect(await importProtos('shop.proto')).toEqual({
      exitCode: 0,
      output: `wrote shop.schema.ts
wrote money.schema.ts
wrote trunkline.lock.json
Run npx trunkline generate next.`,
    })
    const expected = path.join(corpus, 'shop.schema.txt')
    if (isUpdate) writeFileSync(expected, project.read('shop.schema.ts'))
    expect(project.read('shop.schema.ts')).toBe(readFileSync(expected, 'utf8'))
  })

  it('keeps the numbers of the .proto file, and what it reserves', async () => {
    await importProtos('shop.proto')
    const before = project.read('trunkline.lock.json')
    expect((await project.generate()).exitCode).toBe(0)
    expect(project.read('trunkline.lock.json')).toBe(before)
    const { fields, reserved } = project.lock().messages['shop.orders.v2.Order'] ?? {}
    expect(fields).toMatchObject({ order_id: { n: 1 }, lines: { n: 3 }, replaces: { n: 2000 } })
    expect(Object.keys(reserved ?? {})).toEqual(['customer', 'discount', 'reserved_16'])
  })

  const reason = whyNoGoogle()
  it.skipIf(reason !== undefined)(
    "writes and reads the same bytes as Google's protobuf does with the .proto files",
    async () => {
      await importProtos('shop.proto')
      expect(await project.generate()).toMatchObject({ exitCode: 0 })
      const codecs = (await import(path.join(project.root, 'gen/shop.ts'))) as Codecs // because it exports a codec for each message
      const codecOf = (name: string) => {
        const codec = codecs[name]
        if (codec === undefined) throw new Error(`there is no ${name}`)
        return codec
      }
      const protos = new Map(
        ['common/money.proto', 'shop.proto'].map((name) => [name, project.read(name)]),
      )
      const questions = samples.map(({ codec, message, value, json }) => ({
        message,
        json,
        hex: toHex(encode(codecOf(codec), value)),
      }))
      askGoogle(protos, questions).forEach(({ hex, same }, index) => {
        const { codec = '', value } = samples[index] ?? {}
        expect(questions[index]?.hex).toBe(hex)
        expect(same).toBe(true)
        expect(decode(codecOf(codec), fromHex(hex))).toStrictEqual(value)
      })
    },
  )

  it('refuses two files that would be written to one', async () => {
    const text = 'syntax = "proto3";\npackage PACKAGE;\nmessage One { string id = 1; }\n'
    for (const folder of ['a', 'b'])
      project.write(`${folder}/types.proto`, text.replace('PACKAGE', `shop.${folder}`))
    const { exitCode, output } = await importProtos('a/types.proto', 'b/types.proto')
    expect(exitCode).toBe(2)
    expect(output).toMatch(
      /a\/types\.proto and .*b\/types\.proto would both be written to types\.schema\.ts/,
    )
    expect(project.has('types.schema.ts')).toBe(false)
  })

  it('adds to a lock file that is there, and replaces schema files only when told to', async () => {
    project.write(
      'trunkline.lock.json',
      '{ "lockVersion": 1, "messages": { "a.B": { "fields": {}, "reserved": {} } } }',
    )
    await importProtos('shop.proto')
    expect(project.lock().messages).toHaveProperty('a.B')
    expect(await importProtos('shop.proto')).toEqual({
      exitCode: 2,
      output: 'shop.schema.ts is there already; --force replaces it',
    })
  })

  it.each([
    ['syntax = "proto2";', 'is proto2; only proto3 can be imported'],
    ['edition = "2023";', 'uses an edition; only proto3 can be imported'],
    ['syntax = "proto3";\nimport "gone.proto";', 'there is no file gone.proto, which'],
    ['syntax = "proto3";\nmessage {', "illegal type name '{'"],
    [
      'syntax = "proto3";\npackage a;\nmessage B { map<bool, string> c = 1; }',
      'a.B.c: a map whose keys are bool has no counterpart in a schema',
    ],
  ])('says what it cannot import: %s', async (text, problem) => {
    project.write('bad.proto', text)
    const { exitCode, output } = await importProtos('bad.proto')
    expect(exitCode).toBe(2)
    expect(output).toContain(problem)
  })
})
