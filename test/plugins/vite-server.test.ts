import { createLogger, createServer, type ViteDevServer } from 'vite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { trunkline } from '../../codegen/plugins/vite.js'
import { SchemaProject } from '../support/schema-project.js'
import { pause, until } from './waiting.js'

describe("Vite's development server", () => {
  let project: SchemaProject
  let server: ViteDevServer | undefined
  let errors: string[]

  beforeEach(() => {
    project = new SchemaProject({ 'package.json': '{ "type": "module" }' })
    errors = []
  })

  afterEach(async () => {
    await server?.close()
    server = undefined
    project.remove()
  })

  async function start(watch?: null): Promise<ViteDevServer> {
    const customLogger = createLogger('silent')
    customLogger.error = (message) => errors.push(message)
    server = await createServer({
      root: project.root,
      configFile: false,
      appType: 'custom',
      customLogger,
      server: { middlewareMode: true, ws: false, ...(watch === null ? { watch } : {}) },
      plugins: [trunkline()],
    })
    return server
  }

  it('generates before it serves, and after each change of a schema or of what it imports', async () => {
    project.write('size.ts', "import Type from 'typebox'\nexport const size = Type.Integer()\n")
    project.ask('id: Type.String()')
    await start()
    expect(project.read('gen/shop.ts')).toContain('id: string')
    project.schema(
      'more.schema.ts',
      "import { size } from './size.js'\nexport const More = Type.Object({ size })\n",
    )
    await until(() => project.has('gen/more.ts'))
    project.write(
      'size.ts',
      "import Type from 'typebox'\nexport const size = Type.Integer({ description: 'In metres.' })\n",
    )
    await until(() => project.read('gen/more.ts').includes('In metres.'))
    expect(errors).toEqual([])
  })

  it('shows a mistake, keeps serving the code that was there, and goes on when it is mended', async () => {
    project.ask('id: Type.Symbol()')
    const { ws } = await start()
    expect(errors).toEqual([expect.stringContaining('GEN_UNSUPPORTED_TYPE Ask.id')])
    expect(project.has('gen/shop.ts')).toBe(false)
    project.ask('id: Type.String()')
    await until(() => project.has('gen/shop.ts'))
    // Vite's watcher reports one change of a file in 50 ms.
    await pause(100)
    const send = vi.spyOn(ws, 'send')
    project.ask('id: Type.Symbol()')
    await until(() => errors.length === 2)
    const overlay = {
      plugin: 'trunkline',
      message: expect.stringContaining('GEN_UNSUPPORTED_TYPE'),
    }
    expect(send).toHaveBeenCalledWith({ type: 'error', err: expect.objectContaining(overlay) })
    expect(project.read('gen/shop.ts')).toContain('id: string')
  })

  it('refuses to start with a mistake where it does not watch, as in a test run', async () => {
    project.ask('id: Type.Symbol()')
    await expect(start(null)).rejects.toThrow('GEN_UNSUPPORTED_TYPE Ask.id')
  })
})
