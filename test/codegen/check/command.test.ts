import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCheck } from '../../../codegen/run-check.js'
import { SchemaProject } from '../../support/schema-project.js'

describe('trunkline check, the command', () => {
  let project: SchemaProject

  beforeEach(async () => {
    project = new SchemaProject()
    project.ask('id: Type.String(), size: Type.Integer()')
    await project.generate()
  })

  afterEach(() => project.remove())

  async function check(options: Partial<Parameters<typeof runCheck>[0]> = {}) {
    const lines: string[] = []
    const exitCode = await runCheck({
      root: project.root,
      against: 'git:HEAD',
      level: 'wire',
      format: 'text',
      all: false,
      fresh: true,
      print: (line) => lines.push(line),
      ...options,
    })
    return { exitCode, output: lines.join('\n') }
  }

  function git(...args: readonly string[]) {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com']
    execFileSync('git', [...identity, ...args], { cwd: project.root, stdio: 'pipe' })
  }

  function commit() {
    git('init', '-q')
    git('add', '-A')
    git('commit', '-q', '-m', 'before')
  }

  it('compares with a commit, and says what breaks whom and what to do instead', async () => {
    commit()
    project.ask("id: Type.String({ maxLength: 9 }), length: Type.Integer({ was: 'size' })")
    expect(await check()).toEqual({
      exitCode: 1,
      output: `wire    shop.v1.Ask.id: it now must have at most 9 characters
        breaks   old clients
        instead  Check it in the handler until all clients keep it.
json    shop.v1.Ask.length: it was called size
        breaks   JSON, source
        instead  Keep the name; was: keeps the number, not the JSON name.
since HEAD: 1 wire, 1 json; 1 breaks at the level wire`,
    })
    expect(readdirSync(project.root).filter((name) => name.startsWith('.trunkline'))).toEqual([])
  })

  it('has nothing to say when nothing has changed', async () => {
    commit()
    expect(await check()).toEqual({ exitCode: 0, output: 'nothing has changed since HEAD' })
  })

  it('lists what harms nobody when asked to', async () => {
    commit()
    project.ask('id: Type.String(), size: Type.Integer(), note: Type.Optional(Type.String())')
    expect(await check()).toEqual({
      exitCode: 0,
      output: 'since HEAD: 1 safe; nothing breaks at the level wire',
    })
    expect((await check({ all: true })).output).toContain('safe    shop.v1.Ask.note: it is new')
  })

  it('lets the level decide what is a mistake', async () => {
    commit()
    project.ask("id: Type.String(), length: Type.Integer({ was: 'size' })")
    expect((await check({ level: 'wire' })).exitCode).toBe(0)
    expect((await check({ level: 'json' })).exitCode).toBe(1)
    project.ask('id: Type.String(), size: t.int64()')
    expect((await check({ level: 'json' })).exitCode).toBe(0)
    expect((await check({ level: 'source' })).exitCode).toBe(1)
  })

  it('compares with another folder', async () => {
    const other = new SchemaProject()
    other.ask('id: Type.String()')
    await other.generate()
    const { exitCode, output } = await check({ against: other.root, all: true })
    other.remove()
    expect(exitCode).toBe(0)
    expect(output).toContain('safe    shop.v1.Ask.size: it is new')
  })

  it('compares with a lock file, and says what that leaves out', async () => {
    project.write('old.lock.json', project.read('trunkline.lock.json'))
    project.ask('id: Type.String({ maxLength: 3 })')
    const { exitCode, output } = await check({ against: 'old.lock.json' })
    expect(output).toContain('rules, errors, options and what may be absent were not looked at')
    expect(output).toContain('json    shop.v1.Ask.size: it is gone')
    expect(output).not.toContain('shop.v1.Ask.id')
    expect(exitCode).toBe(0)
  })

  it('falls back to the lock file of a commit whose schemas cannot be read', async () => {
    project.schema('shop.schema.ts', "import './gone.js'\n")
    commit()
    project.ask('id: Type.String()')
    const { output } = await check()
    expect(output).toContain('the schemas of HEAD cannot be read')
    expect(output).toContain('shop.v1.Ask.size: it is gone')
  })

  it('shows the same as JSON', async () => {
    commit()
    project.ask('id: Type.String({ maxLength: 9 }), size: Type.Integer()')
    const { output } = await check({ format: 'json' })
    expect(JSON.parse(output)).toEqual({
      against: 'git:HEAD',
      level: 'wire',
      changes: [
        {
          kind: 'field-rule-added',
          path: 'shop.v1.Ask.id',
          severity: 'wire',
          breaks: ['old clients'],
          message: 'it now must have at most 9 characters',
          instead: 'Check it in the handler until all clients keep it.',
          breaking: true,
          file: 'shop.schema.ts',
          line: 4,
          column: 38,
        },
      ],
    })
  })

  it("annotates the lines of a pull request in GitHub's words", async () => {
    commit()
    project.ask('id: Type.String({ maxLength: 9 }), size: Type.Integer()')
    expect((await check({ format: 'github' })).output).toBe(
      '::error file=shop.schema.ts,line=4,col=38,title=wire%3A field-rule-added::shop.v1.Ask.id: it now must have at most 9 characters; breaks old clients. Instead: Check it in the handler until all clients keep it.',
    )
  })

  it.each([
    [{ against: 'gone' }, 'there is no gone to compare with'],
    [{ against: 'git:gone' }, 'git knows no commit gone'],
    [{ level: 'all' }, '--level is wire, json, source; there is no all'],
    [{ format: 'xml' }, '--format is text, json, github; there is no xml'],
  ])('says what is wrong with %j', async (options, output) => {
    commit()
    expect(await check(options)).toEqual({ exitCode: 2, output })
  })

  it('shows mistakes in the schemas before anything else', async () => {
    commit()
    project.ask('id: Type.Symbol()')
    const { exitCode, output } = await check()
    expect(exitCode).toBe(1)
    expect(output).toContain('GEN_UNSUPPORTED_TYPE')
  })
})
