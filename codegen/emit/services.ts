/** Prints services: errors, methods, the client's and the handlers' interface, and the object that ties them together. */

import { fingerprintOf } from '../fingerprint.js'
import type { MethodKind, MethodModel, ServiceModel } from '../model/model.js'
import { camelCase, pascalCase, quote } from '../names.js'
import { braces, brackets, type Code, parentheses } from './code.js'
import type { Scope } from './scope.js'
import { messageType } from './types.js'

const stubs = {
  unary: 'UnaryStub',
  serverStream: 'ServerStreamStub',
  clientStream: 'ClientStreamStub',
  bidiStream: 'BidiStreamStub',
  oneway: 'OnewayStub',
} as const satisfies Record<MethodKind, string>

const routes = {
  unary: 'unaryRoute',
  serverStream: 'serverStreamRoute',
  clientStream: 'clientStreamRoute',
  bidiStream: 'bidiStreamRoute',
  oneway: 'onewayRoute',
} as const satisfies Record<MethodKind, string>

export function printService(code: Code, service: ServiceModel, scope: Scope): void {
  const names = claimNames(service, scope)
  for (const error of service.errors) {
    code.doc(error.doc)
    const { reason, code: status, data } = error
    const args = [quote(service.fullName), quote(reason), quote(status), scope.nameOf(data)]
    code.list(
      `const ${names.errors.get(error.reason)} = ${scope.use('declareError')}`,
      parentheses,
      args,
    )
    code.blank()
  }
  for (const method of service.methods) printMethod(code, method, names, scope)
  for (const method of service.methods) printErrorType(code, service, method, scope)
  printClient(code, service, scope)
  printHandlers(code, service, scope)
  printServiceObject(code, service, names, scope)
}

interface ServiceNames {
  readonly methods: ReadonlyMap<string, string>
  readonly errors: ReadonlyMap<string, string>
}

function claimNames(service: ServiceModel, scope: Scope): ServiceNames {
  const prefix = camelCase(service.name)
  const methods = service.methods.map(({ name }) => {
    const long = prefix + pascalCase(name)
    return [name, scope.claim(name, long, `${long}Method`)] as const
  })
  const errors = service.errors.map(({ reason }) => {
    const short = camelCase(reason)
    return [reason, scope.claim(short, `${short}Error`, `${prefix}${reason}Error`)] as const
  })
  return { methods: new Map(methods), errors: new Map(errors) }
}

function typesOf(method: MethodModel, scope: Scope): readonly [request: string, response: string] {
  return [messageType(method.request, scope), messageType(method.response, scope)]
}

function printMethod(code: Code, method: MethodModel, names: ServiceNames, scope: Scope): void {
  const types = typesOf(method, scope).join(', ')
  const head = `const ${names.methods.get(method.name)}: ${scope.useType('Method')}<${types}>`
  code.constant(head, () => {
    code.line(`name: ${quote(method.fullName)},`)
    code.line(`kind: ${quote(method.kind)},`)
    code.line(`request: ${scope.nameOf(method.request)},`)
    code.line(`response: ${scope.nameOf(method.response)},`)
    code.line(`fingerprint: 0x${fingerprintOf(method).toString(16).padStart(16, '0')}n,`)
    code.line(`timeoutMs: ${method.timeoutMs},`)
    code.line(`idempotent: ${method.idempotent},`)
    printAttempts(code, method)
    const errors = method.errors.map(({ reason }) => names.errors.get(reason) ?? '')
    code.list('errors: ', brackets, errors, ',')
  })
  code.blank()
}

/** The method's word on further attempts, where it has one. */
function printAttempts(code: Code, { retry, hedge }: MethodModel): void {
  if (retry === false) code.line('retry: false,')
  else if (retry !== undefined) {
    const { codes, ...numbers } = retry
    const entries = Object.entries(numbers).map(([name, value]) => `${name}: ${value}`)
    if (codes !== undefined) entries.push(`codes: [${codes.map(quote).join(', ')}]`)
    code.list('retry: ', braces, entries, ',')
  }
  if (hedge === undefined) return
  code.line(`hedge: { afterMs: ${hedge.afterMs}, attempts: ${hedge.attempts} },`)
}

