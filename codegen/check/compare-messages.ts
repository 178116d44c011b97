/** Compares two versions of a message: its shape, and which field of one is which of the other. */

import { own } from '../lock/lock-file.js'
import { isCompatible } from '../lock/wire-type.js'
import { quote } from '../names.js'
import type { Changes, Travels } from './changes.js'
import { compareField, type FieldContext } from './compare-fields.js'
import { compareRules, refusesDefault } from './compare-rules.js'
import type { ChangeKind } from './kinds.js'
import type { FieldState, MessageState } from './state.js'

export interface MessageContext {
  readonly changes: Changes
  readonly travels: Travels
  readonly pair: FieldContext['pair']
}

export function compareMessage(
  before: MessageState,
  after: MessageState,
  context: MessageContext,
): void {
  new MessageComparison(before, after, context).run()
}

class MessageComparison {
  readonly #before: MessageState
  readonly #after: MessageState
  readonly #context: MessageContext
  readonly #isUnion: boolean

  constructor(before: MessageState, after: MessageState, context: MessageContext) {
    this.#before = before
    this.#after = after
    this.#context = context
    this.#isUnion = after.shape === 'union'
  }

  run(): void {
    if (!this.#shape()) return
    this.#whole()
    for (const field of this.#before.fields) this.#fieldOfBefore(field)
    for (const field of this.#after.fields) this.#fieldOfAfter(field)
    this.#reservations()
    this.#constants()
  }

  #report(kind: ChangeKind, message: string, field?: FieldState, advice?: string): void {
    const { name, place } = this.#after
    const path = field === undefined ? name : `${name}.${field.protoName}`
    const subject = { path, place: field?.place ?? place }
    this.#context.changes.add(kind, subject, message, this.#context.travels, advice)
  }

  /** @returns whether the fields can be compared */
  #shape(): boolean {
    const [old, now] = [this.#before.shape, this.#after.shape]
    if (old === undefined || now === undefined || old === now) return true
    if (now === 'union') {
      this.#report('message-became-union', `it was one ${old} and is now one of several`)
      return false
    }
    if (old === 'union') {
      this.#report('message-no-longer-union', `it was one of several and is now one ${now}`)
      return false
    }
    this.#report('message-shape-changed', `it was of the shape ${old} and is now of ${now}`)
    return true
  }

  #whole(): void {
    const [old, now] = [this.#before, this.#after]
    if (!old.closed && now.closed)
      this.#report('message-closed', 'it now refuses properties that it does not have')
    if (old.closed && !now.closed)
      this.#report('message-opened', 'it now ignores properties that it does not have')
    if (!old.deprecated && now.deprecated)
      this.#report('message-deprecated', 'it is now deprecated')
    if (old.deprecated && !now.deprecated)
      this.#report('message-undeprecated', 'it is no longer deprecated')
    if (old.shape === 'union' && old.discriminator !== now.discriminator)
      this.#report(
        'discriminator-renamed',
        `its variants were told apart by ${old.discriminator ?? 'their types'} and now are by ${now.discriminator ?? 'their types'}`,
      )
    for (const { how, message } of compareRules(old.rules, now.rules))
      this.#report(`message-rule-${how}`, message)
  }

  #fieldOfBefore(old: FieldState): void {
    const byNumber = this.#after.fields.find((one) => one.number === old.number)
    const byName = this.#after.fields.find((one) => one.protoName === old.protoName)
    if (byNumber?.protoName === old.protoName) this.#compare(old, byNumber)
    else if (byName !== undefined) {
      const kind = this.#isUnion ? 'variant-renumbered' : 'field-renumbered'
      this.#report(kind, `its number was ${old.number} and is now ${byName.number}`, byName)
    } else if (byNumber === undefined) this.#removed(old)
    else if (this.#isSameKind(old, byNumber)) {
      const kind = this.#isUnion ? 'variant-renamed' : 'field-renamed'
      this.#report(kind, `it was called ${old.protoName}`, byNumber)
      this.#compare(old, byNumber)
    } else {
      const message = `the number ${old.number} was ${old.protoName}, a ${old.type}, and is now a ${byNumber.type}`
      this.#report('field-replaced', message, byNumber)
    }
  }

