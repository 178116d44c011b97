/** From schema files to generated text: loads, builds, checks, numbers and prints. Writes nothing. */

import path from 'node:path'
import { checkNames } from './check-names.js'
import { type Diagnostic, Diagnostics } from './diagnostics.js'
import { printFile } from './emit/files.js'
import type { FileOutline, GeneratedFile, MadeFile } from './last-run.js'
import { allotNumbers } from './lock/allot-numbers.js'
import { emptyLock, type Lock, parseLock, printLock } from './lock/lock-file.js'
import { type BuildInput, buildOthers, type LoadedModule, packagesOf } from './model/build-files.js'
import { type FileModel, filesUsedBy } from './model/model.js'
import { Workspace } from './workspace.js'

export interface GenerateFilesOptions {
  /** The project's folder, absolute: where the lock file lives. */
  readonly root: string
  /** Schema files, absolute. */
  readonly schemas: readonly string[]
  /** The lock file's present text; undefined when there is none yet. */
  readonly lock: string | undefined
  /** A folder for all generated files; default: `gen` beside each schema. */
  readonly out?: string | undefined
  /** What generated code imports; default `trunkline/gen`. */
  readonly runtime?: string | undefined
  /** Whether compilers are to skip what is inside generated files. */
  readonly noCheck?: boolean
  /** Whether to import modules afresh even if this process has imported them before. */
  readonly fresh?: boolean
  /** What earlier runs have read, for those who generate again and again. */
  readonly workspace?: Workspace | undefined
}

export type { GeneratedFile } from './last-run.js'

export interface Generated {
  /** The schema files asked for. */
  readonly schemas: readonly string[]
  /** The one folder for all generated files, absolute; undefined when they lie in `gen` beside each schema. */
  readonly out: string | undefined
  /** Empty when there are diagnostics. */
  readonly files: readonly GeneratedFile[]
  /** The lock file's new text; the present one when there are diagnostics. */
  readonly lock: string | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** The lock as data. */
  readonly numbers: Lock
  /** What was generated from, for other printers. */
  readonly models: readonly FileModel[]
  /** Text of the user's files, for code frames. */
  readonly sourceOf: (file: string) => string | undefined
}

export const lockFileName = 'trunkline.lock.json'

export async function generateFiles(options: GenerateFilesOptions): Promise<Generated> {
  const diagnostics = new Diagnostics()
  const workspace = options.workspace ?? new Workspace(options.root)
  if (options.fresh === true) workspace.forgetAll()
  const { sources } = workspace
  const lockFile = path.join(options.root, lockFileName)
  const sourceOf = (file: string) => (file === lockFile ? options.lock : sources.textOf(file))
  const stop = () => ({
    schemas: options.schemas,
    out: options.out,
    files: [],
    lock: options.lock,
    diagnostics: diagnostics.all,
    numbers: emptyLock,
    models: [],
    sourceOf,
  })

  const modules = await loadModules(options, workspace, diagnostics)
  if (diagnostics.count > 0) return stop()
  const packages = packagesOf(modules, sources, diagnostics)
  const outlines = [...packages].map(([file, name]) => ({ file, package: name }))
  const { schemas, out, runtime, noCheck } = options
  const conditions = {
    options: JSON.stringify([schemas, out, runtime, noCheck]),
    lock: options.lock,
  }
  const { lastRun } = workspace
  const importsOf = (file: string) => sources.importsOf(file)
  const reusable = lastRun.reusable(outlines, importsOf, conditions)
  const { models, kept } = buildModels({ modules, packages, sources, kept: reusable }, diagnostics)
  checkNames(models, diagnostics)
  const before =
    options.lock === undefined
      ? emptyLock
      : (lastRun.numbersOf(options.lock) ?? parseLock(options.lock, lockFile, diagnostics))
  if (before === undefined) return stop()
  const lock = allotNumbers(models, before, diagnostics)
  const outputs = planOutputs(outlines, options, diagnostics)
  if (diagnostics.count > 0) return stop()
  const made = [...kept.values()]
  for (const model of models) {
    const generated = printModel(model, outputs, options)
    made.push({ model, generated, uses: filesUsedBy(model) })
  }
  made.sort((a, b) => (a.model.file < b.model.file ? -1 : 1))
  const text = printLock(lock)
  lastRun.keep(made, { ...conditions, lock: text }, lock)
  return {
    schemas,
    out,
    files: made.map(({ generated }) => generated),
    lock: text,
    diagnostics: [],
    numbers: lock,
    models: made.map(({ model }) => model),
    sourceOf,
  }
}

