/** All build tools for which there is an entry. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import type { BuildTool } from './build-tool.js'
import { esbuildTool, tsupTool } from './esbuild.js'
import { rolldownTool, rollupTool } from './rollup.js'
import { viteTool } from './vite.js'
import { rspackTool, webpackTool } from './webpack.js'

export const buildTools: readonly BuildTool[] = [
  esbuildTool,
  tsupTool,
  rollupTool,
  rolldownTool,
  viteTool,
  webpackTool,
  rspackTool,
]

/** Where a tool has put its bundle. */
export function bundleOf(root: string): string {
  const names = ['main.mjs', 'main.js'].map((name) => path.join(root, 'dist', name))
  const bundle = names.find((name) => existsSync(name))
  if (bundle === undefined) throw new Error(`no bundle in ${root}`)
  return bundle
}
