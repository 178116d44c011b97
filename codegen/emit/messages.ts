/** Prints messages and enums: the type, then the codec of the same name. */

import type { EnumModel, MessageModel } from '../model/model.js'
import { propertyKey, quote } from '../names.js'
import { printCheck } from './check.js'
import { isConstrained } from './check-parts.js'
import { brackets, type Code } from './code.js'
import { printDecode } from './decode.js'
import { printEncode } from './encode.js'
import type { Scope } from './scope.js'
import { fieldType, messageType, presentType } from './types.js'

export function printMessage(code: Code, message: MessageModel, scope: Scope): void {
  printType(code, message, scope)
  const type = messageType(message, scope)
  const kind = `${scope.useType('MessageCodec')}<${type}>`
  code.constant(`${message.isPublic ? 'export ' : ''}const ${message.name}: ${kind}`, () => {
    code.line(`name: ${quote(message.fullName)},`)
    code.line(`constrained: ${isConstrained(message)},`)
    printEncode(code, message, scope)
    printDecode(code, message, scope)
    printCheck(code, message, scope)
  })
  code.blank()
}

function printType(code: Code, message: MessageModel, scope: Scope): void {
  const { body, name } = message
  if (!message.isPublic) return
  code.doc(message.doc, message.deprecated)
  switch (body.shape) {
    case 'object':
      printInterface(code, message, scope)
      break
    case 'tuple': {
      const items = body.members.map((one) =>
        one.member === 'constant' ? one.literal : fieldType(one, scope),
      )
      code.list(`export type ${name} = `, brackets, items)
      break
    }
    case 'wrapper':
      code.line(
        `export type ${name} = ${body.field.member === 'constant' ? body.field.literal : fieldType(body.field, scope)}`,
      )
      break
    case 'union':
      code.union(
        `export type ${name} =`,
        body.variants.map((variant) => presentType(variant, scope)),
      )
  }
  code.blank()
}

function printInterface(code: Code, message: MessageModel, scope: Scope): void {
  const { body, name } = message
  if (body.shape !== 'object') return
  if (body.members.length === 0) {
    code.line(`export type ${name} = object`)
    return
  }
  code.block(`export interface ${name}`, () => {
    for (const member of body.members) {
      code.doc(member.doc, member.deprecated)
      const key = propertyKey(member.key)
      if (member.member === 'constant') code.line(`${key}: ${member.literal}`)
      else {
        const mark = member.presence === 'optional' ? '?' : ''
        const type =
          member.presence === 'optional' ? presentType(member, scope) : fieldType(member, scope)
        code.line(`${key}${mark}: ${type} // ${member.number}`)
      }
    }
  })
}

export function printEnum(code: Code, model: EnumModel, scope: Scope): void {
  const literals = model.values.map((value) => value.literal)
  code.doc(model.doc, model.deprecated)
  code.union(`export type ${model.name} =`, literals)
  code.blank()
  code.constant(`export const ${model.name}: ${scope.useType('EnumCodec')}<${model.name}>`, () => {
    code.line(`name: ${quote(model.fullName)},`)
    code.list('values: ', brackets, literals, ',')
    if (model.isNumeric) code.line('toNumber: (value) => value,')
    else printToNumber(code, model)
    code.block(
      'fromNumber(number)',
      () => {
        code.block('switch (number)', () => {
          for (const value of model.values) {
            code.line(`case ${value.number}:`)
            code.indented(() => code.line(`return ${value.literal}`))
          }
          code.line('default:')
          const unknown = scope.use('unknownEnumNumber')
          code.indented(() => code.line(`throw ${unknown}(${quote(model.fullName)}, number)`))
        })
      },
      ',',
    )
  })
  code.blank()
}

function printToNumber(code: Code, model: EnumModel): void {
  code.block(
    'toNumber(value)',
    () => {
      code.block('switch (value)', () => {
        for (const value of model.values) {
          code.line(`case ${value.literal}:`)
          code.indented(() => code.line(`return ${value.number}`))
        }
      })
    },
    ',',
  )
}
