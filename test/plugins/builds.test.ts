import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mustRun, newFolder } from '../package/packed-project.js'
import { SchemaProject } from '../support/schema-project.js'
import type { Failure } from './tools/build-tool.js'
import { buildTools, bundleOf } from './tools/build-tools.js'
import { pause, until } from './waiting.js'

const program = `import { connect, createServer } from 'trunkline'
import { Shop } from './gen/shop.js'

const server = createServer()
server.add(Shop, { ask: ({ id }) => ({ id: id + '!' }) })
const channel = connect(await server.listen('tcp://127.0.0.1:0'))
console.log((await channel.client(Shop).ask({ id: 'works' })).id)
await channel.close()
await server.close()
`

const schema = `import Type from 'typebox'
import { rpc, service } from 'trunkline/schema'

export const Ask = Type.Object({ id: Type.String() })
export const Shop = service('shop.v1.Shop', { ask: rpc(Ask, Ask) })
`

describe.each(buildTools)('a build with $name', (tool) => {
  let project: SchemaProject

  beforeEach(() => {
    project = new SchemaProject({ 'main.ts': program, 'package.json': '{ "type": "module" }' })
  })

  afterEach(() => {
    project.remove()
  })

  it('generates first, and its bundle makes a call', { timeout: 240_000 }, async () => {
    const folder = await newFolder({
      'package.json': '{ "type": "module" }',
      'main.ts': program,
      'shop.schema.ts': schema,
    })
    expect(await tool.build(folder)).toBeUndefined()
    expect(existsSync(path.join(folder, 'trunkline.lock.json'))).toBe(true)
    expect(await mustRun(process.execPath, [bundleOf(folder)], { cwd: folder })).toBe('works!\n')
  })

  it('fails with the diagnostics of a mistake, and leaves the code as it was', async () => {
    project.ask('id: Type.String()')
    expect(await tool.build(project.root)).toBeUndefined()
    const before = project.read('gen/shop.ts')
    project.ask('id: Type.Symbol()')
    const failure = await tool.build(project.root)
    expect(failure).toContain('GEN_UNSUPPORTED_TYPE')
    expect(failure).toMatch(/shop\.schema\.ts:4:\d+/)
    expect(failure).toContain('id: Type.Symbol()')
    expect(failure).toContain('Use a string, or Type.Enum with the names.')
    expect(project.read('gen/shop.ts')).toBe(before)
  })

  it('fails where it only checks and the code is out of date, and writes nothing', async () => {
    project.ask('id: Type.String()')
    expect(await tool.build(project.root)).toBeUndefined()
    expect(await tool.build(project.root, { check: true })).toBeUndefined()
    const before = project.read('gen/shop.ts')
    project.ask('id: Type.String(), size: Type.Integer()')
    const failure = await tool.build(project.root, { check: true })
    expect(failure).toContain('gen/shop.ts, trunkline.lock.json are out of date')
    expect(failure).toContain('npx trunkline generate')
    expect(project.read('gen/shop.ts')).toBe(before)
  })

  it('does not touch files that are up to date', async () => {
    project.ask('id: Type.String()')
    await tool.build(project.root)
    const written = project.modified('gen/shop.ts')
    await tool.build(project.root)
    expect(project.modified('gen/shop.ts')).toBe(written)
  })
})

const watchers = buildTools.filter((tool) => tool.watch !== undefined)

describe.each(watchers)('$name while it watches', (tool) => {
  let project: SchemaProject
  let ends: { failure: Failure }[]
  let stop: (() => Promise<void>) | undefined

  beforeEach(() => {
    project = new SchemaProject({ 'main.ts': program, 'package.json': '{ "type": "module" }' })
    ends = []
    stop = undefined
  })

  afterEach(async () => {
    await stop?.()
    project.remove()
  })

  async function watch(): Promise<void> {
    stop = await tool.watch?.(project.root, (failure) => ends.push({ failure }))
    await until(() => ends.length > 0)
    // Tools compare times, some of them in whole seconds.
    await pause(1100)
  }

  it('generates after a change of a schema, and goes on after a mistake', async () => {
    project.ask('id: Type.String()')
    await watch()
    expect(ends[0]).toEqual({ failure: undefined })
    project.ask('id: Type.Symbol()')
    await until(() => ends.some(({ failure }) => failure?.includes('GEN_UNSUPPORTED_TYPE')))
    expect(project.read('gen/shop.ts')).toContain('id: string')
    await pause(1100)
    const failures = ends.length
    project.ask('id: Type.String(), size: Type.Optional(Type.Integer())')
    await until(() => ends.slice(failures).some(({ failure }) => failure === undefined))
    expect(project.read('gen/shop.ts')).toContain('size?: number')
  })

  it('begins with a mistake and without code, and goes on when it is mended', async () => {
    project.ask('id: Type.Symbol()')
    await watch()
    expect(ends[0]?.failure).toContain('GEN_UNSUPPORTED_TYPE')
    expect(project.has('gen/shop.ts')).toBe(false)
    project.ask('id: Type.String()')
    await until(() => ends.some(({ failure }) => failure === undefined))
    expect(project.read('gen/shop.ts')).toContain('id: string')
  })
})
