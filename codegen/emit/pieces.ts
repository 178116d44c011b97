/** Prints what a message that arrives is put together with: all pieces of a message are the message. */

import type { MessageModel, VariantModel } from '../model/model.js'
import { optionalAccess } from '../names.js'
import type { Scope } from './scope.js'
import { tagOf } from './tags.js'
import { messageType } from './types.js'

export type UnionBody = MessageModel['body'] & { readonly shape: 'union' }

/** Whether the value read so far does not tell which variant it is, so that the last tag has to be kept. */
export function needsLast({ discriminator, variants }: UnionBody): boolean {
  return discriminator === undefined && variants.some((one) => one.type.kind === 'message')
}

/** What of a union is there already of the variant that arrives: undefined when it was another one. */
export function earlierPieces(
  { discriminator }: UnionBody,
  { number, type, match }: VariantModel,
  scope: Scope,
): string {
  if (discriminator !== undefined && match.by === 'literal')
    return `${optionalAccess('message', discriminator)} === ${match.literal} ? message : undefined`
  const narrowed =
    type.kind === 'message' ? `(message as ${messageType(type.message, scope)})` : 'message'
  return `last === ${tagOf(number, type)} ? ${narrowed} : undefined`
}
