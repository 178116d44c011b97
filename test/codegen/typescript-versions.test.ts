import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const folder = path.join(repository, 'test/typescript-versions')

const compilers = [
  { version: '5.9', file: path.join(repository, 'node_modules/typescript/bin/tsc') },
  { version: '6.0', file: path.join(folder, 'node_modules/typescript6/bin/tsc') },
  { version: '7.0', file: path.join(folder, 'node_modules/typescript7/bin/tsc') },
]

describe('generated code', () => {
  for (const { version, file } of compilers) {
    const isThere = existsSync(file)
    if (!isThere) {
      console.warn(
        `TypeScript ${version} is not tried: run npm ci --prefix test/typescript-versions`,
      )
    }

    it.skipIf(!isThere)(`compiles at its strictest under TypeScript ${version}`, () => {
      const run = (...args: string[]) =>
        execFileSync(process.execPath, [file, ...args], { encoding: 'utf8', stdio: 'pipe' })
      expect(run('--version')).toContain(`Version ${version}.`)
      expect(compile(() => run('-p', folder))).toBe('')
    })
  }
})

/** What the compiler has to say; nothing when it is content. */
function compile(run: () => string): string {
  try {
    return run()
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)
  }
}
