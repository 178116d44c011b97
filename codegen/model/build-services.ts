/** Services: their methods, messages and errors. */

import { type AnyRpc, type AnyService, type AnyStream, isStream } from '../../schemas/index.js'
import { pascalCase, splitFullName } from '../names.js'
import type { ExportedName, SourceNode } from '../typescript.js'
import { isEnumLike } from './build-enums.js'
import type { ValueBuilder } from './build-values.js'
import { constantOf } from './builder.js'
import type { ErrorModel, MessageModel, MethodKind, MethodModel, ServiceModel } from './model.js'
import { canonicalText, isSchema, kindOf, listOf, textOf } from './schema.js'
import { child, placeOf, type Site, topSite } from './site.js'

/** Names of services built so far, across files. */
const takenBy = new WeakMap<object, Map<string, string>>()

export function buildService(
  builder: ValueBuilder,
  service: AnyService,
  exported: ExportedName,
): ServiceModel | undefined {
  const { sources } = builder.context
  const { name } = splitFullName(service.name)
  const site = topSite(name, name, exported.node)
  if (!claimName(builder, service.name, site)) return undefined
  const methodsNode = sources.argument(exported.node, 1)
  const errors = new Map<string, ErrorModel & { readonly meaning: string }>()
  const methods = Object.entries(service.methods).flatMap(([method, rpc]) => {
    const node = sources.property(methodsNode, method)
    const doc = sources.propertyDoc(methodsNode, method)
    const built = buildMethod(builder, service, method, rpc, { node, doc, errors })
    return built === undefined ? [] : [built]
  })
  return {
    name,
    fullName: service.name,
    file: builder.file,
    doc: textOf(service.options.description) ?? exported.doc,
    deprecated: deprecation(service.options.deprecated),
    methods,
    errors: [...errors.values()],
    place: placeOf(sources, site),
  }
}

function claimName(builder: ValueBuilder, fullName: string, site: Site): boolean {
  const taken = takenBy.get(builder.context) ?? new Map<string, string>()
  takenBy.set(builder.context, taken)
  const holder = taken.get(fullName)
  taken.set(fullName, builder.file)
  if (holder === undefined) return true
  builder.report(
    'GEN_SERVICE_TAKEN',
    site,
    `there are two services called ${fullName}, and a server could not tell their calls apart`,
    'Rename one of them; a new version of a service is a new package, such as chat.v2.',
  )
  return false
}

function deprecation(value: boolean | string | undefined): string | undefined {
  if (value === undefined || value === false) return undefined
  return value === true ? '' : value
}

interface MethodSource {
  readonly node: SourceNode | undefined
  readonly doc: string | undefined
  readonly errors: Map<string, ErrorModel & { readonly meaning: string }>
}

function buildMethod(
  builder: ValueBuilder,
  service: AnyService,
  name: string,
  rpc: AnyRpc,
  { node, doc, errors }: MethodSource,
): MethodModel | undefined {
  const { sources } = builder.context
  const serviceName = splitFullName(service.name).name
  const path = `${serviceName}.${name}`
  const site = topSite(path, serviceName + pascalCase(name), node)
  const request = buildPart(builder, rpc.request, 'request', 0, site)
  const response = buildPart(builder, rpc.response, 'response', 1, site)
  if (rpc.options.oneway === true) {
    const option = sources.property(sources.argument(node, 2), 'oneway') ?? node
    checkOneway(builder, rpc, response, { ...site, node: option })
  }
  const declared = Object.entries(rpc.options.errors ?? {}).map(([reason, schema]) =>
    buildError(builder, reason, schema, site, errors),
  )
  if (request === undefined || response === undefined) return undefined
  return {
    name,
    fullName: `${service.name}/${name}`,
    kind: kindOfCall(rpc),
    request,
    response,
    timeoutMs: rpc.timeoutMs,
    idempotent: rpc.options.idempotent ?? false,
    retry: rpc.retry,
    hedge: rpc.hedge,
    errors: declared.filter((error) => error !== undefined),
    doc: textOf(rpc.options.description) ?? doc,
    deprecated: deprecation(rpc.options.deprecated),
    path,
    place: placeOf(sources, site),
  }
}

