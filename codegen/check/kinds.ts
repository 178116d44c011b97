/** Every kind of change that is told apart: what it does to programs of the other version, and what to do instead. */

/**
 * What a change does.
 *
 * - `oldToNew`: what an old program sends, a new one refuses or misreads; `newToOld` the other way round.
 * - `checkOldToNew`: the same, by a check and not by decoding. Only requests are checked where they arrive.
 * - `checkNewToOld`: as above.
 * - `clients`, `servers`: calls of old clients fail; calls to old servers fail.
 * - `json`: names in JSON forms of the messages change.
 * - `source`: programs that use the generated code may need a change to compile.
 */
export type Effect =
  | 'oldToNew'
  | 'newToOld'
  | 'checkOldToNew'
  | 'checkNewToOld'
  | 'clients'
  | 'servers'
  | 'json'
  | 'source'

interface Kind {
  readonly effects: readonly Effect[]
  /** What to do instead; empty for what harms nobody. */
  readonly instead: string
}

const safe: Kind = { effects: [], instead: '' }
const kind = (effects: string, instead: string): Kind => ({
  effects: effects.split(' ') as Effect[], // because a test compares each with the list above
  instead,
})

const both = 'oldToNew newToOld json source'
const another = 'Add a property with another name, and remove this one when no program uses it.'
const newMethod = 'Add a method with another name, and remove this one when no program calls it.'
const receivers = 'Deploy the programs that receive it before those that send it.'
const keepLock = 'Restore the entry in the lock file: numbers that were in use must stay reserved.'

