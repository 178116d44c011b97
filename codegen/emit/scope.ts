/** Which names a generated file uses, and under which spelling. */

import type { EnumModel, FileModel, MessageModel } from '../model/model.js'
import { Names, pascalCase } from '../names.js'

type Named = MessageModel | EnumModel

/** Of the functions in which methods' constants are used: one of their name would be hidden. */
const parameters = ['caller', 'handlers']

export class Scope {
  readonly #file: FileModel
  readonly #top: Names
  readonly #declared: ReadonlySet<string>
  readonly #runtime = new Map<string, { readonly local: string; readonly isType: boolean }>()
  readonly #siblings = new Map<Named, string>()
  readonly #patterns = new Map<string, string>()

  constructor(file: FileModel) {
    this.#file = file
    this.#declared = new Set(declaredNames(file))
    this.#top = new Names(new Set([...this.#declared, ...parameters]))
  }

  /** A function or constant of `trunkline/gen`. */
  use(name: string): string {
    return this.#use(name, false)
  }

  /** A type of `trunkline/gen`. */
  useType(name: string): string {
    return this.#use(name, true)
  }

  #use(name: string, isType: boolean): string {
    const known = this.#runtime.get(name)
    if (known !== undefined) return known.local
    const prefixed = isType ? `Trunkline${name}` : `trunkline${pascalCase(name)}`
    const local = this.#top.claim(name, prefixed)
    this.#runtime.set(name, { local, isType })
    return local
  }

  /** The name of a message or an enum, imported if another file owns it. */
  nameOf(model: Named): string {
    if (model.file === this.#file.file) return model.name
    const known = this.#siblings.get(model)
    if (known !== undefined) return known
    const owner = model.fullName.slice(0, -model.name.length)
    const local = this.#top.claim(model.name, pascalCase(owner) + model.name)
    this.#siblings.set(model, local)
    return local
  }

  /** A constant for a regular expression, shared by all that use it. */
  pattern(literal: string): string {
    const known = this.#patterns.get(literal)
    if (known !== undefined) return known
    const name = this.#top.claim('pattern', 'pattern')
    this.#patterns.set(literal, name)
    return name
  }

  get patterns(): readonly (readonly [literal: string, name: string])[] {
    return [...this.#patterns]
  }

  /** A top-level name for something that the file keeps to itself. */
  claim(...candidates: readonly string[]): string {
    return this.#top.claim(...candidates)
  }

  get runtimeImports(): readonly string[] {
    return [...this.#runtime]
      .map(([name, { local, isType }]) => {
        const text = local === name ? name : `${name} as ${local}`
        return { name, text: isType ? `type ${text}` : text }
      })
      .sort((a, b) => compareNames(a.name, b.name))
      .map((one) => one.text)
  }

  /** Imports from other generated files, by the schema file that owns them. */
  get siblingImports(): ReadonlyMap<string, readonly string[]> {
    const files = new Map<string, string[]>()
    for (const [model, local] of this.#siblings) {
      const text = local === model.name ? local : `${model.name} as ${local}`
      files.set(model.file, [...(files.get(model.file) ?? []), text].sort(compareNames))
    }
    return files
  }
}

/** As the formatter sorts imports: by letter first, by case second. */
function compareNames(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()]
  if (x !== y) return x < y ? -1 : 1
  return a < b ? -1 : 1
}

function declaredNames(file: FileModel): readonly string[] {
  return [
    ...file.messages.map((message) => message.name),
    ...file.enums.map((model) => model.name),
    ...file.services.flatMap((service) => [
      service.name,
      `${service.name}Client`,
      `${service.name}Handlers`,
      ...service.methods
        .filter((method) => method.errors.length > 0)
        .map((method) => `${service.name + pascalCase(method.name)}Error`),
    ]),
  ]
}
