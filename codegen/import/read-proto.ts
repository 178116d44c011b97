/** Reads .proto files with protobufjs, and finds what cannot become a schema. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import protobuf, { type Enum, type NamespaceBase, type Service, type Type } from 'protobufjs'
import { ConfigError } from '../config.js'

export interface ProtoFile {
  /** As protobufjs found it. */
  readonly path: string
  readonly package: string
  readonly messages: readonly Type[]
  readonly enums: readonly Enum[]
  readonly services: readonly Service[]
}

/** @param includes folders in which imports are looked for, besides that of the file */
export function readProtos(
  files: readonly string[],
  includes: readonly string[],
): readonly ProtoFile[] {
  const root = new protobuf.Root()
  const found = new Set<string>()
  root.resolvePath = (origin, target) => {
    if (target.startsWith('google/protobuf/')) return target
    const file = findFile(target, origin, includes)
    checkSyntax(file)
    found.add(file)
    return file
  }
  try {
    root.loadSync([...files], { keepCase: true, alternateCommentMode: true })
    root.resolveAll()
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(error instanceof Error ? error.message : String(error))
  }
  return [...found].map((file) => collect(root, file))
}

function findFile(target: string, origin: string, includes: readonly string[]): string {
  const folders = [...(origin === '' ? [] : [path.dirname(origin)]), ...includes]
  const candidates = [target, ...folders.map((folder) => path.join(folder, target))]
  const found = candidates.map((one) => path.resolve(one)).find((one) => canRead(one))
  if (found !== undefined) return found
  throw new ConfigError(
    `there is no file ${target}${origin === '' ? '' : `, which ${origin} imports; give its folder with --include`}`,
  )
}

function canRead(file: string): boolean {
  try {
    readFileSync(file)
    return true
  } catch {
    return false
  }
}

function checkSyntax(file: string): void {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
  const [, syntax = ''] = /^\s*syntax\s*=\s*["'](\w+)["']/m.exec(text) ?? []
  if (syntax === 'proto3') return
  const what = /^\s*edition\s*=/m.test(text) ? 'uses an edition' : 'is proto2'
  throw new ConfigError(`${file} ${what}; only proto3 can be imported`)
}

function collect(root: protobuf.Root, file: string): ProtoFile {
  const messages: Type[] = []
  const enums: Enum[] = []
  const services: Service[] = []
  let name = ''
  const visit = (space: NamespaceBase) => {
    for (const one of space.nestedArray) {
      if (one instanceof protobuf.Enum && one.filename === file) enums.push(one)
      if (one instanceof protobuf.Service && one.filename === file) services.push(one)
      if (one instanceof protobuf.Type && one.filename === file) messages.push(one)
      const isOutermost = !(space instanceof protobuf.Type)
      if (isOutermost && 'filename' in one && one.filename === file && !isPlainSpace(one))
        name = space.fullName.replace(/^\./, '')
      if (one instanceof protobuf.Namespace) visit(one)
    }
  }
  visit(root)
  return { path: file, package: name, messages, enums, services }
}

/** A package, as opposed to what is declared in one. */
function isPlainSpace(one: protobuf.ReflectionObject): boolean {
  return (
    one instanceof protobuf.Namespace &&
    !(one instanceof protobuf.Type) &&
    !(one instanceof protobuf.Service)
  )
}
