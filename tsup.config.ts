import { copyFile } from 'node:fs/promises'
import { defineConfig, type Options } from 'tsup'

const shared: Options = {
  format: 'esm',
  target: 'node20',
  // The default strips `node:` and turns node:test into an unrelated package.
  removeNodeProtocol: false,
}

const runtime = {
  index: 'runtime/index.ts',
  gen: 'runtime/gen.ts',
  health: 'runtime/health.ts',
  testing: 'runtime/testing/index.ts',
}
const tools = {
  schema: 'schemas/index.ts',
  codegen: 'codegen/index.ts',
  esbuild: 'codegen/plugins/esbuild.ts',
  rollup: 'codegen/plugins/rollup.ts',
  vite: 'codegen/plugins/vite.ts',
  webpack: 'codegen/plugins/webpack.ts',
}

/** Two builds, so that no chunk serves both: each file that a server has to find and load makes it start later. */
export default defineConfig((options) => [
  {
    ...shared,
    entry: runtime,
    dts: { entry: runtime },
    // A quarter of the time that importing takes goes into reading white space and comments. Names stay, and debuggers
    // have the maps.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: true,
    // Twenty small CommonJS files of protobufjs cost more to find and load than all of the runtime.
    noExternal: ['protobufjs', 'long'],
    async onSuccess() {
      for (const name of ['protobufjs', 'long']) {
        await copyFile(
          `node_modules/${name}/LICENSE`,
          `${options.outDir ?? 'dist'}/LICENSE-${name}`,
        )
      }
    },
  },
  {
    ...shared,
    entry: { ...tools, cli: 'codegen/cli.ts' },
    // The command line has no importers, so it needs no declarations.
    dts: { entry: tools },
  },
])
