import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SchemaProject } from '../support/schema-project.js'

const ask = 'shop.v1.Ask'

describe('the lock file', () => {
  let project: SchemaProject

  beforeEach(() => {
    project = new SchemaProject()
  })

  afterEach(() => project.remove())

  /** Generates from a message of these properties and returns what the lock says of it. */
  async function lockOf(properties: string) {
    project.ask(properties)
    const { exitCode, output } = await project.generate()
    expect(output).not.toContain('GEN_')
    expect(exitCode).toBe(0)
    return project.lock().messages[ask]
  }

  it('numbers fields in the order they are written', async () => {
    expect(await lockOf('id: Type.String(), size: t.uint32()')).toEqual({
      fields: { id: { n: 1, type: 'string' }, size: { n: 2, type: 'uint32' } },
      reserved: {},
    })
  })

  it('is not confused by names that every object has', async () => {
    expect(
      await lockOf("constructor_: Type.String(), state: Type.Enum(['toString', 'valueOf'])"),
    ).toEqual({
      fields: {
        constructor: { n: 1, type: 'string' },
        state: { n: 2, type: 'shop.v1.AskState' },
      },
      reserved: {},
    })
    expect(project.lock().enums['shop.v1.AskState']?.values).toEqual({ toString: 1, valueOf: 2 })
  })

  it('keeps numbers when fields change places', async () => {
    const before = await lockOf('id: Type.String(), size: t.uint32()')
    expect(await lockOf('size: t.uint32(), id: Type.String()')).toEqual(before)
  })

  it('gives a new field the number after the highest, wherever it is written', async () => {
    await lockOf('id: Type.String(), size: t.uint32()')
    const { fields } =
      (await lockOf('name: Type.String(), id: Type.String(), size: t.uint32()')) ?? {}
    expect(fields).toMatchObject({ name: { n: 3 } })
  })

  it('never gives the number of a removed field again, and remembers its name', async () => {
    await lockOf('id: Type.String(), size: t.uint32()')
    await lockOf('id: Type.String()')
    expect(await lockOf('id: Type.String(), name: Type.String()')).toEqual({
      fields: { id: { n: 1, type: 'string' }, name: { n: 3, type: 'string' } },
      reserved: { size: { n: 2, type: 'uint32' } },
    })
  })

  it('restores a removed field when its number is pinned', async () => {
    await lockOf('id: Type.String(), size: t.uint32()')
    await lockOf('id: Type.String()')
    expect(await lockOf('id: Type.String(), size: t.uint32({ field: 2 })')).toEqual({
      fields: { id: { n: 1, type: 'string' }, size: { n: 2, type: 'uint32' } },
      reserved: {},
    })
  })

  it('moves a number to the new name of a field that says what it was', async () => {
    await lockOf('id: Type.String(), sizeInBytes: t.uint32()')
    expect(await lockOf("id: Type.String(), size: t.uint32({ was: 'sizeInBytes' })")).toEqual({
      fields: { id: { n: 1, type: 'string' }, size: { n: 2, type: 'uint32' } },
      reserved: {},
    })
  })

  it('goes on accepting a field that says what it was once it has its new name', async () => {
    await lockOf('title: Type.String()')
    const renamed = await lockOf("name: Type.String({ was: 'title' })")
    expect(await lockOf("name: Type.String({ was: 'title' })")).toEqual(renamed)
  })

  it('honours a pinned number and goes on above it', async () => {
    const { fields } = (await lockOf('id: Type.String({ field: 7 }), name: Type.String()')) ?? {}
    expect(fields).toEqual({ id: { n: 7, type: 'string' }, name: { n: 8, type: 'string' } })
  })

  it('goes on below a pin that has the last number there is', async () => {
    const { fields } =
      (await lockOf(
        'id: Type.String({ field: 536870911 }), one: Type.String({ field: 1 }), a: Type.String(), b: Type.String()',
      )) ?? {}
    expect(fields).toMatchObject({ a: { n: 2 }, b: { n: 3 } })
  })

  it('leaves out the numbers that protobuf keeps for itself', async () => {
    const { fields } =
      (await lockOf('id: Type.String({ field: 18999 }), name: Type.String()')) ?? {}
    expect(fields).toMatchObject({ name: { n: 20000 } })
  })

  it.each([
    ['t.int32()', 't.int64()'],
    ['t.uint32()', 'Type.Boolean()'],
    ['t.sint32()', 't.sint64()'],
    ['t.fixed32()', 't.sfixed32()'],
    ['Type.String()', 'Type.Optional(Type.String())'],
  ])('lets %s become %s, which older programs can read', async (before, after) => {
    await lockOf(`id: ${before}`)
    expect((await lockOf(`id: ${after}`))?.fields).toMatchObject({ id: { n: 1 } })
  })

  it.each([
    ['t.int32()', 't.sint32()'],
    ['t.int32()', 'Type.Number()'],
    ['Type.String()', 't.bytes()'],
    ['Type.String()', 'Type.Array(Type.String())'],
    ['Type.String()', 'Type.Object({})'],
    ['Type.Record(Type.String(), Type.String())', 'Type.Record(Type.Integer(), Type.String())'],
  ])('stops when %s becomes %s, and writes nothing', async (before, after) => {
    await lockOf(`id: ${before}`)
    const [lock, code] = [project.read('trunkline.lock.json'), project.read('gen/shop.ts')]
    project.ask(`id: ${after}`)
    const { exitCode, output } = await project.generate()
    expect(output).toContain('GEN_TYPE_CHANGED')
    expect(exitCode).toBe(1)
    expect([project.read('trunkline.lock.json'), project.read('gen/shop.ts')]).toEqual([lock, code])
  })

  it('keeps the numbers of enum values, and gives a removed one back to its name only', async () => {
    const values = () => project.lock().enums['shop.v1.AskState']
    await lockOf("state: Type.Enum(['open', 'shut'])")
    await lockOf("state: Type.Enum(['open', 'ajar'])")
    expect(values()).toEqual({ values: { open: 1, ajar: 3 }, reserved: { shut: 2 } })
    await lockOf("state: Type.Enum(['shut', 'ajar', 'open'])")
    expect(values()).toEqual({ values: { open: 1, shut: 2, ajar: 3 }, reserved: {} })
  })

  it('keeps the members of a union by their names', async () => {
    const shapes = (...kinds: string[]) =>
      `shape: Type.Union([${kinds.map((kind) => `Type.Object({ kind: Type.Literal('${kind}') })`)}])`
    await lockOf(shapes('circle', 'square'))
    await lockOf(shapes('square', 'line', 'circle'))
    expect(project.lock().messages['shop.v1.AskShape']?.fields).toMatchObject({
      circle: { n: 1 },
      square: { n: 2 },
      line: { n: 3 },
    })
  })

  it('remembers methods that are gone', async () => {
    const shop = (methods: string) =>
      project.schema(
        'shop.schema.ts',
        `export const Shop = service('shop.v1.Shop', { ${methods} })\n`,
      )
    shop(
      'ask: rpc(Type.Object({}), Type.Object({})), watch: rpc(Type.Object({}), stream(Type.Object({})))',
    )
    await project.generate()
    shop('ask: rpc(Type.Object({}), Type.Object({}))')
    await project.generate()
    expect(project.lock().services['shop.v1.Shop']).toEqual({
      methods: {
        ask: {
          kind: 'unary',
          request: 'shop.v1.ShopAskRequest',
          response: 'shop.v1.ShopAskResponse',
        },
      },
      reserved: {
        watch: {
          kind: 'serverStream',
          request: 'shop.v1.ShopWatchRequest',
          response: 'shop.v1.ShopWatchResponse',
        },
      },
    })
  })

  it('does not let the order of uses decide what a schema is called', async () => {
    const body = (methods: string) =>
      `const Empty = Type.Object({})\nconst make = () => Type.Object({ id: Type.String() })\nconst made = { once: make() }\nexport const Shop = service('shop.v1.Shop', { ${methods} })\n`
    project.schema('shop.schema.ts', body('ask: rpc(Empty, made.once), buy: rpc(made.once, Empty)'))
    await project.generate()
    expect(Object.keys(project.lock().messages)).toEqual([
      'shop.v1.Empty',
      'shop.v1.ShopAskResponse',
      'shop.v1.ShopBuyRequest',
    ])
    const before = project.read('trunkline.lock.json')
    project.schema('shop.schema.ts', body('buy: rpc(made.once, Empty), ask: rpc(Empty, made.once)'))
    await project.generate()
    expect(project.read('trunkline.lock.json').replace(/\s/g, '').length).toBe(
      before.replace(/\s/g, '').length,
    )
    expect(project.lock().messages['shop.v1.ShopAskResponse']).toEqual({
      fields: { id: { n: 1, type: 'string' } },
      reserved: {},
    })
  })

  it('keeps the entries of files that a run was not given', async () => {
    project.schema('till.schema.ts', 'export const Coin = Type.Object({ cents: t.int32() })\n')
    await lockOf('id: Type.String()')
    const before = project.read('trunkline.lock.json')
    const { exitCode } = await project.generate({ patterns: ['shop.schema.ts'] })
    expect(exitCode).toBe(0)
    expect(project.read('trunkline.lock.json')).toBe(before)
  })

  it('moves the numbers of a message to its new name', async () => {
    await lockOf('id: Type.String({ field: 5 })')
    project.schema(
      'shop.schema.ts',
      `export const Query = Type.Object({ id: Type.String() }, { was: 'Ask' })\nexport const Shop = service('shop.v1.Shop', { ask: rpc(Query, Query) })\n`,
    )
    expect((await project.generate()).exitCode).toBe(0)
    expect(project.lock().messages).toEqual({
      'shop.v1.Query': { fields: { id: { n: 5, type: 'string' } }, reserved: {} },
    })
  })

  it('has one line for each entry, ordered by number', async () => {
    await lockOf('b: Type.String({ field: 2 }), a: Type.String({ field: 1 })')
    expect(project.read('trunkline.lock.json').split('\n').slice(4, 10)).toEqual([
      '    "shop.v1.Ask": {',
      '      "fields": {',
      '        "a": { "n": 1, "type": "string" },',
      '        "b": { "n": 2, "type": "string" }',
      '      },',
      '      "reserved": {}',
    ])
  })
})
