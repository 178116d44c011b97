/** Knows which schemas have names, and which message or enum owns each name. */

import type { Place } from '../diagnostics.js'
import type { SourceNode } from '../typescript.js'
import type { EnumModel, MessageModel } from './model.js'
import { identityOf, type Schema } from './schema.js'

/** A schema that its author exported. */
export interface NamedSchema {
  readonly name: string
  /** The schema file that generates it; undefined when it comes from an ordinary module. */
  readonly file: string | undefined
  readonly node: SourceNode | undefined
  readonly doc: string | undefined
}

export interface NameHolder {
  /** What the name stands for, to tell a second use from a clash. */
  readonly schema: Schema
  readonly path: string
  readonly place: Place | undefined
  readonly model: MessageModel | EnumModel
}

export class Registry {
  readonly #exports = new Map<object, NamedSchema>()
  readonly #models = new Map<object, MessageModel | EnumModel>()
  readonly #holders = new Map<string, NameHolder>()

  /** The first export of a schema names it; later ones are aliases. A schema file wins over an ordinary module. */
  addExport(schema: Schema, named: NamedSchema): void {
    const identity = identityOf(schema)
    const known = this.#exports.get(identity)
    if (known === undefined || (known.file === undefined && named.file !== undefined)) {
      this.#exports.set(identity, named)
    }
  }

  exportOf(schema: Schema): NamedSchema | undefined {
    return this.#exports.get(identityOf(schema))
  }

  /** Models made from a schema exported by an ordinary module exist once for each file that uses them. */
  modelOf(identity: object): MessageModel | EnumModel | undefined {
    return this.#models.get(identity)
  }

  setModel(identity: object, model: MessageModel | EnumModel): void {
    this.#models.set(identity, model)
  }

  holderOf(fullName: string): NameHolder | undefined {
    return this.#holders.get(fullName)
  }

  hold(fullName: string, holder: NameHolder): void {
    this.#holders.set(fullName, holder)
  }
}
