/** Generated files whose schemas are gone: nothing writes them any more, and programs can still import them. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { escapePath, glob } from 'tinyglobby'
import { configName } from './config.js'
import { type Generated, lockFileName, outputName } from './generate.js'

export interface Orphan {
  /** The generated file, absolute. */
  readonly path: string
  /** The name of the schema file that it came from. */
  readonly schema: string
}

const ignore = ['**/node_modules/**', '**/dist/**']

/** Looks in the folders that a run writes to, and says what is left there of schemas that are gone. Deletes nothing. */
export async function findOrphans(root: string, generated: Generated): Promise<readonly Orphan[]> {
  const leftovers = (await otherFiles(root, generated)).filter(
    (file) => path.basename(file.path) === outputName(file.schema),
  )
  const { out } = generated
  const areGone = leftovers.map((file) =>
    out === undefined ? isGoneBeside(file) : isGoneFrom(root, file, generated.schemas),
  )
  const gone = await Promise.all(areGone)
  return leftovers.filter((_, index) => gone[index])
}

/** The explanation for people, without the file's name. */
export function explainOrphan({ schema }: Orphan): string {
  return `its schema ${schema} is gone; delete it`
}

/** Generated files that this run has not made. */
async function otherFiles(root: string, { out, files }: Generated): Promise<Orphan[]> {
  const folders = out === undefined ? await genFolders(root) : []
  // Those of schemas outside the root lie there, too.
  for (const file of files) folders.push(path.dirname(file.path))
  const written = new Set(files.map((file) => file.path))
  return [...new Set(folders)].sort().flatMap((folder) => generatedIn(folder, written))
}

/** All folders called gen, apart from those of projects inside this one, which may place their files otherwise. */
async function genFolders(root: string): Promise<string[]> {
  const found = await glob('**/gen', {
    cwd: root,
    absolute: true,
    onlyDirectories: true,
    expandDirectories: false,
    ignore,
  })
  return found
    .map((folder) => path.normalize(folder).replace(/[\\/]$/, ''))
    .filter((folder) => {
      let project = folder
      while (project !== root && project !== path.dirname(project)) {
        if ([configName, lockFileName].some((name) => existsSync(path.join(project, name))))
          return false
        project = path.dirname(project)
      }
      return true
    })
}

function generatedIn(folder: string, written: ReadonlySet<string>): Orphan[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .flatMap(({ name }) => {
      const file = path.join(folder, name)
      if (written.has(file)) return []
      const schema = sourceOf(readFileSync(file, 'utf8'))
      return schema === undefined ? [] : [{ path: file, schema }]
    })
}

/** What the first line of a generated file says that it was made from; undefined for files of other origin. */
function sourceOf(text: string): string | undefined {
  return /^\/\/ Generated from (.+) by `trunkline generate`/.exec(text)?.[1]
}

function isGoneBeside(file: Orphan): boolean {
  return !existsSync(path.join(path.dirname(file.path), '..', file.schema))
}

/**
 * In one folder for all, a file does not say where its schema lies: it is gone when no file has its name. A run for a
 * few schemas must not take the others for gone.
 */
async function isGoneFrom(
  root: string,
  { schema }: Orphan,
  schemas: readonly string[],
): Promise<boolean> {
  if (schemas.some((file) => existsSync(path.join(path.dirname(file), schema)))) return false
  const named = await glob(`**/${escapePath(schema)}`, { cwd: root, ignore, dot: true })
  return named.length === 0
}
