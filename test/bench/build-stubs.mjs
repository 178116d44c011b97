/**
 * The generated stubs as JavaScript, so that Trunkline runs as its users run it: built, and without a loader.
 *
 * They go below the repository's root rather than beside their source, because there `trunkline/gen` means the built
 * package.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const folder = here('../../.cache/bench')

export const stubsFile = `${folder}/echo.js`

export async function buildStubs() {
  const { default: typescript } = await import('typescript')
  mkdirSync(folder, { recursive: true })
  for (const name of ['echo', 'checked']) {
    const source = readFileSync(here(`gen/${name}.ts`), 'utf8')
    const { outputText } = typescript.transpileModule(source, {
      compilerOptions: { target: 'es2022', module: 'esnext', verbatimModuleSyntax: true },
    })
    writeFileSync(`${folder}/${name}.js`, outputText)
  }
}

const silentMeter =
  'export class CallMeter { took() {} settled() {} failed() {} report() { return [] } }'

/**
 * The runtime and the stubs in one file, once as they are and once with a meter that counts nothing. Only such a copy can
 * tell what the counting costs, because it cannot be turned off.
 */
export async function buildUnmetered() {
  const { build } = await import('esbuild')
  for (const isMetered of [true, false]) {
    const plugin = {
      name: 'unmetered',
      setup(hooks) {
        hooks.onResolve({ filter: /^trunkline\/gen$/ }, () => ({
          path: here('../../runtime/gen.ts'),
        }))
        if (isMetered) return
        hooks.onLoad({ filter: /[\\/]call-meter\.ts$/ }, () => ({
          contents: silentMeter,
          loader: 'ts',
        }))
      },
    }
    await build({
      stdin: {
        contents: `export * from '../../runtime/index.js'\nexport { Echo } from './gen/echo.js'`,
        resolveDir: here('.'),
      },
      outfile: `${folder}/${isMetered ? 'metered' : 'unmetered'}.js`,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      minifyWhitespace: true,
      minifySyntax: true,
      plugins: [plugin],
      logLevel: 'error',
    })
  }
}
