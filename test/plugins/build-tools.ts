/** The build tools, each as a user sets it up for a project in TypeScript: with main.ts as entry and dist/ as output. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import * as rollup from 'rollup'
import * as tsup from 'tsup'
import * as vite from 'vite'
import webpack from 'webpack'
import { trunkline as esbuildPlugin } from '../../codegen/plugins/esbuild.js'
import type { PluginOptions } from '../../codegen/plugins/options.js'
import { trunkline as rollupPlugin } from '../../codegen/plugins/rollup.js'
import { trunkline as vitePlugin } from '../../codegen/plugins/vite.js'
import { trunkline as webpackPlugin } from '../../codegen/plugins/webpack.js'

/** How a build ended: undefined when it worked, else all that the tool says was wrong. */
export type Failure = string | undefined

export interface BuildTool {
  readonly name: string
  /** Builds once; the bundle is dist/main.js or dist/main.mjs, and loads `trunkline` from where it is. */
  build(root: string, options?: PluginOptions): Promise<Failure>
  /** Builds again after each change, and says how each build ended. @returns what ends it */
  watch?(root: string, ended: (failure: Failure) => void): Promise<() => Promise<void>>
}

const externals = ['trunkline', 'trunkline/gen']

// ---- esbuild ----

function esbuildOptions(root: string, options?: PluginOptions): esbuild.BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: ['main.ts'],
    outdir: 'dist',
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: externals,
    logLevel: 'silent',
    plugins: [esbuildPlugin(options)],
  }
}

function esbuildFailure({ errors }: { readonly errors: esbuild.Message[] }): Failure {
  if (errors.length === 0) return undefined
  return esbuild.formatMessagesSync(errors, { kind: 'error', color: false }).join('\n')
}

const esbuildTool: BuildTool = {
  name: 'esbuild',
  async build(root, options) {
    try {
      return esbuildFailure(await esbuild.build(esbuildOptions(root, options)))
    } catch (error) {
      return esbuildFailure(error as esbuild.BuildFailure) // because esbuild rejects with nothing else
    }
  },
  async watch(root, ended) {
    const options = esbuildOptions(root)
    const listener: esbuild.Plugin = {
      name: 'listener',
      setup: (build) => build.onEnd((result) => ended(esbuildFailure(result))),
    }
    const context = await esbuild.context({
      ...options,
      plugins: [...(options.plugins ?? []), listener],
    })
    await context.watch()
    return () => context.dispose()
  },
}

// ---- tsup ----

const tsupTool: BuildTool = {
  name: 'tsup',
  async build(root, options) {
    // tsup resolves its entries from the current folder.
    const entry = path.relative(process.cwd(), path.join(root, 'main.ts'))
    try {
      await tsup.build({
        config: false,
        silent: true,
        entry: [entry],
        outDir: path.join(root, 'dist'),
        outExtension: () => ({ js: '.mjs' }),
        format: 'esm',
        target: 'node20',
        external: externals,
        esbuildPlugins: [esbuildPlugin({ root, ...options })],
      })
      return undefined
    } catch (error) {
      return esbuildFailure(error as esbuild.BuildFailure) // because tsup hands on what esbuild rejects with
    }
  },
}

// ---- Rollup ----

/** Rollup and webpack leave TypeScript to others; this is all that a test needs of them. */
function stripTypes(code: string): string {
  return esbuild.transformSync(code, { loader: 'ts' }).code
}

const typescriptForRollup: rollup.Plugin = {
  name: 'typescript',
  async resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.')) return null
    return path.resolve(path.dirname(importer), source.replace(/\.js$/, '.ts'))
  },
  transform: (code, id) => (id.endsWith('.ts') ? { code: stripTypes(code), map: null } : null),
}

function rollupOptions(root: string, options?: PluginOptions) {
  return {
    input: path.join(root, 'main.ts'),
    external: externals,
    plugins: [rollupPlugin({ root, ...options }), typescriptForRollup],
    onLog: () => {},
    output: { dir: path.join(root, 'dist'), format: 'es' },
  } satisfies rollup.RollupOptions
}

const rollupTool: BuildTool = {
  name: 'rollup',
  async build(root, options) {
    const { output, ...input } = rollupOptions(root, options)
    try {
      const bundle = await rollup.rollup(input)
      await bundle.write(output)
      return undefined
    } catch (error) {
      return messageOf(error)
    }
  },
  async watch(root, ended) {
    const watcher = rollup.watch({ ...rollupOptions(root), watch: { buildDelay: 20 } })
    watcher.on('event', (event) => {
      if (event.code === 'BUNDLE_END') void event.result.close()
      if (event.code === 'END') ended(undefined)
      if (event.code === 'ERROR') ended(event.error.message)
    })
    return () => watcher.close()
  },
}

// ---- Vite ----

const viteTool: BuildTool = {
  name: 'vite',
  async build(root, options) {
    try {
      await vite.build({
        root,
        configFile: false,
        logLevel: 'silent',
        plugins: [vitePlugin(options)],
        build: {
          ssr: 'main.ts',
          outDir: 'dist',
          rolldownOptions: { external: externals },
        },
      })
      return undefined
    } catch (error) {
      return messageOf(error)
    }
  },
}

// ---- webpack ----

const typescriptForWebpack = fileURLToPath(new URL('typescript-loader.cjs', import.meta.url))

function webpackCompiler(root: string, options?: PluginOptions): webpack.Compiler {
  return webpack({
    context: root,
    mode: 'production',
    target: 'node20',
    entry: './main.ts',
    output: { path: path.join(root, 'dist'), filename: 'main.mjs', module: true },
    experiments: { outputModule: true },
    externals: Object.fromEntries(externals.map((name) => [name, `module ${name}`])),
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    module: { rules: [{ test: /\.ts$/, use: typescriptForWebpack, type: 'javascript/auto' }] },
    optimization: { minimize: false },
    plugins: [webpackPlugin(options)],
  })
}

function webpackFailure(error: Error | null, stats: webpack.Stats | undefined): Failure {
  if (error !== null) return error.message
  return stats?.hasErrors() === true ? stats.toString({ all: false, errors: true }) : undefined
}

function closed(compiler: webpack.Compiler): Promise<void> {
  return new Promise((resolve) => compiler.close(() => resolve()))
}

const webpackTool: BuildTool = {
  name: 'webpack',
  async build(root, options) {
    const compiler = webpackCompiler(root, options)
    const failure = await new Promise<Failure>((resolve) => {
      compiler.run((error, stats) => resolve(webpackFailure(error, stats)))
    })
    await closed(compiler)
    return failure
  },
  async watch(root, ended) {
    const compiler = webpackCompiler(root)
    compiler.watch({ aggregateTimeout: 20 }, (error, stats) => ended(webpackFailure(error, stats)))
    return () => closed(compiler)
  },
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Where a tool has put its bundle. */
export function bundleOf(root: string): string {
  for (const name of ['main.mjs', 'main.js']) {
    const file = path.join(root, 'dist', name)
    try {
      readFileSync(file)
      return file
    } catch {}
  }
  throw new Error(`no bundle in ${root}`)
}

export const buildTools: readonly BuildTool[] = [
  esbuildTool,
  tsupTool,
  rollupTool,
  viteTool,
  webpackTool,
]
