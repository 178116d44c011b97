/** The schemas of test/golden/codegen, generated in memory. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Generated, generateFiles, lockFileName } from '../../codegen/generate.js'
import { generateProject } from '../../codegen/project.js'

export const goldenRoot = fileURLToPath(new URL('../golden/codegen/', import.meta.url)).replace(
  /\/$/,
  '',
)

export function generateGolden(): Promise<Generated> {
  return generateProject(goldenRoot, { patterns: [], out: undefined })
}

/** One schema file of the golden project, alone, without a lock. */
export function generateAlone(name: string): Promise<Generated> {
  return generateFiles({
    root: goldenRoot,
    schemas: [path.join(goldenRoot, name)],
    lock: undefined,
  })
}

export function goldenLock(): string {
  return readFileSync(path.join(goldenRoot, lockFileName), 'utf8')
}
