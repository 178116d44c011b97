/** Prints how a message is read that may arrive in pieces: all pieces together are the message. */

import type { FieldModel, MessageModel } from '../model/model.js'
import { optionalAccess } from '../names.js'
import { type Code, parentheses } from './code.js'
import type { Scope } from './scope.js'
import { tagOf } from './tags.js'
import { messageType } from './types.js'

/** A field and the variable that it is decoded into. */
export interface Local {
  readonly field: FieldModel
  readonly name: string
}

export type UnionBody = MessageModel['body'] & { readonly shape: 'union' }

/** Whether the value read so far does not tell which variant it is, so that the last tag has to be kept. */
export function needsLast({ discriminator, variants }: UnionBody): boolean {
  return discriminator === undefined && variants.some((one) => one.type.kind === 'message')
}

/** Reads a field that is one message, or a variant of a union. */
export function printMessage(
  code: Code,
  local: Local,
  union: UnionBody | undefined,
  scope: Scope,
): void {
  const { type } = local.field
  if (type.kind !== 'message') return
  const isTyped = union === undefined || union.discriminator !== undefined
  const before = isTyped ? local.name : `${local.name} as ${messageType(type.message, scope)}`
  const isFirst = firstCondition(local, union)
  printPieces(code, isFirst, local.name, [scope.nameOf(type.message), before], scope)
}

/** What holds when no piece of the same message has been read before. */
function firstCondition({ field, name }: Local, union: UnionBody | undefined): string {
  if (union === undefined)
    return `${name} === ${field.presence === 'nullable' ? 'null' : 'undefined'}`
  const match = union.variants.find((one) => one === field)?.match
  return union.discriminator !== undefined && match?.by === 'literal'
    ? `${optionalAccess(name, union.discriminator)} !== ${match.literal}`
    : `last !== ${tagOf(field.number, field.type)} || ${name} === undefined`
}

/** A message that arrives in pieces is the sum of them. */
export function printPieces(
  code: Code,
  isFirst: string,
  name: string,
  [codec, before]: readonly [codec: string, before: string],
  scope: Scope,
): void {
  const decode = `${name} = ${codec}.decode(reader, depth + 1)`
  const merge = `${name} = ${scope.use('mergeMessage')}`
  const args = [codec, before, 'reader', 'depth + 1']
  const short = [`if (${isFirst}) ${decode}`, `else ${merge}(${args.join(', ')})`]
  if (short.every((line) => code.fits(line))) {
    code.lines(short)
    return
  }
  code.block(`if (${isFirst})`, () => code.line(decode), ' else {')
  code.indented(() => code.list(merge, parentheses, args))
  code.line('}')
}
