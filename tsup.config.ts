import { copyFile } from 'node:fs/promises'
import { defineConfig } from 'tsup'

export default defineConfig((options) => ({
  entry: {
    index: 'runtime/index.ts',
    gen: 'runtime/gen.ts',
    testing: 'runtime/testing/index.ts',
    schema: 'schemas/index.ts',
    codegen: 'codegen/index.ts',
    cli: 'codegen/cli.ts',
  },
  format: 'esm',
  target: 'node20',
  // The command line has no importers, so it needs no declarations.
  dts: {
    entry: {
      index: 'runtime/index.ts',
      gen: 'runtime/gen.ts',
      testing: 'runtime/testing/index.ts',
      schema: 'schemas/index.ts',
      codegen: 'codegen/index.ts',
    },
  },
  clean: true,
  // The default strips `node:` and turns node:test into an unrelated package.
  removeNodeProtocol: false,
  // Twenty small CommonJS files of protobufjs cost more to find and load than all of the runtime.
  noExternal: ['protobufjs', 'long'],
  async onSuccess() {
    for (const name of ['protobufjs', 'long']) {
      await copyFile(`node_modules/${name}/LICENSE`, `${options.outDir ?? 'dist'}/LICENSE-${name}`)
    }
  },
}))
