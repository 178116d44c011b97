/** Prints `check`: types first, then the schema's rules, as plain comparisons. */

import type { FieldModel, MessageModel, Rule, ValueType, VariantModel } from '../model/model.js'
import { propertyAccess, quote } from '../names.js'
import { itemCheckOf, listChecks, typeCheckOf, violationOf } from './check-parts.js'
import { type Code, parentheses } from './code.js'
import { accessOf, inTestOrder, matchTest } from './encode.js'
import type { Scope } from './scope.js'

export function printCheck(code: Code, message: MessageModel, scope: Scope): void {
  const body = new Checks(scope)
  body.message(message)
  code.block(
    `check(message, issues${body.usesDepth ? ', depth' : ''})`,
    () => body.print(code),
    ',',
  )
}

type Printer = (code: Code) => void

interface Call {
  readonly head: string
  readonly args: readonly string[]
  /** Whether the function itself takes what is not there. */
  readonly allowsAbsence?: boolean
}

/** Collects the statements of one check, to know which variables they need before printing them. */
class Checks {
  readonly #scope: Scope
  readonly #printers: Printer[] = []
  usesDepth = false

  constructor(scope: Scope) {
    this.#scope = scope
  }

  print(code: Code): void {
    for (const print of this.#printers) print(code)
  }

  #line(text: string): void {
    this.#printers.push((code) => code.line(text))
  }

  message(message: MessageModel): void {
    const { body } = message
    const { use } = { use: (name: string) => this.#scope.use(name) }
    if (body.shape === 'union') this.#union(message)
    else if (body.shape === 'wrapper') {
      if (body.field.member === 'constant') this.#constant(body.field.literal, 'message', "''")
      else this.#field(body.field, 'message', "''")
    } else if (body.shape === 'tuple') {
      this.usesDepth = true
      const count = body.members.length
      this.#line(`if (!${use('checkDepth')}(issues, depth)) return`)
      this.#printers.push((code) =>
        code.line(`if (!${use('checkTuple')}(message, ${count}, issues)) return`),
      )
      this.#members(message)
    } else {
      this.usesDepth = true
      const test = `${use('checkObject')}(message, issues, depth)`
      if (body.members.length === 0 && body.rules.length === 0 && !body.closed) this.#line(test)
      else this.#line(`if (!${test}) return`)
      this.#members(message)
      for (const rule of body.rules) this.#rule(rule, 'message', "''")
      if (body.closed) this.#closed(body.members.map((member) => member.key))
    }
  }

