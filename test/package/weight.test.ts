/** What `import 'trunkline'` brings with it: how many bytes, and nothing of what only some programs use. */

import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import { root } from './packed-project.js'

/**
 * Bytes do not depend on the machine. To raise it is a decision: docs/decisions/0041-what-an-import-costs.md says what it is
 * made of, and what is loaded later.
 */
const mostBytes = 57 * 1024

interface Weight {
  /** Minified and gzipped. */
  readonly bytes: number
  /** What is in it, by path. */
  readonly sources: readonly string[]
}

let weight: Weight

beforeAll(async () => {
  weight = await weigh('runtime/index.ts')
})

describe('the import of the runtime', () => {
  it('has no more bytes than were agreed on', () => {
    console.log(`trunkline: ${(weight.bytes / 1024).toFixed(1)} KiB, minified and gzipped`)
    expect(weight.bytes).toBeLessThan(mostBytes)
  })

  it.each([
    ['TLS', 'transport/tls-transport'],
    ['reading of certificates', 'transport/tls-files'],
    ['explanations of TLS errors', 'transport/tls-explanations'],
    ['questions to name servers', 'client/resolve/watch-names'],
    ['what they answer', 'client/resolve/name-server'],
    ['checks of generated code', 'codec/checks'],
    ['health', 'health'],
    ['means for tests', 'testing/test-connection'],
  ])('leaves %s to those who use it', (_, name) => {
    expect(weight.sources).toContain('runtime/index.ts')
    expect(weight.sources).not.toContain(`runtime/${name}.ts`)
  })
})

/**
 * Bundles what an entry loads at once, as users' build tools do. protobufjs is left out: programs with other uses of it
 * share it.
 */
async function weigh(entry: string): Promise<Weight> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: 'out',
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['protobufjs/*'],
    plugins: [withoutLaterImports],
  })
  return {
    bytes: outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0),
    sources: Object.keys(metafile.inputs),
  }
}

const withoutLaterImports: Plugin = {
  name: 'without-later-imports',
  setup: ({ onResolve }) =>
    onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    ),
}
