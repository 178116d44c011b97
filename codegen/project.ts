/** A project on disk: its configuration, its schema files and its lock file. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { glob } from 'tinyglobby'
import { ConfigError, loadConfig } from './config.js'
import { type Generated, generateFiles, lockFileName } from './generate.js'
import { readText } from './outputs.js'
import type { Workspace } from './workspace.js'

export interface ProjectOptions {
  /** Files or globs from the command line; none means what the configuration says. */
  readonly patterns: readonly string[]
  readonly out: string | undefined
  /** What generated code imports; default: what the configuration says. */
  readonly runtime?: string | undefined
  readonly fresh?: boolean
  readonly workspace?: Workspace
}

/** Generates a project in memory. Throws a ConfigError for mistakes that are not in a schema. */
export async function generateProject(root: string, options: ProjectOptions): Promise<Generated> {
  const config = await loadConfig(root)
  const patterns =
    options.patterns.length > 0 ? options.patterns : (config.schemas ?? ['**/*.schema.ts'])
  const found = await glob([...patterns], {
    cwd: root,
    absolute: true,
    ignore: ['**/node_modules/**', '**/dist/**'],
    expandDirectories: false,
  })
  const missing = options.patterns.find(
    (one) => !/[*?{[]/.test(one) && !existsSync(path.resolve(root, one)),
  )
  if (missing !== undefined) throw new ConfigError(`there is no file ${missing}`)
  const out = options.out ?? config.out
  const runtime = options.runtime ?? config.runtime ?? 'trunkline/gen'
  return generateFiles({
    root,
    schemas: found.map((file) => path.normalize(file)),
    fresh: options.fresh ?? false,
    workspace: options.workspace,
    lock: readText(path.join(root, lockFileName)),
    out: out === undefined ? undefined : path.resolve(root, out),
    noCheck: config.noCheck ?? true,
    runtime: runtime.startsWith('.') ? path.resolve(root, runtime) : runtime,
  })
}