/** Builds what is not kept; everything, where that turns out to have to do with what is. */
function buildModels(
  input: BuildInput & { readonly kept: ReadonlyMap<string, MadeFile> },
  diagnostics: Diagnostics,
): { readonly models: readonly FileModel[]; readonly kept: ReadonlyMap<string, MadeFile> } {
  const { kept } = input
  if (kept.size > 0) {
    const found = new Diagnostics()
    const { models, usesKept } = buildOthers(input, found)
    if (!usesKept) {
      for (const one of found.all) diagnostics.add(one)
      return { models, kept }
    }
  }
  const none = new Map<string, MadeFile>()
  return { models: buildOthers({ ...input, kept: none }, diagnostics).models, kept: none }
}

/** Loads the schemas, and the user's own modules that they import from. */
async function loadModules(
  { root, schemas }: GenerateFilesOptions,
  { loader, sources }: Workspace,
  diagnostics: Diagnostics,
): Promise<readonly LoadedModule[]> {
  const modules: LoadedModule[] = []
  const known = new Set<string>()
  const queue = [...schemas].sort().map((file) => ({ file, isSchemaFile: true }))
  // The queue grows while it is walked: imports of imports count as well.
  for (const { file, isSchemaFile } of queue) {
    if (known.has(file)) continue
    known.add(file)
    const exports = await loader.load(file, diagnostics)
    if (exports === undefined) continue
    modules.push({ file, isSchemaFile, exports })
    for (const imported of sources.importsOf(file)) {
      queue.push({ file: imported.file, isSchemaFile: isSchemaName(imported.file) })
    }
  }
  if (modules.length === 0 && diagnostics.count === 0) {
    diagnostics.add({
      code: 'GEN_NO_SERVICES',
      path: '',
      message: `there is no schema file to generate from in ${root}`,
      remedy:
        'Create one whose name ends in .schema.ts, name the files to read, or set a project up with npx trunkline init.',
      place: undefined,
    })
  }
  return modules.sort((a, b) => (a.file < b.file ? -1 : 1))
}

function isSchemaName(file: string): boolean {
  return /\.schema\.[mc]?[tj]s$/.test(file) && !file.includes('/node_modules/')
}

/** `chat.schema.ts` → `chat.ts`. */
export function outputName(schema: string): string {
  return `${path.basename(schema).replace(/(\.schema)?\.[mc]?[tj]s$/, '')}.ts`
}

/** `chat.schema.ts` → `gen/chat.ts`. */
function planOutputs(
  files: readonly FileOutline[],
  { out }: GenerateFilesOptions,
  diagnostics: Diagnostics,
): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>()
  const owners = new Map<string, string>()
  for (const { file } of files) {
    const name = outputName(file)
    const target = path.join(out ?? path.join(path.dirname(file), 'gen'), name)
    const owner = owners.get(target)
    owners.set(target, file)
    outputs.set(file, target)
    if (owner === undefined) continue
    diagnostics.add({
      code: 'GEN_OUTPUT_TAKEN',
      path: '',
      message: `${path.basename(owner)} in ${path.dirname(owner)} would be written to the same file, ${name}`,
      remedy: 'Rename one of the two schema files, or generate without --out.',
      place: { file, line: 1, column: 1, length: 1 },
    })
  }
  return outputs
}

function printModel(
  model: FileModel,
  outputs: ReadonlyMap<string, string>,
  { runtime = 'trunkline/gen', noCheck = false }: GenerateFilesOptions,
): GeneratedFile {
  const output = outputs.get(model.file) ?? model.file
  const specifier = runtime.startsWith('/')
    ? path.posix.relative(path.dirname(output), runtime).replace(/\.ts$/, '.js')
    : runtime
  const text = printFile(model, { runtime: specifier, output, outputs, noCheck })
  return {
    path: output,
    text,
    schema: model.file,
    messages: model.messages.length,
    services: model.services.length,
  }
}
