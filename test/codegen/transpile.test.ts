import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { compile, rewrite, transpile } from '../../codegen/transpile.js'
import { largeSchema } from './bench/large-project.js'

/** What the modules here import: a function that tells its `this`, and one that tells its arguments. */
const modules: Readonly<Record<string, object>> = {
  plain: {
    call: (...args: readonly unknown[]) => ({ args }),
    self(this: unknown) {
      return this
    },
    list: [1, 2],
  },
  'with-default': { __esModule: true, default: { make: (of: unknown) => ({ of }) }, extra: 7 },
}

/** A module's exports, as the loader would get them, and the modules that it asked for. */
async function evaluate(code: string | undefined) {
  const asked: string[] = []
  const exports = {}
  const load = async (name: string) => {
    asked.push(name)
    return modules[name]
  }
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor // because it takes the same arguments
  await AsyncFunction('exports', 'jitiImport', code ?? 'throw new Error("no code")')(exports, load)
  return { asked, exports }
}

/** Modules that need nothing of the compiler, by what is special about them. */
const simple: Readonly<Record<string, string>> = {
  'an empty module': '',
  'constants of all kinds':
    "export const a = [1, 2n, -3, !0, 'x', `y`, /z/u, true, false, null, undefined]\nexport const b = a",
  'several constants in one statement':
    'export const a = 1, b = a + 1\nconst c = b ** 2\nexport const d = { c }',
  'names under other names':
    "import { call as make } from 'plain'\nexport const a = make(1, make(2))",
  'a default import': "import whole from 'plain'\nexport const a = whole.call(1)",
  'a default import of a module that has one':
    "import whole, { extra } from 'with-default'\nexport const a = whole.make(extra)",
  'a shorthand and spread':
    "import { list } from 'plain'\nexport const a = { list, b: [...list], ...{ c: 1 } }",
  'computed keys, templates and conditions': `import { list } from 'plain'\nexport const a = { [\`n\${list}\`]: list ? list : 0 }`,
  'a call without an owner': "import { self } from 'plain'\nexport const a = [self()]",
  'a call on a line of its own without semicolons':
    "import { call } from 'plain'\nconst a = { of: call }\ncall(a)\nexport const b = call\n",
  'an import for its effects': "import 'plain'\nexport const a = 1",
  'imports of nothing but types':
    "import { Nothing } from 'nowhere'\nimport type { More } from 'nowhere'\nimport { type Less, list } from 'plain'\nexport interface A extends Nothing { b: More }\nexport type C = Less\nexport const a = list",
  'comments between words': 'export /* is */ const /* a */ a /* equals */ = /* one */ 1 // .',
}

/** Modules that have more to them. */
const others: Readonly<Record<string, string>> = {
  'a type annotation': 'export const a: number = 1',
  'an assertion': 'export const a = [1] as const',
  'a function': 'export const a = ((b: number) => b + 1)(1)',
  'a declared function': 'function one() { return 1 }\nexport const a = one()',
  'type arguments':
    'const ids = { of: <T>(value: T) => value }\nexport const a = ids.of<number>(1)',
  'a namespace import': "import * as plain from 'plain'\nexport const a = plain.call(1)",
  'a default export': 'export default 1',
  'a re-export': "export { list } from 'plain'",
  'a variable': 'export let a = 1\na = 2',
  'a pattern': 'export const { a } = { a: 1 }',
  'a constant with the name of one of the loader': 'export const module = 1',
}

describe('transpiling a schema module', () => {
  it.each(Object.entries(simple))(
    'rewrites %s, to what the compiler would make of it',
    async (_, text) => {
      const rewritten = rewrite(text)
      expect(rewritten).toBeDefined()
      expect(await evaluate(rewritten)).toEqual(await evaluate(compile(text)))
      expect(rewritten?.split('\n')).toHaveLength(text.split('\n').length)
    },
  )

  it.each(Object.entries(others))('leaves %s to the compiler', async (_, text) => {
    expect(rewrite(text)).toBeUndefined()
    expect(transpile(text)).toBe(compile(text))
    expect((await evaluate(transpile(text))).exports).not.toEqual({})
  })

  it('leaves what is not TypeScript, and what loads by itself, to the loader', () => {
    expect(transpile('export const a = (')).toBeUndefined()
    expect(transpile("export const a = await import('plain')")).toBeUndefined()
  })

  it('rewrites schemas as they are written', () => {
    const chat = new URL('../../examples/chat/chat.schema.ts', import.meta.url)
    expect(rewrite(readFileSync(fileURLToPath(chat), 'utf8'))).toBeDefined()
    expect(rewrite(largeSchema(1))).toBeDefined()
  })
})
