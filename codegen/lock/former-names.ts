/** Messages and enums that say what they were called before: their numbers come along. */

import type { Diagnostics } from '../diagnostics.js'
import type { EnumModel, MessageModel } from '../model/model.js'
import { own } from './lock-file.js'

/** The entries of models, each moved from its former name where `was` gives one. */
export class FormerNames<T> {
  readonly #entries: Record<string, T>
  readonly #current: ReadonlySet<string>
  readonly #diagnostics: Diagnostics

  constructor(
    entries: Record<string, T>,
    models: readonly (MessageModel | EnumModel)[],
    diagnostics: Diagnostics,
  ) {
    this.#entries = entries
    this.#current = new Set(models.map(({ fullName }) => fullName))
    this.#diagnostics = diagnostics
  }

  take(model: MessageModel | EnumModel): T | undefined {
    const known = own(this.#entries, model.fullName)
    if (known !== undefined || model.was === undefined) return known
    const prefix = model.fullName.slice(0, model.fullName.length - model.name.length)
    const former = model.was.includes('.') ? model.was : prefix + model.was
    const entry = own(this.#entries, former)
    if (entry === undefined || this.#current.has(former)) {
      this.#diagnostics.add({
        code: 'GEN_WAS_UNKNOWN',
        path: model.fullName,
        message: `was: '${model.was}' is a name that ${this.#current.has(former) ? 'another schema still has' : 'no schema ever had'}`,
        remedy: 'Write the full name that this schema had before, or remove was.',
        place: model.place,
      })
      return undefined
    }
    delete this.#entries[former]
    return entry
  }
}
