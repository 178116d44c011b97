/** Finds names that would meet in generated code or in protobuf. */

import type { Diagnostics, Place } from './diagnostics.js'
import type { FileModel } from './model/model.js'
import { pascalCase, usedGlobals } from './names.js'

interface Claim {
  readonly name: string
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
      if (claim.what !== 'type') inPackage.set(claim.name, claim)
      if (usedGlobals.has(claim.name)) reportGlobal(claim, diagnostics)
      else if (twin !== undefined) reportTwin(claim, twin, diagnostics)
    }
  }
}

function claimsOf(file: FileModel): readonly Claim[] {
  const services = file.services.flatMap((service): Claim[] => {
    const claim = (name: string, what: string) => ({
      name,
      what,
      path: service.name,
      place: service.place,
    })
    return [
      claim(service.name, 'service'),
      claim(`${service.name}Client`, 'type'),
      claim(`${service.name}Handlers`, 'type'),
      ...service.methods
        .filter((method) => method.errors.length > 0)
        .map((method) => claim(`${service.name}${pascalCase(method.name)}Error`, 'type')),
    ]
  })
  const models = [...file.messages, ...file.enums].map(
    ({ name, path, place }): Claim => ({
      name,
      what: 'message',
      path,
      place,
    }),
  )
  return [...services, ...models]
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

function reportTwin({ name, path, place }: Claim, twin: Claim, diagnostics: Diagnostics): void {
  diagnostics.add({
    code: 'GEN_NAME_TAKEN',
    path,
    message: `the name ${name} is already taken by ${twin.path}`,
    remedy: "Give one of them a name of its own with $id, for example { $id: 'Other' }.",
    place,
  })
}
