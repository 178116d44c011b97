/** Reads types back from generated code and from .proto files, with what they name written out, as documents show them. */

export class GeneratedTypes {
  readonly code: string
  readonly proto: string
  readonly #types = new Map<string, string>()
  readonly #messages = new Map<string, string>()

  constructor(code: string, proto: string) {
    this.code = code
    this.proto = proto
    for (const [, name = '', body = ''] of code.matchAll(/^export type (\w+) = (.*)$/gm))
      this.#types.set(name, body)
    for (const [, name = '', body = ''] of code.matchAll(/^export interface (\w+) {\n(.*?)^}/gms))
      this.#types.set(name, `{ ${linesOf(body).join('; ')} }`)
    for (const [, kind, name = '', body = ''] of proto.matchAll(
      /^(message|enum) (\w+) {\n(.*?)^}/gms,
    )) {
      const inside = linesOf(body)
        .map((line) => line.replace(/^oneof \w+ {$/, 'oneof {').replace(/ = \d+;$/, ';'))
        .join(' ')
        .replaceAll('; }', ' }')
        .replace(/;$/, '')
      this.#messages.set(name, kind === 'enum' ? 'enum' : `message { ${inside} }`)
    }
  }

  /** The type of a property of a generated interface. */
  propertyOf(message: string, property: string): { type: string; isOptional: boolean } {
    const body = this.#types.get(message) ?? ''
    const [, mark, type] = new RegExp(`^{ ${property}(\\??): (.*) }$`).exec(body) ?? []
    if (type === undefined) throw new Error(`${message} is ${body}`)
    return { type: expand(type, this.#types, /\b[A-Z]\w*/g), isOptional: mark === '?' }
  }

  /** The type of a field of a protobuf message; undefined when there is no such field. */
  fieldOf(message: string, field: string): string | undefined {
    const body = this.#messages.get(message) ?? ''
    const [, type] = new RegExp(`^message { (.*) ${field} }$`).exec(body) ?? []
    if (type === undefined) return undefined
    const expanded = expand(type, this.#messages, /\.(?:[a-z]\w*\.)*[A-Z]\w*/g)
    return expanded.replaceAll(/(?<![\w.])\./g, '')
  }
}

function linesOf(body: string): string[] {
  return body
    .split('\n')
    .map((line) => line.replace(/ \/\/ \d+$/, '').trim())
    .filter((line) => line !== '')
}

/** Puts what names stand for in their place; names of others stay. */
function expand(type: string, known: ReadonlyMap<string, string>, names: RegExp): string {
  return type.replaceAll(names, (name) => {
    const body = known.get(name.slice(name.lastIndexOf('.') + 1))
    return body === undefined ? name : expand(body, known, names)
  })
}
