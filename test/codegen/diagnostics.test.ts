import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { diagnosticCodes } from '../../codegen/diagnostics.js'
import { generateFiles, lockFileName } from '../../codegen/generate.js'
import { printDiagnostics } from '../../codegen/print-diagnostics.js'

const root = fileURLToPath(new URL('../golden/diagnostics/', import.meta.url))
const cases = readdirSync(root).sort()
const isUpdate = process.env.UPDATE_GOLDEN === '1'

async function diagnose(name: string) {
  const folder = path.join(root, name)
  const lockFile = path.join(folder, lockFileName)
  const lock = existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : undefined
  const schemas = [path.join(folder, 'bad.schema.ts')]
  const generated = await generateFiles({ root: folder, schemas, lock })
  return { folder, lock, generated }
}

describe('diagnostics', () => {
  it.each(cases)('explains the mistake of %s', async (name) => {
    const { folder, lock, generated } = await diagnose(name)
    const text = `${printDiagnostics(generated.diagnostics, generated.sourceOf, folder)}\n`
    const file = path.join(folder, 'expected.txt')
    if (isUpdate) writeFileSync(file, text)
    expect(text).toBe(readFileSync(file, 'utf8'))
    expect(generated.files).toEqual([])
    expect(generated.lock).toBe(lock)
    for (const { remedy, message } of generated.diagnostics) {
      expect(remedy).toMatch(/^[A-Z].*[.)]$/s)
      expect(message).not.toMatch(/\.$/)
    }
  })

  it('has a case for every code that one schema file can bring about', async () => {
    const seen = new Set<string>()
    for (const name of cases) {
      const { generated } = await diagnose(name)
      for (const { code } of generated.diagnostics) seen.add(code)
    }
    const elsewhere = ['GEN_NO_SERVICES', 'GEN_OUTPUT_TAKEN']
    expect(diagnosticCodes.filter((code) => !seen.has(code))).toEqual(elsewhere)
  })
})
