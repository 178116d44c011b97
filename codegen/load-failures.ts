/** Tells what a module that cannot be imported gets wrong, where Node's own words do not. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { nearest, type Problem } from '../schemas/misuse.js'
import type { ImportedName } from './typescript.js'

/** What is known of the module in which it failed. */
export interface FailedModule {
  readonly imported: readonly ImportedName[]
  /** What a module that it imports exports; undefined where that cannot be imported either. */
  exportsOf(specifier: string): Promise<Readonly<Record<string, unknown>> | undefined>
}

export interface ExplainedFailure extends Problem {
  /** The function that was called, where a call failed. */
  readonly call?: string
}

/** `text` is the first line of the error; undefined when that says enough. */
export async function explainFailure(
  text: string,
  module: FailedModule,
): Promise<ExplainedFailure | undefined> {
  const [, missing] = /^Cannot find (?:module|package) '([^']+)'/.exec(text) ?? []
  if (missing !== undefined) return explainMissing(missing)
  const [, subpath, manifest] =
    /^Package subpath '\.\/([^']+)' is not defined by "exports" in (.+package\.json)/.exec(text) ??
    []
  if (subpath !== undefined && manifest !== undefined) return explainSubpath(subpath, manifest)
  const [, unknown] = /^([\w$]+) is not defined$/.exec(text) ?? []
  if (unknown !== undefined) {
    return explainUnknown(
      unknown,
      module.imported.map(([local]) => local),
    )
  }
  // Transpiled imports are called as `(0, _module.name)`.
  const [, called] = /^(?:\(0 ?, )?_[\w$]+\.([\w$.]+)\)? is not a function$/.exec(text) ?? []
  return called === undefined ? undefined : explainCalled(called.split('.'), module)
}

function explainMissing(specifier: string): Problem | undefined {
  if (specifier === '@sinclair/typebox') {
    return {
      problem: "there is no package '@sinclair/typebox'",
      remedy: "Schemas are written with TypeBox 1, whose package is 'typebox': import from there.",
    }
  }
  const isPackage = /^[@a-z]/i.test(specifier) && !path.isAbsolute(specifier)
  if (!isPackage) {
    return {
      problem: `there is no module '${specifier}'`,
      remedy: 'Correct the path; it starts from the folder of the file that imports it.',
    }
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  return {
    problem: `there is no package '${name}'`,
    remedy: `Correct its name, or install it (npm install ${name}).`,
  }
}

function explainSubpath(subpath: string, manifest: string): Problem {
  // because Node has just read it
  const { name, exports } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    name: string
    exports: Readonly<Record<string, unknown>>
  }
  const known = Object.keys(exports)
    .filter((key) => key.startsWith('./') && !key.includes('*') && key !== './package.json')
    .map((key) => key.slice('./'.length))
  return correcting(
    `the package '${name}' has no '${name}/${subpath}'`,
    `${name}/${subpath}`,
    known.map((one) => `${name}/${one}`),
    `It has ${known.map((one) => `'${name}/${one}'`).join(', ')}.`,
  )
}

function explainUnknown(name: string, imported: readonly string[]): Problem {
  return correcting(`there is no ${name} in this module`, name, imported, 'Import or declare it.')
}

/** A function of an import, or of an object that is imported. */
async function explainCalled(
  [first = '', second]: readonly string[],
  { imported, exportsOf }: FailedModule,
): Promise<ExplainedFailure | undefined> {
  for (const [local, name, specifier] of imported) {
    const exported = name === first ? await exportsOf(specifier) : undefined
    if (exported === undefined) continue
    if (second === undefined) {
      return { ...explainMember(`'${specifier}' exports`, name, exported), call: local }
    }
    const owner = exported[name]
    // Several modules have a default export.
    if (typeof owner !== 'object' || owner === null || second in owner) continue
    return { ...explainMember(`${local} has`, second, owner), call: `${local}.${second}` }
  }
  return undefined
}

function explainMember(owner: string, name: string, members: object): Problem {
  const functions = Object.entries(members).flatMap(([key, value]) =>
    typeof value === 'function' ? [key] : [],
  )
  const few = functions.length <= 30 ? `Write one of ${functions.join(', ')}.` : 'Correct it.'
  return correcting(`${owner} no function ${name}`, name, functions, few)
}

/** Says which of the known names was meant, where one is near. */
function correcting(
  problem: string,
  name: string,
  known: readonly string[],
  otherwise: string,
): Problem {
  const meant = nearest(name, known)
  return meant === undefined
    ? { problem, remedy: otherwise }
    : { problem: `${problem}: did you mean ${meant}?`, remedy: `Write ${meant}.` }
}
