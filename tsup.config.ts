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
  rolldown: 'codegen/plugins/rolldown.ts',
  rollup: 'codegen/plugins/rollup.ts',
  rspack: 'codegen/plugins/rspack.ts',
  vite: 'codegen/plugins/vite.ts',
  webpack: 'codegen/plugins/webpack.ts',
}

/** The tools, and the declarations of the runtime, whose code vite.config.ts bundles. */
export default defineConfig([
  { ...shared, entry: runtime, dts: { entry: runtime, only: true } },
  {
    ...shared,
    entry: { ...tools, cli: 'codegen/cli.ts' },
    // The command line has no importers, so it needs no declarations.
    dts: { entry: tools },
  },
])
