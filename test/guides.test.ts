/**
 * Holds the guides against the code.
 *
 * docs/schemas.md: each row of its tables of types is generated and compared, and so is each snippet, whose result may follow
 * it as a fence `ts generated` or `proto`.
 *
 * docs/calls.md: fences of one name are one file. server.ts runs, and beside it each snippet as a program that begins with client.ts;
 * what it prints is what the comments behind its console.log say.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { globSync } from 'tinyglobby'
import Type from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formats } from '../codegen/model/rules.js'
import * as vocabulary from '../schemas/index.js'
import { mustRun, newFolder, root, run } from './package/packed-project.js'
import { type Fence, readFences } from './support/fences.js'
import { GeneratedTypes } from './support/generated-types.js'
import { freePort, type RunningProgram, startProgram } from './support/running-program.js'
import { SchemaProject } from './support/schema-project.js'

const read = (name: string) => readFileSync(join(root, name), 'utf8')
const schemaHead = `import Type from 'typebox'\nimport { ${Object.keys(vocabulary).join(', ')} } from 'trunkline/schema'\n`

/** The cells of all tables that begin with these columns. */
function tableRows(markdown: string, columns: readonly string[]): readonly (readonly string[])[] {
  const rows: string[][] = []
  let isInside = false
  for (const line of markdown.split('\n')) {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'))
    if (!line.startsWith('|')) isInside = false
    else if (columns.every((column, index) => cells[index + 1] === column)) isInside = true
    else if (isInside && !/^:?-+:?$/.test(cells[1] ?? '')) rows.push(cells.slice(1, -1))
  }
  return rows
}

/** What stands between backticks, one or two on each side. */
function codeIn(cell: string): readonly string[] {
  return [...cell.matchAll(/(`+)(?: )?(.*?)(?: )?\1(?!`)/g)].map(([, , code = '']) => code)
}

interface Row {
  readonly schema: string
  readonly typescript: string | undefined
  readonly protobuf: string | undefined
}

/** A cell has one text for all schemas of its row, or one for each. */
function readRows(markdown: string): readonly Row[] {
  return tableRows(markdown, ['schema', 'TypeScript', 'protobuf']).flatMap((cells) => {
    const [schemas = [], typescript = [], protobuf = []] = cells.map(codeIn)
    const of = (texts: readonly string[], index: number) =>
      texts.length === 1 ? texts[0] : texts[index]
    return schemas.map((schema, index) => ({
      schema,
      typescript: of(typescript, index),
      protobuf: of(protobuf, index),
    }))
  })
}

/** What each schema of a list becomes as the property `p` of a message. */
async function generateRows(schemas: readonly string[]): Promise<GeneratedTypes> {
  const project = new SchemaProject()
  try {
    const rows = schemas.map((schema, n) => `export const Row${n} = Type.Object({ p: ${schema} })`)
    const service = `export const Rows = service('rows.v1.Rows', { get: rpc(Row0, Row0) })`
    project.write('rows.schema.ts', `${schemaHead}${rows.join('\n')}\n${service}\n`)
    return await generate(project)
  } finally {
    project.remove()
  }
}

async function generate(project: SchemaProject): Promise<GeneratedTypes> {
  const { exitCode, output } = await project.generate()
  expect(exitCode, output).toBe(0)
  await project.proto('proto')
  const [code, proto] = ['gen/*.ts', 'proto/**/*.proto'].map((pattern) =>
    globSync(pattern, { cwd: project.root })
      .map((file) => project.read(file))
      .join('\n'),
  )
  return new GeneratedTypes(code ?? '', proto ?? '')
}

describe('the tables of types in docs/schemas.md', () => {
  const rows = readRows(read('docs/schemas.md'))
  let generated: GeneratedTypes

  beforeAll(async () => {
    generated = await generateRows(rows.map(({ schema }) => schema))
  })

  it('name every kind that trunkline/schema has', () => {
    const text = rows.map(({ schema }) => schema).join('\n')
    const kinds = Object.keys(vocabulary).filter((name) => !/^(is|rpc|service|stream)/.test(name))
    expect(kinds.filter((kind) => !text.includes(`${kind}(`))).toEqual([])
  })

  it.each(rows.map((row, index) => ({ ...row, index })))(
    'say what becomes of $schema',
    ({ typescript, protobuf, index }) => {
      const { type, isOptional } = generated.propertyOf(`Row${index}`, 'p')
      expect(isOptional ? `?: ${type}` : type).toBe(typescript)
      expect(generated.fieldOf(`Row${index}`, 'p')).toBe(protobuf)
    },
  )
})