/** A one-way method has one request and nothing in return, so what would answer must be empty. */
function checkOneway(
  builder: ValueBuilder,
  rpc: AnyRpc,
  response: MessageModel | undefined,
  site: Site,
): void {
  const report = (problem: string, remedy: string) =>
    builder.report('GEN_ONEWAY', site, problem, remedy)
  if (isStream(rpc.request) || isStream(rpc.response)) {
    report('a one-way method cannot stream', 'Send one message per call, or leave oneway out.')
  } else if (Object.keys(rpc.options.errors ?? {}).length > 0) {
    report('nobody hears the errors of a one-way method', 'Leave out the errors, or oneway.')
  } else if (response !== undefined && !isEmpty(response)) {
    const remedy = 'Write Type.Null() as the response, or leave oneway out.'
    report('nobody hears the response of a one-way method', remedy)
  }
}

function isEmpty({ body }: MessageModel): boolean {
  if (body.shape === 'wrapper') return body.field.member === 'constant'
  return body.shape === 'object' && body.members.length === 0
}

function kindOfCall(rpc: AnyRpc): MethodKind {
  if (rpc.options.oneway === true) return 'oneway'
  if (isStream(rpc.request)) return isStream(rpc.response) ? 'bidiStream' : 'clientStream'
  return isStream(rpc.response) ? 'serverStream' : 'unary'
}

/** What a method takes or answers: a message, or one made around whatever else it is. */
function buildPart(
  builder: ValueBuilder,
  shape: unknown,
  role: 'request' | 'response',
  index: number,
  method: Site,
): MessageModel | undefined {
  const { sources } = builder.context
  const hint = method.hint + pascalCase(role)
  const argument = sources.argument(method.node, index)
  const isStreamed = isStream(shape)
  const schema = isStreamed ? (shape as AnyStream).item : shape // because isStream says so
  const node = isStreamed ? (sources.argument(argument, 0) ?? argument) : argument
  const site = { ...child(method, role, hint, node), path: `${method.path} ${role}` }
  const literal = constantOf(schema)
  if (literal !== undefined) return builder.addConstant(site, literal)
  const value = builder.value(
    schema,
    isMessageLike(schema) ? site : { ...site, hint: `${hint}Value` },
  )
  if (value === undefined) return undefined
  const { type } = value
  const isMessage = value.shape === 'single' && !value.isNullable
  if (isMessage && type.kind === 'message') return type.message
  return builder.addWrapper(site, value)
}

/** Whether a schema is likely to be a message itself; around anything else goes one that takes the method's name. */
function isMessageLike(schema: unknown): boolean {
  if (!isSchema(schema)) return false
  const kind = kindOf(schema) ?? ''
  if (kind === 'Union') {
    const members = listOf(schema.anyOf).filter(isSchema)
    const isScalar = isEnumLike(members) || members.every((one) => kindOf(one) === 'Literal')
    return !isScalar && !members.some((one) => kindOf(one) === 'Null')
  }
  return ['Object', 'Tuple', 'Cyclic', 'Ref'].includes(kind)
}

function buildError(
  builder: ValueBuilder,
  reason: string,
  schema: unknown,
  method: Site,
  errors: MethodSource['errors'],
): ErrorModel | undefined {
  const { sources } = builder.context
  const list = sources.property(sources.argument(method.node, 2), 'errors')
  const node = sources.property(list, reason)
  const site = { ...child(method, reason, reason, node), path: `${method.path} errors.${reason}` }
  const code =
    isSchema(schema) && typeof schema.code === 'string' ? schema.code : 'FAILED_PRECONDITION'
  const meaning = code + canonicalText(schema)
  const known = errors.get(reason)
  if (known !== undefined && known.meaning === meaning) return known
  if (known !== undefined) {
    builder.report(
      'GEN_ERROR_TAKEN',
      site,
      `another method of this service declares ${reason} with other data or another code`,
      'Export one schema and use it in both, or give the errors different names.',
    )
    return undefined
  }
  const value = builder.value(schema, site)
  if (value === undefined || value.type.kind !== 'message') return undefined
  const doc = isSchema(schema) ? textOf(schema.description) : undefined
  const error = {
    reason,
    code,
    data: value.type.message,
    doc: doc ?? sources.propertyDoc(list, reason),
    meaning,
  }
  errors.set(reason, error)
  return error
}
