/** Finds names that would meet in generated code or in protobuf. */

import nodePath from 'node:path'
import type { Diagnostics, Place } from './diagnostics.js'
import type { FileModel } from './model/model.js'
import { pascalCase, usedGlobals } from './names.js'

interface Claim {
  readonly name: string
  readonly kind: 'service' | 'type' | 'message'
  /** What needs the name, for people. */
  readonly what: string
  readonly path: string
  readonly place: Place | undefined
}

export function checkNames(files: readonly FileModel[], diagnostics: Diagnostics): void {
  const byPackage = new Map<string, Map<string, Claim>>()
  for (const file of files) {
    const inPackage = byPackage.get(file.package) ?? new Map<string, Claim>()
    byPackage.set(file.package, inPackage)
    const inFile = new Map<string, Claim>()
    for (const claim of claimsOf(file)) {
      const twin = inFile.get(claim.name) ?? inPackage.get(claim.name)
      inFile.set(claim.name, claim)
      if (claim.kind !== 'type') inPackage.set(claim.name, claim)
      if (usedGlobals.has(claim.name)) reportGlobal(claim, diagnostics)
      else if (twin !== undefined) reportTwin(claim, twin, diagnostics)
    }
  }
}

interface Named {
  readonly name: string
  readonly path: string
  readonly place: Place | undefined
}

function claimsOf(file: FileModel): readonly Claim[] {
  const services = file.services.flatMap((service): Claim[] => {
    const claim = (name: string, kind: Claim['kind'], what: string) => ({
      name,
      kind,
      what,
      path: service.name,
      place: service.place,
    })
    return [
      claim(service.name, 'service', `the service ${service.name}`),
      claim(`${service.name}Client`, 'type', `the client of the service ${service.name}`),
      claim(`${service.name}Handlers`, 'type', `the handlers of the service ${service.name}`),
      ...service.methods
        .filter((method) => method.errors.length > 0)
        .map((method) =>
          claim(
            `${service.name}${pascalCase(method.name)}Error`,
            'type',
            `the errors of ${service.name}.${method.name}`,
          ),
        ),
    ]
  })
  const claimAs =
    (noun: string) =>
    ({ name, path, place }: Named): Claim => {
      const what = name === path ? `the ${noun} ${name}` : `the ${noun} of ${path}`
      return { name, kind: 'message', what, path, place }
    }
  return [...services, ...file.messages.map(claimAs('message')), ...file.enums.map(claimAs('enum'))]
}

function reportGlobal({ name, path, place }: Claim, diagnostics: Diagnostics): void {
  diagnostics.add({
    code: 'GEN_NAME_TAKEN',
    path,
    message: `a message called ${name} would hide JavaScript's own ${name} in the generated file`,
    remedy: `Export it under another name, or give it one with $id, for example { $id: '${name}Message' }.`,
    place,
  })
}

function reportTwin(claim: Claim, twin: Claim, diagnostics: Diagnostics): void {
  const { name, path, place } = claim
  const file = twin.place?.file
  const where =
    file === undefined || file === place?.file
      ? ''
      : ` (${nodePath.basename(file)}, line ${twin.place?.line})`
  // $id names messages; a service has its name in service('…').
  const canBeNamed = [claim, twin].some(({ kind }) => kind === 'message')
  diagnostics.add({
    code: 'GEN_NAME_TAKEN',
    path,
    message: `${twin.what}${where} and ${claim.what} both need the name ${name}`,
    remedy: canBeNamed
      ? `Export the type under another name, or give it one with $id, for example { $id: '${name}Message' }.`
      : 'Rename one of the services.',
    place,
  })
}