export const changeKinds = {
  'service-added': safe,
  'service-removed': kind('clients source', 'Keep it, deprecated, until no client calls it.'),
  'service-renamed': kind('clients servers source', 'Keep the old name too until all have moved.'),
  'service-deprecated': safe,
  'service-undeprecated': safe,

  'method-added': safe,
  'method-removed': kind('clients source', 'Keep it, deprecated, until no client calls it.'),
  'method-request-became-stream': kind('clients servers source', newMethod),
  'method-request-no-longer-stream': kind('clients servers source', newMethod),
  'method-response-became-stream': kind('clients servers source', newMethod),
  'method-response-no-longer-stream': kind('clients servers source', newMethod),
  'method-became-oneway': kind('clients servers source', newMethod),
  'method-no-longer-oneway': kind('clients servers source', newMethod),
  'method-request-type-renamed': kind('source', 'Keep the name with $id.'),
  'method-response-type-renamed': kind('source', 'Keep the name with $id.'),
  'method-made-idempotent': safe,
  'method-no-longer-idempotent': kind(
    'clients',
    'Add a method with another name: old clients go on repeating this one.',
  ),
  'method-deprecated': safe,
  'method-undeprecated': safe,
  'timeout-set': safe,
  'timeout-dropped': safe,
  'timeout-shortened': safe,
  'timeout-lengthened': safe,

  'error-added': safe,
  'error-removed': kind('source', 'Keep it declared until no client looks for it.'),
  'error-code-changed': kind('clients', 'Declare another error: old clients act on the code.'),
  'error-data-type-renamed': kind('source', 'Keep the name with $id.'),

  'message-added': safe,
  'message-removed': kind('source', 'Keep it exported until no program uses the type.'),
  'message-renamed': kind('source', 'Keep the name with $id.'),
  'message-became-union': kind(both, 'Use another message, in a property or method of its own.'),
  'message-no-longer-union': kind(both, 'Use another message, in a property or method of its own.'),
  'message-shape-changed': kind('json source', 'Use another message for the new shape.'),
  'message-closed': kind('source', 'Leave additionalProperties out.'),
  'message-opened': safe,
  'message-deprecated': safe,
  'message-undeprecated': safe,
  'message-rule-added': kind('checkOldToNew', 'Check it in the handler until all clients keep it.'),
  'message-rule-removed': kind('checkNewToOld', receivers),
  'message-rule-tightened': kind('checkOldToNew', 'Change all clients first.'),
  'message-rule-loosened': kind('checkNewToOld', receivers),
  'message-rule-changed': kind('checkOldToNew checkNewToOld', another),

  'field-added': safe,
  'field-added-required': kind('oldToNew source', 'Make it Optional.'),
  'field-added-default-refused': kind(
    'checkOldToNew source',
    'Make it Optional, or let its rules accept the default that stands for an absent value.',
  ),
  'field-restored': safe,
  'field-removed': kind('json source', 'Keep it, deprecated, until no program uses it.'),
  'field-removed-default-read': kind(
    'newToOld json source',
    'Keep it, deprecated, and go on sending it until no old program reads it.',
  ),
  'field-removed-required': kind('newToOld json source', 'Make it Optional first, everywhere.'),
  'field-renamed': kind('json source', 'Keep the name; was: keeps the number, not the JSON name.'),
  'field-respelled': kind('source', 'Keep the spelling.'),
  'field-renumbered': kind(both, 'Restore its number in the lock file.'),
  'field-replaced': kind(both, 'Give the new property a number that was never used.'),
  'field-number-reused': kind(both, 'Give the new property a number that was never used.'),
  'field-reservation-dropped': kind('oldToNew newToOld', keepLock),
  'field-type-changed': kind(both, another),
  'field-type-renamed': kind('source', 'Keep the name with $id.'),
  'field-widened': kind('newToOld source', receivers),
  'field-narrowed': kind('oldToNew source', another),
  'field-sign-changed': kind('oldToNew newToOld source', another),
  'field-text-to-bytes': kind('newToOld json source', another),
  'field-bytes-to-text': kind('oldToNew json source', another),
  'field-became-list': kind(both, another),
  'field-no-longer-list': kind(both, another),
  'field-became-map': kind(both, another),
  'field-no-longer-map': kind(both, another),
  'map-key-changed': kind(both, another),
  'field-js-type-changed': kind('source', another),
  'field-literal-changed': kind('source', another),
  'field-made-required': kind('oldToNew source', 'Leave it Optional and check it in the handler.'),
  'field-made-optional': kind('newToOld source', receivers),
  'field-absence-told-apart': kind('newToOld source', receivers),
  'field-absence-forgotten': kind('source', 'Leave it Optional.'),
  'field-absence-forgotten-default-refused': kind('checkOldToNew source', 'Leave it Optional.'),
  'field-absence-respelled': kind('json source', 'Leave it as it is.'),
  'field-deprecated': safe,
  'field-undeprecated': safe,
  'field-rule-added': kind('checkOldToNew', 'Check it in the handler until all clients keep it.'),
  'field-rule-removed': kind('checkNewToOld', receivers),
  'field-rule-tightened': kind('checkOldToNew', 'Change all clients first.'),
  'field-rule-loosened': kind('checkNewToOld', receivers),
  'field-rule-changed': kind('checkOldToNew checkNewToOld', another),
  'list-rule-added': kind('checkOldToNew', 'Check it in the handler until all clients keep it.'),
  'list-rule-removed': kind('checkNewToOld', receivers),
  'list-rule-tightened': kind('checkOldToNew', 'Change all clients first.'),
  'list-rule-loosened': kind('checkNewToOld', receivers),
  'list-rule-changed': kind('checkOldToNew checkNewToOld', another),

  'constant-added': kind('source', 'Leave it out: it is never sent.'),
  'constant-removed': kind('source', 'Keep it until no program reads it.'),
  'constant-changed': kind('json source', 'Keep the value: each side restores its own.'),

  'variant-added': kind('newToOld source', receivers),
  'variant-removed': kind('oldToNew source', 'Keep it until no program sends it.'),
  'variant-renamed': kind('json source', 'Keep the name that tells the variant.'),
  'variant-renumbered': kind(both, 'Restore its number in the lock file.'),
  'discriminator-renamed': kind('json source', 'Keep the property that tells the variants apart.'),

  'enum-added': safe,
  'enum-removed': kind('source', 'Keep it exported until no program uses the type.'),
  'enum-renamed': kind('source', 'Keep the name with $id.'),
  'enum-became-numeric': kind('json source', another),
  'enum-became-text': kind('json source', another),
  'enum-value-added': kind('newToOld source', receivers),
  'enum-value-removed': kind('oldToNew json source', 'Keep it until no program sends it.'),
  'enum-value-renamed': kind('json source', 'Keep the value and describe it otherwise.'),
  'enum-value-renumbered': kind('oldToNew newToOld', 'Restore its number in the lock file.'),
  'enum-number-reused': kind(both, 'Give the value a number that was never used.'),
  'enum-reservation-dropped': kind('oldToNew newToOld', keepLock),
  'enum-deprecated': safe,
  'enum-undeprecated': safe,
} as const satisfies Readonly<Record<string, Kind>>

export type ChangeKind = keyof typeof changeKinds

export function kindOfChange(name: ChangeKind): Kind {
  return changeKinds[name]
}
