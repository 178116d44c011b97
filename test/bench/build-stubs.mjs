/**
 * The generated stubs as JavaScript, so that Trunkline runs as its users run it: built, and without a loader.
 *
 * They go below the repository's root rather than beside their source, because there `trunkline/gen` means the built
 * package.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const stubsFile = fileURLToPath(new URL('../../.cache/bench/echo.js', import.meta.url))

export async function buildStubs() {
  const { default: typescript } = await import('typescript')
  const source = readFileSync(new URL('gen/echo.ts', import.meta.url), 'utf8')
  const { outputText } = typescript.transpileModule(source, {
    compilerOptions: { target: 'es2022', module: 'esnext', verbatimModuleSyntax: true },
  })
  mkdirSync(fileURLToPath(new URL('../../.cache/bench', import.meta.url)), { recursive: true })
  writeFileSync(stubsFile, outputText)
}
