/**
 * Lays out generated code: within 100 columns, as the formatter would, except that a branch with the number of its field
 * behind it stays on one line.
 */

import { writeCode } from '../typescript.js'

const maxColumns = 100

export class Code {
  readonly #lines: string[] = []
  #indent = ''

  toString(): string {
    return writeCode(this.#lines)
  }

  get #room(): number {
    return maxColumns - this.#indent.length
  }

  fits(text: string): boolean {
    return text.length <= this.#room
  }

  line(text: string): void {
    this.#lines.push(this.#indent + text)
  }

  /** An empty line, unless there is one. */
  blank(): void {
    if (this.#lines.at(-1) !== '') this.#lines.push('')
  }

  lines(texts: readonly string[]): void {
    for (const text of texts) this.line(text)
  }

  /** `head {`, the body one level in, `}tail`. */
  block(head: string, body: () => void, tail = ''): void {
    this.line(`${head} {`)
    this.indented(body)
    this.line(`}${tail}`)
  }

  /** `const head = { … }`, with the brace on a line of its own when the head is that long. */
  constant(head: string, body: () => void): void {
    if (this.fits(`${head} = {`)) this.block(`${head} =`, body)
    else {
      this.line(`${head} =`)
      this.indented(() => {
        this.line('{')
        this.indented(body)
        this.line('}')
      })
    }
  }

  indented(body: () => void): void {
    const outer = this.#indent
    this.#indent += '  '
    body()
    this.#indent = outer
  }

  /** `head(a, b)tail` on one line, or an item per line when that is too long. */
  list(
    head: string,
    [open, close]: readonly [open: string, close: string],
    items: readonly string[],
    tail = '',
  ): void {
    const pad = open === '{' && items.length > 0 ? ' ' : ''
    const flat = `${head}${open}${pad}${items.join(', ')}${pad}${close}${tail}`
    if (this.fits(flat)) {
      this.line(flat)
      return
    }
    this.line(head + open)
    this.indented(() => {
      // TypeScript takes no comma behind the last type argument.
      const last = open === '<' ? '' : ','
      items.forEach((item, index) => {
        this.line(item + (index === items.length - 1 ? last : ','))
      })
    })
    this.line(close + tail)
  }

  /** `if (condition) call(args)`, on as many lines as it takes. */
  ifCall(condition: string, head: string, args: readonly string[]): void {
    const call = `${head}(${args.join(', ')})`
    if (this.fits(`if (${condition}) ${call}`) || this.fits(`  ${call}`)) {
      this.ifLine(condition, call)
    } else this.block(`if (${condition})`, () => this.list(head, parentheses, args))
  }

  /** A statement under a condition, with a comment that may reach beyond the last column. */
  ifLine(condition: string, statement: string, comment = '', lead = ''): void {
    const head = `${lead}if (${condition})`
    if (this.fits(`${head} ${statement}`)) this.line(`${head} ${statement}${comment}`)
    else {
      this.line(head)
      this.indented(() => this.line(statement + comment))
    }
  }

  /** `type Name = A | B`, a member per line when that is too long. */
  union(head: string, members: readonly string[], tail = ''): void {
    const flat = `${head} ${members.join(' | ')}${tail}`
    if (this.fits(flat) || members.length < 2) {
      this.line(flat)
      return
    }
    this.line(head)
    this.indented(() => {
      members.forEach((member, index) => {
        this.line(`| ${member}${index === members.length - 1 ? tail : ''}`)
      })
    })
  }

  /** A doc comment; what would end it early is defused. */
  doc(text: string | undefined, deprecated?: string): void {
    const parts = [
      ...(text === undefined ? [] : [text]),
      ...(deprecated === undefined || /@deprecated/.test(text ?? '')
        ? []
        : [`@deprecated ${deprecated}`.trim()]),
    ]
    if (parts.length === 0) return
    const lines = parts.join('\n\n').replaceAll('*/', '*\\/').split('\n')
    const [only = ''] = lines
    if (lines.length === 1 && this.fits(`/** ${only} */`)) {
      this.line(`/** ${only} */`)
      return
    }
    this.line('/**')
    for (const line of lines) this.line(` * ${line}`.trimEnd())
    this.line(' */')
  }
}

export const parentheses = ['(', ')'] as const
export const brackets = ['[', ']'] as const
export const braces = ['{', '}'] as const
