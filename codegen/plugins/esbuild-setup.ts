/** Generating before each build of esbuild. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { BuildOptions, PartialMessage, PluginBuild } from 'esbuild'
import { Builder, type Built } from './builder.js'
import type { PluginOptions } from './options.js'

/** Generates when a build starts, and answers with its mistakes when the first entry is loaded. */
export function setUpEsbuild(build: PluginBuild, options: PluginOptions): void {
  const root = build.initialOptions.absWorkingDir ?? process.cwd()
  const builder = new Builder(options, root)
  const entries = entryFilter(build.initialOptions)
  let built: Built | undefined
  /** Whether this build knows by now what went wrong, or what to watch. */
  let isTold = false

  build.onStart(async () => {
    built = await builder.build()
    isTold = false
    // A build that fails here watches no file any more: only one without entries to ask for leaves no better place.
    return entries === undefined ? { errors: errorsOf(built, root) } : undefined
  })
  if (entries === undefined) return

  build.onResolve({ filter: entries }, ({ kind, path: entry }) => {
    if (kind !== 'entry-point' || built?.failure === undefined) return undefined
    return { path: entry, namespace: 'trunkline-failed', watchFiles: [...built.inputs] }
  })
  // The other entries of a failed build are empty: what they lack for want of generated code is no mistake of theirs.
  build.onLoad({ filter: /()/, namespace: 'trunkline-failed' }, () => {
    if (built === undefined || isTold) return { contents: '' }
    isTold = true
    return { errors: errorsOf(built, root) }
  })
  // Files to watch count beside the path of an entry, or beside no contents of a file. A path from a plug-in would lose the
  // entry what esbuild knows of it from package.json and tsconfig.json, so that the first file to be loaded takes them along.
  build.onLoad({ filter: /()/, namespace: 'file' }, () => {
    if (built === undefined || built.failure !== undefined || isTold) return undefined
    isTold = true
    return { watchFiles: [...built.inputs] }
  })
}

/** Matches the entries of a build as esbuild asks plug-ins for them; undefined when it does not ask. */
function entryFilter({ entryPoints = [] }: BuildOptions): RegExp | undefined {
  const entries = Array.isArray(entryPoints)
    ? entryPoints.map((one) => (typeof one === 'string' ? one : one.in))
    : Object.values(entryPoints)
  if (entries.length === 0 || entries.some((entry) => entry.includes('*'))) return undefined
  const names = entries.map((entry) =>
    entry.replace(/^\.\//, '').replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
  )
  return new RegExp(`^(\\./)?(${names.join('|')})$`)
}

function errorsOf({ failure, diagnostics }: Built, root: string): PartialMessage[] {
  if (failure === undefined) return []
  if (diagnostics.length === 0) return [{ text: failure }]
  return diagnostics.map(({ code, path: where, message, remedy, place }) => ({
    text: `${code} ${where === '' ? '' : `${where}: `}${message}`,
    location:
      place === undefined
        ? null
        : {
            file: path.relative(root, place.file),
            line: place.line,
            column: place.column - 1,
            length: place.length,
            lineText: readFileSync(place.file, 'utf8').split('\n')[place.line - 1] ?? '',
          },
    notes: [{ text: remedy }],
  }))
}