function errorTypeName(service: ServiceModel, method: MethodModel): string {
  return `${service.name}${pascalCase(method.name)}Error`
}

function printErrorType(
  code: Code,
  service: ServiceModel,
  method: MethodModel,
  scope: Scope,
): void {
  if (method.errors.length === 0) return
  const members = method.errors.map(
    ({ reason, data }) =>
      `${scope.useType('DeclaredError')}<${quote(reason)}, ${messageType(data, scope)}>`,
  )
  code.line(`/** How ${service.name}.${method.name} can fail. */`)
  code.union(`export type ${errorTypeName(service, method)} =`, [
    ...members,
    scope.useType('UndeclaredError'),
  ])
  code.blank()
}

function printClient(code: Code, service: ServiceModel, scope: Scope): void {
  code.doc(service.doc, service.deprecated)
  code.block(`export interface ${service.name}Client`, () => {
    for (const method of service.methods) {
      code.doc(method.doc, method.deprecated)
      const isSafe = method.kind === 'unary' || method.kind === 'clientStream'
      const failure = isSafe && method.errors.length > 0 ? [errorTypeName(service, method)] : []
      const [request, response] = typesOf(method, scope)
      const types = method.kind === 'oneway' ? [request] : [request, response, ...failure]
      code.list(`readonly ${method.name}: ${scope.useType(stubs[method.kind])}`, ['<', '>'], types)
    }
  })
  code.blank()
}

function printHandlers(code: Code, service: ServiceModel, scope: Scope): void {
  code.line(`/** What a server of ${service.name} implements. */`)
  code.block(`export interface ${service.name}Handlers`, () => {
    for (const method of service.methods) {
      const [request, response] = typesOf(method, scope)
      code.doc(method.doc, method.deprecated)
      const takes =
        method.kind === 'clientStream' || method.kind === 'bidiStream'
          ? `requests: AsyncIterable<${request}>`
          : `request: ${request}`
      const gives =
        method.kind === 'serverStream' || method.kind === 'bidiStream'
          ? `AsyncIterable<${response}>`
          : method.kind === 'oneway'
            ? 'void | Promise<void>'
            : `${response} | Promise<${response}>`
      const args = [takes, `call: ${scope.useType('ServerCall')}`]
      code.list(method.name, parentheses, args, `: ${gives}`)
    }
  })
  code.blank()
}

function printServiceObject(
  code: Code,
  service: ServiceModel,
  names: ServiceNames,
  scope: Scope,
): void {
  const { name } = service
  const base = `${scope.useType('Service')}<${name}Client, ${name}Handlers>`
  const variable = (method: MethodModel) => names.methods.get(method.name) ?? ''
  code.doc(service.doc, service.deprecated)
  if (service.errors.length === 0) code.line(`export const ${name}: ${base} = {`)
  else {
    code.line(`export const ${name}: ${base} & {`)
    code.indented(() => {
      code.block('readonly errors:', () => {
        for (const { reason, data } of service.errors) {
          const type = `${scope.useType('ErrorType')}<${quote(reason)}, ${messageType(data, scope)}>`
          code.line(`readonly ${reason}: ${type}`)
        }
      })
    })
    code.line('} = {')
  }
  code.indented(() => {
    code.line(`name: ${quote(service.fullName)},`)
    code.line(`dialect: ${scope.use('GENERATED_API_1')},`)
    code.list('methods: ', brackets, service.methods.map(variable), ',')
    if (service.errors.length > 0) {
      const errors = service.errors.map(({ reason }) => `${reason}: ${names.errors.get(reason)}`)
      code.list('errors: ', ['{', '}'], errors, ',')
    }
    code.line('client: (caller) => ({')
    code.indented(() => {
      for (const method of service.methods) {
        const own = variable(method)
        code.line(`${method.name}: caller.${method.kind}(${own}),`)
      }
    })
    code.line('}),')
    const pairs = service.methods.map(
      (method) =>
        `${scope.use(routes[method.kind])}(${variable(method)}, handlers, handlers.${method.name})`,
    )
    code.list('routes: (handlers) => ', brackets, pairs, ',')
  })
  code.line('}')
  code.blank()
}
