/** Prints a generated file: banner, imports, enums and messages, services. */

import path from 'node:path'
import type { FileModel } from '../model/model.js'
import { quote } from '../names.js'
import { braces, Code } from './code.js'
import { printEnum, printMessage } from './messages.js'
import { Scope } from './scope.js'
import { printService } from './services.js'

export interface PrintOptions {
  /** The specifier of the module that generated code imports. */
  readonly runtime: string
  /** Whether compilers are told to skip what is inside. */
  readonly noCheck?: boolean
  /** Where the file will be written. */
  readonly output: string
  /** Where the files of other schemas will be written, by schema file. */
  readonly outputs: ReadonlyMap<string, string>
}

export function printFile(file: FileModel, options: PrintOptions): string {
  const scope = new Scope(file)
  // The body first: only then is it known what it imports.
  const body = new Code()
  for (const model of file.enums) printEnum(body, model, scope)
  for (const message of file.messages) printMessage(body, message, scope)
  for (const service of file.services) printService(body, service, scope)
  const head = new Code()
  head.line(`// Generated from ${path.basename(file.file)} by \`trunkline generate\`. Do not edit.`)
  // Linters commonly have a rule against the line that compilers need.
  if (options.noCheck === true) {
    head.line('/* eslint-disable */')
    head.line('// @ts-nocheck')
  }
  head.blank()
  printImports(head, scope, options)
  for (const [literal, name] of scope.patterns) head.line(`const ${name} = ${literal}`)
  if (scope.patterns.length > 0) head.blank()
  return `${head.toString().trimEnd()}\n\n${body.toString().trim()}\n`
}

function printImports(code: Code, scope: Scope, options: PrintOptions): void {
  const imports = [{ from: options.runtime, names: scope.runtimeImports }]
  for (const [file, names] of scope.siblingImports) {
    const target = options.outputs.get(file) ?? file
    const relative = path.posix
      .relative(path.dirname(options.output), target)
      .replace(/\.ts$/, '.js')
    imports.push({ from: relative.startsWith('.') ? relative : `./${relative}`, names })
  }
  for (const { from, names } of imports.filter((one) => one.names.length > 0)) {
    const isTypeOnly = names.every((name) => name.startsWith('type '))
    const plain = isTypeOnly ? names.map((name) => name.slice('type '.length)) : names
    code.list(isTypeOnly ? 'import type ' : 'import ', braces, plain, ` from ${quote(from)}`)
  }
  code.blank()
}
