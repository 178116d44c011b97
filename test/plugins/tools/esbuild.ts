/** esbuild, and tsup around it. */

import path from 'node:path'
import * as esbuild from 'esbuild'
import * as tsup from 'tsup'
import { trunkline } from '../../../codegen/plugins/esbuild.js'
import type { PluginOptions } from '../../../codegen/plugins/options.js'
import { type BuildTool, externals, type Failure } from './build-tool.js'

function optionsFor(root: string, options?: PluginOptions): esbuild.BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: ['main.ts'],
    outdir: 'dist',
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: externals,
    logLevel: 'silent',
    plugins: [trunkline(options)],
  }
}

function failureOf({ errors }: { readonly errors: esbuild.Message[] }): Failure {
  if (errors.length === 0) return undefined
  return esbuild.formatMessagesSync(errors, { kind: 'error', color: false }).join('\n')
}

export const esbuildTool: BuildTool = {
  name: 'esbuild',
  async build(root, options) {
    try {
      return failureOf(await esbuild.build(optionsFor(root, options)))
    } catch (error) {
      return failureOf(error as esbuild.BuildFailure) // because esbuild rejects with nothing else
    }
  },
  async watch(root, ended) {
    const options = optionsFor(root)
    const listener: esbuild.Plugin = {
      name: 'listener',
      setup: (build) => build.onEnd((result) => ended(failureOf(result))),
    }
    const context = await esbuild.context({
      ...options,
      plugins: [...(options.plugins ?? []), listener],
    })
    await context.watch()
    return () => context.dispose()
  },
}

export const tsupTool: BuildTool = {
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
        esbuildPlugins: [trunkline({ root, ...options })],
      })
      return undefined
    } catch (error) {
      return failureOf(error as esbuild.BuildFailure) // because tsup hands on what esbuild rejects with
    }
  },
}
