/** Turns imported schema modules into file models: what they export, named and in order. */

import path from 'node:path'
import { isService, service } from '../../schemas/index.js'
import type { Diagnostics, Place } from '../diagnostics.js'
import { pascalCase, snakeCase, splitFullName } from '../names.js'
import type { ExportedName, Sources } from '../typescript.js'
import { buildService } from './build-services.js'
import { ValueBuilder } from './build-values.js'
import type { FileModel } from './model.js'
import { Registry } from './registry.js'
import { isSchema, kindOf, type Schema } from './schema.js'
import { topSite } from './site.js'

/** An imported module; `isSchemaFile` is false for ordinary modules that schemas are imported from. */
export interface LoadedModule {
  readonly file: string
  readonly isSchemaFile: boolean
  readonly exports: Readonly<Record<string, unknown>>
}

/** What files are built from, and what need not be built again. */
export interface BuildInput {
  readonly modules: readonly LoadedModule[]
  /** Of each schema file, from `packagesOf`. */
  readonly packages: ReadonlyMap<string, string>
  readonly sources: Sources
  /** Schema files whose models are there already. */
  readonly kept: { has(file: string): boolean }
}

export interface BuiltFiles {
  readonly models: readonly FileModel[]
  /**
   * Whether one of them has to do with a file that was kept, against what imports and packages show: it uses a schema of
   * that file, which both have from a package, or it has taken a message over from another package. Then the models are
   * not to be used.
   */
  readonly usesKept: boolean
}

/** The models of all schema files. */
export function buildFiles(
  modules: readonly LoadedModule[],
  sources: Sources,
  diagnostics: Diagnostics,
): readonly FileModel[] {
  const packages = packagesOf(modules, sources, diagnostics)
  return buildOthers({ modules, packages, sources, kept: new Set() }, diagnostics).models
}

/** The models of those schema files that are not kept. */
export function buildOthers(
  { modules, packages, sources, kept }: BuildInput,
  diagnostics: Diagnostics,
): BuiltFiles {
  const registry = new Registry()
  for (const module of modules) registerExports(module, registry, sources, diagnostics)
  const built = modules.filter((module) => module.isSchemaFile && !kept.has(module.file))
  const builders = new Map<string, ValueBuilder>()
  for (const module of built) reportUnexported(module, modules, sources, diagnostics)
  const strays = new Set<string>()
  const context = { sources, diagnostics, registry, packages, strays }
  for (const { file } of built) builders.set(file, new ValueBuilder(context, file, builders))
  const services = new Map(
    built.map((module) => {
      const builder = builders.get(module.file)
      return [module.file, builder === undefined ? [] : buildModule(module, builder, sources)]
    }),
  )
  const models = [...builders].map(([file, builder]) => ({
    file,
    package: packages.get(file) ?? '',
    messages: builder.store.messages,
    enums: builder.store.enums,
    services: services.get(file) ?? [],
  }))
  return { models, usesKept: strays.size > 0 || models.some(hasMoved) }
}

/** Whether messages or enums of a file say that they were in another package. */
function hasMoved({ messages, enums }: FileModel): boolean {
  return [...messages, ...enums].some(({ was }) => was?.includes('.') === true)
}

/** The package of each schema file. */
export function packagesOf(
  modules: readonly LoadedModule[],
  sources: Sources,
  diagnostics: Diagnostics,
): ReadonlyMap<string, string> {
  return new Map(
    modules
      .filter((module) => module.isSchemaFile)
      .map((module) => [module.file, packageOf(module, sources, diagnostics)]),
  )
}

/** A module's exports in the order of its source; what it re-exports comes last. */
function exportsInOrder(module: LoadedModule, sources: Sources): readonly ExportedName[] {
  const written = sources.exportsOf(module.file)
  const names = new Set(written.map((one) => one.name))
  const others = Object.keys(module.exports).filter((name) => !names.has(name))
  return [...written, ...others.sort().map((name) => ({ name, node: undefined, doc: undefined }))]
}