  #members(message: MessageModel): void {
    const { body } = message
    if (body.shape !== 'object' && body.shape !== 'tuple') return
    for (const member of body.members) {
      const path = body.shape === 'tuple' ? quote(`[${member.key}]`) : quote(member.key)
      if (member.member === 'constant')
        this.#constant(member.literal, accessOf(message, member), path)
      else this.#field(member, accessOf(message, member), path)
    }
  }

  #constant(literal: string, value: string, path: string): void {
    const rule = quote(`must be ${literal}`)
    this.#printers.push((code) =>
      code.ifCall(`${value} !== ${literal}`, 'issues.add', [path, rule]),
    )
  }

  #closed(keys: readonly string[]): void {
    const known = this.#scope.use('checkNoOthers')
    this.#printers.push((code) =>
      code.list(known, parentheses, ['message', `[${keys.map(quote).join(', ')}]`, 'issues']),
    )
  }

  #field(field: FieldModel, value: string, path: string): void {
    const absent =
      field.presence === 'optional'
        ? 'undefined'
        : field.presence === 'nullable'
          ? 'null'
          : undefined
    const call = absent === undefined ? undefined : this.#soleCall(field, value, path)
    if (absent === undefined) this.#present(field, value, path)
    else if (call?.allowsAbsence === true) {
      this.#printers.push((code) => code.list(call.head, parentheses, call.args))
    } else if (call !== undefined) {
      this.#printers.push((code) => code.ifCall(`${value} !== ${absent}`, call.head, call.args))
    } else
      this.#nested(`if (${value} !== ${absent})`, (inner) => inner.#present(field, value, path))
  }

  /** The call that is all there is to check of a field; undefined where it takes more than one. */
  #soleCall(field: FieldModel, value: string, path: string): Call | undefined {
    const { type, rules } = field
    if (field.shape !== 'single') return undefined
    if (type.kind === 'message') {
      if (path === "''") return undefined
      const call = this.#messageCall(type.message, value, path)
      if (field.presence !== 'optional') return { ...call, head: this.#scope.use(call.head) }
      return { ...call, head: this.#scope.use('checkOptionalMessage'), allowsAbsence: true }
    }
    const {
      head,
      args,
      usesDepth,
      rules: left,
    } = typeCheckOf(type, rules, value, path, this.#scope)
    if (left.length > 0) return undefined
    this.usesDepth ||= usesDepth
    return { head, args }
  }

  /** Statements one level in. */
  #nested(head: string, fill: (inner: Checks) => void): void {
    const inner = new Checks(this.#scope)
    fill(inner)
    this.usesDepth ||= inner.usesDepth
    this.#printers.push((code) => code.block(head, () => inner.print(code)))
  }

  #present(field: FieldModel, value: string, path: string): void {
    if (field.shape === 'single') this.#value(field.type, field.rules, value, path)
    else if (field.shape === 'list') this.#list(field, value, path)
    else this.#map(field, value, path)
  }

  #value(type: ValueType, rules: readonly Rule[], value: string, path: string): void {
    if (type.kind === 'message') {
      this.#messageValue(type.message, value, path)
      return
    }
    const {
      head,
      args,
      usesDepth,
      rules: left,
    } = typeCheckOf(type, rules, value, path, this.#scope)
    this.usesDepth ||= usesDepth
    const [only, ...others] = left
    if (only === undefined) this.#printers.push((code) => code.list(head, parentheses, args))
    else if (others.length === 0 && this.#isShort(head, args, only, value)) {
      const condition = `${head}(${args.join(', ')}) && ${violationOf(only, value, this.#scope)}`
      this.#nested(`if (${condition})`, (inner) =>
        inner.#line(`issues.add(${path}, ${quote(only.text)})`),
      )
    } else {
      this.#nested(`if (${head}(${args.join(', ')}))`, (inner) => {
        for (const rule of left) inner.#rule(rule, value, path, left)
      })
    }
  }

  #isShort(head: string, args: readonly string[], rule: Rule, value: string): boolean {
    return (
      `if (${head}(${args.join(', ')}) && ${violationOf(rule, value, this.#scope)}) {`.length < 90
    )
  }

  #rule(rule: Rule, value: string, path: string, beside: readonly Rule[] = []): void {
    // A pattern takes its time, which must not grow with a text that is too long anyway.
    const bound =
      rule.keyword === 'pattern' ? beside.find(({ keyword }) => keyword === 'maxLength') : undefined
    const unless = bound === undefined ? '' : `!${violationOf(bound, value, this.#scope)} && `
    const violation = unless + violationOf(rule, value, this.#scope)
    this.#printers.push((code) => code.ifCall(violation, 'issues.add', [path, quote(rule.text)]))
  }

  #messageValue(message: MessageModel, value: string, path: string): void {
    if (path === "''") {
      this.usesDepth = true
      this.#line(`${this.#scope.nameOf(message)}.check(${value}, issues, depth + 1)`)
      return
    }
    const { head, args } = this.#messageCall(message, value, path)
    const check = this.#scope.use(head)
    this.#printers.push((code) => code.list(check, parentheses, args))
  }

  #messageCall(message: MessageModel, value: string, path: string): Call {
    this.usesDepth = true
    const args = [value, this.#scope.nameOf(message), 'issues', path, 'depth']
    return { head: 'checkMessage', args }
  }

  #list(field: FieldModel, list: string, path: string): void {
    const call = this.#itemsCall(field, list, path)
    if (call !== undefined && field.listRules.length === 0) {
      this.#printers.push((code) => code.list(call.head, parentheses, call.args))
      return
    }
    this.#nested(`if (${this.#scope.use('checkArray')}(${list}, issues, ${path}))`, (inner) => {
      for (const rule of field.listRules) inner.#rule(rule, list, path)
      if (call === undefined) inner.#items(field, list, path)
      else inner.#printers.push((code) => code.list(call.head, parentheses, call.args))
    })
  }

  /** The call that checks a list of messages, or of values without rules. */
  #itemsCall({ type, rules }: FieldModel, list: string, path: string): Call | undefined {
    if (type.kind === 'message') {
      this.usesDepth = true
      const args = [list, this.#scope.nameOf(type.message), 'issues', path, 'depth']
      return { head: this.#scope.use('checkMessages'), args }
    }
    const check = itemCheckOf(type, rules)
    if (check === undefined) return undefined
    if (listChecks.has(check)) {
      return { head: this.#scope.use(`${check}s`), args: [list, 'issues', path] }
    }
    const args = [list, this.#scope.use(check), 'issues', path]
    return { head: this.#scope.use('checkItems'), args }
  }

  #items(field: FieldModel, list: string, path: string): void {
    if (path !== "''") this.#line('const start = issues.count')
    this.#line('let index = 0')
    this.#nested(`for (const item of ${list})`, (loop) => {
      loop.#line('const at = issues.count')
      loop.#value(field.type, field.rules, 'item', "''")
      loop.#line('issues.within(at, index++)')
      loop.#line('if (issues.full) break')
    })
    if (path !== "''") this.#line(`issues.within(start, ${path})`)
  }

  #map(field: FieldModel, map: string, path: string): void {
    const { use } = { use: (name: string) => this.#scope.use(name) }
    this.#nested(`if (${use('checkRecord')}(${map}, issues, ${path}))`, (inner) => {
      for (const rule of field.listRules) inner.#rule(rule, map, path)
      if (path !== "''") inner.#line('const start = issues.count')
      inner.#nested(`for (const [key, value] of Object.entries(${map}))`, (loop) => {
        loop.#line('const at = issues.count')
        if (field.mapKey === 'string') loop.#line(`${use('checkString')}(key, issues, '')`)
        else loop.#line(`${use('checkIntegerKey')}(key, issues)`)
        loop.#value(field.type, field.rules, 'value', "''")
        loop.#line('issues.within(at, key)')
        loop.#line('if (issues.full) break')
      })
      if (path !== "''") inner.#line(`issues.within(start, ${path})`)
    })
  }

  #union(message: MessageModel): void {
    const { body } = message
    if (body.shape !== 'union') return
    this.usesDepth = true
    const { discriminator, variants } = body
    if (discriminator === undefined) {
      this.#line(`if (!${this.#scope.use('checkDepth')}(issues, depth)) return`)
      this.#variants(variants)
      return
    }
    this.#line(`if (!${this.#scope.use('checkObject')}(message, issues, depth)) return`)
    const literals = variants.map((one) => (one.match.by === 'literal' ? one.match.literal : ''))
    const rule = `must be ${literals.length > 1 ? 'one of ' : ''}${literals.join(', ')}`
    this.#printers.push((code) =>
      code.block(`switch (${propertyAccess('message', discriminator)})`, () => {
        variants.forEach((variant, index) => {
          if (variant.type.kind !== 'message') return
          code.line(`case ${literals[index]}:`)
          code.indented(() => {
            const name =
              variant.type.kind === 'message' ? this.#scope.nameOf(variant.type.message) : ''
            code.line(`${name}.check(message, issues, depth + 1)`)
            code.line('break')
          })
        })
        code.line('default:')
        code.indented(() =>
          code.list('issues.add', parentheses, [quote(discriminator), quote(rule)]),
        )
      }),
    )
  }

  #variants(variants: readonly VariantModel[]): void {
    inTestOrder(variants).forEach((variant, index) => {
      const inner = new Checks(this.#scope)
      inner.#value(variant.type, variant.rules, 'message', "''")
      const head = `${index === 0 ? '' : '} else '}if (${matchTest(variant.match, 'message')})`
      this.#printers.push((code) => {
        code.line(`${head} {`)
        code.indented(() => inner.print(code))
      })
    })
    const kinds = variants.map((variant) => kindNames[matchName(variant.match)] ?? 'an object')
    const rule = quote(`must be ${kinds.join(', ').replace(/, ([^,]*)$/, ' or $1')}`)
    this.#line('} else {')
    this.#printers.push((code) =>
      code.indented(() => code.list('issues.add', parentheses, ["''", rule])),
    )
    this.#line('}')
  }
}

function matchName(match: { readonly by: string; readonly type?: string }): string {
  return match.type ?? match.by
}

const kindNames: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  bigint: 'a bigint',
  Uint8Array: 'a Uint8Array',
  Date: 'a Date',
  array: 'an array',
  object: 'an object',
}
