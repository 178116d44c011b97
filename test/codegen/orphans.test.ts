import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SchemaProject } from '../support/schema-project.js'

describe('a generated file whose schema is gone', () => {
  let project: SchemaProject

  beforeEach(() => {
    project = new SchemaProject()
    project.ask('id: Type.String()')
  })

  afterEach(() => project.remove())

  const other = 'export const Other = Type.Object({})\n'

  it('is named by generate, which leaves it where it is', async () => {
    project.schema('chat.schema.ts', other)
    await project.generate()
    project.delete('chat.schema.ts')
    project.schema('room.schema.ts', other)
    const { exitCode, output } = await project.generate()
    expect(exitCode).toBe(0)
    expect(output).toContain('wrote gen/room.ts')
    const named = 'stale gen/chat.ts: its schema chat.schema.ts is gone; delete it'
    expect(output).toContain(named)
    expect(project.has('gen/chat.ts')).toBe(true)
    expect(await project.generate()).toEqual({ exitCode: 0, output: named })
  })

  it('fails generate --check, until it is deleted', async () => {
    project.schema('chat.schema.ts', other)
    await project.generate()
    project.delete('chat.schema.ts')
    await project.generate()
    expect(await project.generate({ isCheck: true })).toEqual({
      exitCode: 1,
      output: 'stale gen/chat.ts: its schema chat.schema.ts is gone; delete it',
    })
    project.delete('gen/chat.ts')
    expect(await project.generate({ isCheck: true })).toEqual({
      exitCode: 0,
      output: 'everything is up to date',
    })
  })

  it('is found in the folder of a schema that was moved elsewhere', async () => {
    project.schema('deep/chat.schema.ts', other)
    await project.generate()
    project.delete('deep/chat.schema.ts')
    project.schema('deeper/chat.schema.ts', other)
    const { output } = await project.generate()
    expect(output).toContain('stale deep/gen/chat.ts: its schema chat.schema.ts is gone')
    expect(output).not.toContain('stale deeper')
  })

  it('is found in the one folder for all, however the compilers are told to read it', async () => {
    project.write('trunkline.config.ts', "export default { out: 'rpc', noCheck: true }\n")
    project.schema('deep/chat.schema.ts', other)
    await project.generate()
    project.delete('deep/chat.schema.ts')
    const { output } = await project.generate()
    expect(output).toContain('stale rpc/chat.ts: its schema chat.schema.ts is gone; delete it')
  })

  it('is not one whose schema is there and was not asked for', async () => {
    project.schema('deep/chat.schema.ts', other)
    for (const out of [undefined, 'rpc']) {
      const options = out === undefined ? {} : { out }
      await project.generate(options)
      const patterns = ['shop.schema.ts']
      const { output } = await project.generate({ ...options, patterns, isCheck: true })
      expect(output).not.toContain('is gone')
    }
  })

  it('is not one that people have written, or copied under another name', async () => {
    await project.generate()
    project.write('gen/mine.ts', '// Generated from mine.schema.ts by hand\n')
    project.write('gen/late.ts', `\n${project.read('gen/shop.ts')}`)
    project.write('gen/copy.ts', project.read('gen/shop.ts'))
    project.write('node_modules/some/gen/chat.ts', bannerOf('chat.schema.ts'))
    project.write('src/chat.ts', bannerOf('chat.schema.ts'))
    expect(await project.generate({ isCheck: true })).toMatchObject({ exitCode: 0 })
  })

  it('is not one of a project inside this one, which has its schemas elsewhere', async () => {
    project.write('inner/trunkline.config.ts', "export default { out: 'gen' }\n")
    project.write('inner/gen/chat.ts', bannerOf('chat.schema.ts'))
    await project.generate()
    expect(await project.generate({ isCheck: true })).toMatchObject({ exitCode: 0 })
  })
})

function bannerOf(schema: string): string {
  return `// Generated from ${schema} by \`trunkline generate\`. Do not edit.\n`
}
