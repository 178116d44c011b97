/**
 * `service`, `rpc` and `stream`.
 *
 * They only describe: the result is plain data with a registered symbol as its brand, so that the generator
 * recognises it whichever copy of this package the schema imported. What a single schema file can get wrong is
 * reported here, at the author's line; what takes the whole picture is the generator's business.
 */

import Type, { type Static, type TObject, type TSchema } from 'typebox'
import { misuse, type Problem, show } from './misuse.js'
import { type RpcOptions, type RpcRules, readRpcOptions } from './rpc-options.js'

export type { RpcOptions } from './rpc-options.js'

const serviceBrand = Symbol.for('trunkline.service')
const rpcBrand = Symbol.for('trunkline.rpc')
const streamBrand = Symbol.for('trunkline.stream')

/** Any number of messages of one type, in order. */
export interface Stream<Item extends TSchema> {
  readonly [streamBrand]: true
  readonly item: Item
}

export type AnyStream = Stream<TSchema>

/** The static type of one message of a request or a response. */
export type MessageOf<Shape> =
  Shape extends Stream<infer Item> ? Static<Item> : Shape extends TSchema ? Static<Shape> : never

export interface Rpc<
  Request extends TSchema | AnyStream,
  Response extends TSchema | AnyStream,
  Errors extends Readonly<Record<string, TObject>> = Readonly<Record<never, TObject>>,
> extends RpcRules {
  readonly [rpcBrand]: true
  readonly request: Request
  readonly response: Response
  readonly options: RpcOptions<Errors>
}

export type AnyRpc = Rpc<
  TSchema | AnyStream,
  TSchema | AnyStream,
  Readonly<Record<string, TObject>>
>

export interface ServiceOptions {
  /** Documentation for people who call the service; wins over a doc comment. */
  readonly description?: string
  /** True, or what to use instead. */
  readonly deprecated?: boolean | string
}

export interface ServiceDefinition<Methods extends Readonly<Record<string, AnyRpc>>> {
  readonly [serviceBrand]: true
  /** `package.Service`. */
  readonly name: string
  readonly methods: Methods
  readonly options: ServiceOptions
}

export type AnyService = ServiceDefinition<Readonly<Record<string, AnyRpc>>>

const maxNameLength = 200
const servicePattern = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*\.[A-Z][A-Za-z0-9]*$/
const methodPattern = /^[a-z][A-Za-z0-9]*$/

/**
 * Names a set of methods that are served together: `service('chat.v1.Chat', { send: rpc(…) })`.
 *
 * @param name `package.Service`: lower-case parts, then one that starts with a capital; it is the service's identity
 * on the wire
 */
export function service<const Methods extends Readonly<Record<string, AnyRpc>>>(
  name: string,
  methods: Methods,
  options: ServiceOptions = {},
): ServiceDefinition<Methods> {
  if (typeof name !== 'string' || !servicePattern.test(name) || name.length > maxNameLength) {
    misuse(
      {
        problem: `${show(name)} is no name for a service: it takes a package in small letters, a dot, and a word with a capital`,
        remedy: `Write a name such as 'shop.v1.Shop', of at most ${maxNameLength} characters.`,
      },
      service,
    )
  }
  const problem = findMethodsProblem(name, methods) ?? findServiceOptionProblem(name, options)
  if (problem !== undefined) misuse(problem, service)
  return { [serviceBrand]: true, name, methods, options }
}

function findMethodsProblem(service: string, methods: unknown): Problem | undefined {
  if (typeof methods !== 'object' || methods === null || Array.isArray(methods)) {
    const problem = `${service} needs an object of methods, and got ${show(methods)}`
    return { problem, remedy: `Write service('${service}', { method: rpc(…) }).` }
  }
  const entries = Object.entries(methods)
  if (entries.length === 0) {
    return { problem: `${service} has no methods`, remedy: 'Add one with rpc(…).' }
  }
  const folded = new Map<string, string>()
  for (const [name, method] of entries) {
    const twin = folded.get(name.toLowerCase())
    folded.set(name.toLowerCase(), name)
    const problem = findMethodProblem(service, name, method, twin)
    if (problem !== undefined) return problem
  }
  return undefined
}