function registerExports(
  module: LoadedModule,
  registry: Registry,
  sources: Sources,
  diagnostics: Diagnostics,
): void {
  for (const { name, node, doc } of exportsInOrder(module, sources)) {
    const value = module.exports[name]
    // A re-export names nothing: the module it comes from does.
    if (!isSchema(value) || isService(value) || name === 'default' || node === undefined) continue
    const typeName = pascalCase(name)
    if (!/^[A-Z]/.test(typeName)) {
      diagnostics.add({
        code: 'GEN_BAD_NAME',
        path: name,
        message: `${name} makes no name for a type, which begins with a letter from A to Z`,
        remedy: 'Rename it: of what it is called, only letters from A to Z and digits are used.',
        place: sources.placeOf(node),
      })
      continue
    }
    registry.addExport(value, {
      name: typeName,
      file: module.isSchemaFile ? module.file : undefined,
      node,
      doc,
    })
  }
}

/** A service that no file exports would be left out, and nobody would be told. */
function reportUnexported(
  { file, exports }: LoadedModule,
  modules: readonly LoadedModule[],
  sources: Sources,
  diagnostics: Diagnostics,
): void {
  const exported = modules.flatMap((one) => Object.values(one.exports).filter(isService))
  const hidden = sources
    .calls(file, service.name)
    .filter(({ text }) => !exported.some(({ name }) => name === text))
  const report = (message: string, remedy: string, place: Place | undefined) =>
    diagnostics.add({ code: 'GEN_NOT_EXPORTED', path: '', message, remedy, place })
  for (const { text, node } of hidden) {
    const { name } = splitFullName(text)
    report(
      `the service ${text} is not exported, so that no code is generated for it`,
      `Write export const ${name} = service(…), or remove it.`,
      sources.placeOf(node),
    )
  }
  if (hidden.length > 0 || Object.keys(exports).length > 0) return
  report(
    'this schema file exports nothing, and code is generated only for what is exported',
    'Export a service or a message, or give the file a name that does not end in .schema.ts.',
    { file, line: 1, column: 1, length: sources.textOf(file)?.split('\n')[0]?.length || 1 },
  )
}

/** A file's package is that of its services; a file without services says `packageName`, or is called after itself. */
function packageOf(module: LoadedModule, sources: Sources, diagnostics: Diagnostics): string {
  const services = Object.values(module.exports).filter(isService)
  const packages = [...new Set(services.map((service) => splitFullName(service.name).package))]
  if (packages.length > 1) {
    diagnostics.add({
      code: 'GEN_TWO_PACKAGES',
      path: '',
      message: `the services of one file share one package, and these are in ${packages.join(' and ')}`,
      remedy: 'Put the services of each package into a file of their own.',
      place: sources.placeOf(
        sources.exportsOf(module.file).find(({ name }) => {
          const value = module.exports[name]
          return isService(value) && splitFullName(value.name).package === packages[1]
        })?.node,
      ),
    })
  }
  const { packageName } = module.exports
  if (packages[0] !== undefined) return packages[0]
  if (typeof packageName === 'string') return packageName
  const [stem = ''] = path.basename(module.file).split('.')
  return snakeCase(stem)
}

const messageKinds = new Set(['Object', 'Union', 'Enum', 'Tuple', 'Cyclic'])

/** Builds what a file exports, whether or not a service uses it: other files and programs may. */
function buildModule(module: LoadedModule, builder: ValueBuilder, sources: Sources) {
  const services = []
  for (const exported of exportsInOrder(module, sources)) {
    const value = module.exports[exported.name]
    if (isService(value)) services.push(buildService(builder, value, exported))
    else if (isOwnMessage(value, exported)) {
      builder.value(value, topSite(exported.name, pascalCase(exported.name), exported.node))
    }
  }
  return services.filter((service) => service !== undefined)
}

function isOwnMessage(value: unknown, exported: ExportedName): value is Schema {
  if (!isSchema(value) || exported.node === undefined) return false
  return messageKinds.has(kindOf(value) ?? '')
}