  #isSameKind({ type: old }: FieldState, { type: now }: FieldState): boolean {
    const isNamed = (type: string) => type.includes('.') && !type.includes('google.')
    return isCompatible(old, now) || (isNamed(old) && isNamed(now))
  }

  #compare(old: FieldState, now: FieldState): void {
    compareField(old, now, { ...this.#context, path: `${this.#after.name}.${now.protoName}` })
  }

  #removed(old: FieldState): void {
    // It has no place any more: the message has.
    const gone = { ...old, place: this.#after.place }
    if (this.#isUnion) this.#report('variant-removed', 'the variant is gone', gone)
    else this.#fieldRemoved(gone)
    if (own(this.#after.reserved, old.protoName)?.n === old.number) return
    const message = `its number ${old.number} is not reserved`
    this.#report('field-reservation-dropped', message, gone)
  }

  #fieldRemoved(gone: FieldState): void {
    const heir = this.#after.fields.find((one) => one.type === gone.type && this.#isNew(one))
    const advice =
      heir === undefined
        ? ''
        : `Renamed? Write was: ${quote(gone.key)} on the new field ${heir.key}. Otherwise:`
    if (gone.presence === 'required') {
      const message = 'it is gone, and older programs insist on it'
      this.#report('field-removed-required', message, gone, advice)
    } else if (gone.presence === 'implicit') {
      const message = `it is gone, and older programs read ${defaultRead(gone)} instead, as if it had been sent`
      this.#report('field-removed-default-read', message, gone, advice)
    } else this.#report('field-removed', 'it is gone', gone, advice)
  }

  /** Whether a field of the new version has neither the number nor the name of one that is, or was, in the old one. */
  #isNew(now: FieldState): boolean {
    return !this.#isKnown(now) && this.#formerOf(now) === undefined
  }

  #isKnown(now: FieldState): boolean {
    return this.#before.fields.some(
      (one) => one.number === now.number || one.protoName === now.protoName,
    )
  }

  #formerOf(now: FieldState) {
    return Object.entries(this.#before.reserved).find(([, { n }]) => n === now.number)
  }

  #fieldOfAfter(now: FieldState): void {
    if (this.#isKnown(now)) return
    const former = this.#formerOf(now)
    if (former !== undefined) {
      const [name, { type }] = former
      const isSame = name === now.protoName && isCompatible(type, now.type)
      if (isSame) this.#report('field-restored', 'it is back, with its number', now)
      else this.#report('field-number-reused', `its number was that of ${name}, a ${type}`, now)
    } else if (this.#isUnion) this.#report('variant-added', 'the variant is new', now)
    else if (now.presence === 'required')
      this.#report('field-added-required', 'it is new and may not be absent', now)
    else if (now.presence === 'implicit' && refusesDefault(now))
      this.#report(
        'field-added-default-refused',
        'it is new, and its rules refuse the default that it has where older programs do not send it',
        now,
      )
    else this.#report('field-added', 'it is new', now)
  }

  #reservations(): void {
    for (const [name, { n }] of Object.entries(this.#before.reserved)) {
      const isKept = Object.values(this.#after.reserved).some((one) => one.n === n)
      if (isKept || this.#after.fields.some((one) => one.number === n)) continue
      const message = `the number ${n} of the former ${name} is no longer reserved`
      this.#report('field-reservation-dropped', message)
    }
  }

  #constants(): void {
    const [old, now] = [this.#before.constants, this.#after.constants]
    if (this.#before.shape === undefined) return
    for (const [key, literal] of Object.entries(now)) {
      const former = own(old, key)
      if (former === undefined) this.#report('constant-added', `${key} is new, always ${literal}`)
      else if (former !== literal)
        this.#report('constant-changed', `${key} was always ${former} and is now ${literal}`)
    }
    for (const key of Object.keys(old)) {
      if (own(now, key) === undefined) this.#report('constant-removed', `${key} is gone`)
    }
  }
}

/** What a program makes of an implicit field that was not sent, in words. */
function defaultRead({ type, js }: FieldState): string {
  if (type.startsWith('repeated ')) return 'an empty list'
  if (type.startsWith('map<')) return 'an empty map'
  if (js === 'bytes') return 'no bytes'
  if (js === 'string') return "''"
  if (js === 'boolean') return 'false'
  return js === 'bigint' ? '0n' : '0'
}