function findMethodProblem(
  service: string,
  name: string,
  method: unknown,
  twin: string | undefined,
): Problem | undefined {
  if (!methodPattern.test(name)) {
    return {
      problem: `${service} has a method called ${show(name)}, and a method is a small letter, then letters and digits`,
      remedy: 'Rename it; several words are written likeThis.',
    }
  }
  if (name === 'then') {
    return {
      problem: `${service} has a method called 'then', so its clients would look like promises and be called by await`,
      remedy: 'Rename it.',
    }
  }
  if (name in {}) {
    return {
      problem: `${service} has a method called ${show(name)}, which every object of JavaScript has already`,
      remedy: 'Rename it: nobody could tell whether a handler is missing.',
    }
  }
  if (twin !== undefined) {
    return {
      problem: `${service} has the methods ${twin} and ${name}, which differ only in capitals`,
      remedy: 'Rename one of them: not every language and log can tell them apart.',
    }
  }
  if (isRpc(method)) return undefined
  return {
    problem: `${service}.${name} is ${show(method)}, not a method`,
    remedy: `Write ${name}: rpc(request, response).`,
  }
}

function findServiceOptionProblem(service: string, options: unknown): Problem | undefined {
  if (typeof options !== 'object' || options === null) {
    const problem = `the options of ${service} are an object, not ${show(options)}`
    return { problem, remedy: "Write { description: '…' }, or leave them out." }
  }
  const unknown = Object.keys(options).find((key) => key !== 'description' && key !== 'deprecated')
  if (unknown === undefined) return undefined
  return {
    problem: `a service has no option ${show(unknown)}`,
    remedy: 'Use description or deprecated; everything else belongs to a method.',
  }
}

/**
 * One method: what it takes, what it answers, how it behaves.
 *
 * @param request a TypeBox schema, or `stream(schema)` when the client sends any number of them
 * @param response the same for what the server sends
 */
export function rpc<
  Request extends TSchema | AnyStream,
  Response extends TSchema | AnyStream,
  const Errors extends Readonly<Record<string, TObject>> = Readonly<Record<never, TObject>>,
>(
  request: Request,
  response: Response,
  options: RpcOptions<Errors> = {},
): Rpc<Request, Response, Errors> {
  requireShape('request', request, rpc)
  requireShape('response', response, rpc)
  const rules = readRpcOptions(options, isStream(request) || isStream(response))
  if ('problem' in rules) misuse(rules, rpc)
  return { [rpcBrand]: true, request, response, options, ...rules }
}

/** Any number of messages of one type instead of exactly one, as the request or the response of `rpc`. */
export function stream<Item extends TSchema>(item: Item): Stream<Item> {
  if (isStream(item)) {
    const problem = 'a stream of streams does not exist: a call carries one stream each way'
    misuse({ problem, remedy: 'Write stream(schema).' }, stream)
  }
  requireShape('item', item, stream)
  return { [streamBrand]: true, item }
}

function requireShape(
  role: string,
  value: unknown,
  from: (...args: never[]) => unknown,
): asserts value is TSchema | AnyStream {
  if (isStream(value)) return
  if (
    typeof value === 'object' &&
    value !== null &&
    Type.IsSchema(value) &&
    !Array.isArray(value)
  ) {
    if (!isRpc(value) && !isService(value)) return
  }
  misuse(
    {
      problem: `${from.name}() takes a TypeBox schema as its ${role}, not ${show(value)}`,
      remedy: 'Make one with Type, for example Type.Object({ id: Type.String() }).',
    },
    from,
  )
}

function hasBrand(value: unknown, brand: symbol): boolean {
  return typeof value === 'object' && value !== null && brand in value
}

/** Whether a value was made by `service`, of this copy of the package or another. */
export function isService(value: unknown): value is AnyService {
  return hasBrand(value, serviceBrand)
}

export function isRpc(value: unknown): value is AnyRpc {
  return hasBrand(value, rpcBrand)
}

export function isStream(value: unknown): value is AnyStream {
  return hasBrand(value, streamBrand)
}