describe('the lists of docs/schemas.md', () => {
  const guide = read('docs/schemas.md')

  it('name every format that is checked, and no other', () => {
    const [, list = ''] = /^- `format` is one of ([^.]*)\./m.exec(guide) ?? []
    expect([...codeIn(list)].sort()).toEqual(Object.keys(formats).sort())
  })

  it('name every option of rpc, and no other', () => {
    const options = tableRows(guide, ['option', 'what it says']).flatMap(([name = '']) =>
      codeIn(name),
    )
    let message = ''
    try {
      vocabulary.rpc(Type.Object({}), Type.Object({}), { other: 1 } as object)
    } catch (error) {
      message = (error as Error).message // because rpc() throws a SchemaMisuse, which lists what there is
    }
    const [, known = ''] = /Use (.*)\.$/.exec(message) ?? []
    expect([...options].sort()).toEqual(known.split(', ').sort())
  })
})

describe('the snippets of docs/schemas.md', () => {
  const fences = readFences(read('docs/schemas.md'))
  const isResult = ({ language, file }: Fence) => language === 'proto' || file === 'generated'
  const snippets = fences.flatMap((fence, index) => {
    if (isResult(fence)) return []
    const after = fences.slice(index + 1)
    const next = after.findIndex((one) => !isResult(one))
    const results = after.slice(0, next < 0 ? undefined : next).map(({ text }) => text.trim())
    const name = /export const (.*?) =/.exec(fence.text)?.[1] ?? ''
    return [{ name, file: fence.file || 'a.schema.ts', text: fence.text, results }]
  })

  it('are some', () => {
    expect(snippets.length).toBeGreaterThan(4)
    expect(snippets.flatMap(({ results }) => results).length).toBeGreaterThan(4)
  })

  it.each(snippets)('generate what is shown below $name', async ({ file, text, results }) => {
    const project = new SchemaProject()
    try {
      project.write(file, text.startsWith('import') ? text : schemaHead + text)
      const { code, proto } = await generate(project)
      for (const result of results) expect(`${code}\n${proto}`).toContain(result)
    } finally {
      project.remove()
    }
  })
})

describe('the snippets of docs/calls.md', { timeout: 240_000 }, () => {
  const fences = readFences(read('docs/calls.md')).filter(({ language }) => language === 'ts')
  const parts = (name: string) =>
    fences.flatMap(({ file, text }) => (file === name ? [text] : [])).join('\n')
  const shared = ['chat.schema.ts', 'server.ts', 'client.ts']
  const snippets = fences.filter(({ file }) => !shared.includes(file))
  let folder = ''
  let server: RunningProgram

  beforeAll(async () => {
    const port = await freePort()
    const here = (text: string) => text.replaceAll('127.0.0.1:4000', `127.0.0.1:${port}`)
    const programs = snippets.map(({ file, text }) => {
      return [file, here(`${parts('client.ts')}\n${text}\nawait channel.close()\n`)]
    })
    folder = await newFolder({
      'package.json': '{ "type": "module" }',
      'chat.schema.ts': parts('chat.schema.ts'),
      'server.ts': here(parts('server.ts')),
      ...Object.fromEntries(programs),
    })
    await mustRun('npx', ['--no-install', 'trunkline', 'generate'], { cwd: folder })
    const rules = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess']
    const target = [
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--lib',
      'es2023,esnext.disposable',
    ]
    const sources = ['chat.schema.ts', 'server.ts', ...snippets.map(({ file }) => file)]
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const options = [...rules, ...target, '--skipLibCheck', '--types', 'node']
    await mustRun('node', [tsc, ...options, ...sources], { cwd: folder })
    server = await startProgram('server.js', folder, port)
  }, 300_000) // the package is built and packed for it

  afterAll(() => server?.stop())

  it('are named, each once', () => {
    const names = snippets.map(({ file }) => file)
    expect(names).toEqual([...new Set(names)])
    expect(names).not.toContain('')
  })

  it.each(snippets)('print what $file says', async ({ file, text }) => {
    const says = [...text.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, words]) => words)
    const program = file.replace(/ts$/, 'js')
    const { code, stdout, stderr } = await run('node', [program], { cwd: folder, timeout: 30_000 })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.split('\n').filter((line) => line !== '')).toEqual(says)
  })

  it('leave nothing to complain about to the server', () => {
    expect(server.complaints()).toBe('')
  })
})
