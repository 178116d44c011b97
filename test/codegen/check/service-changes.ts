/** Changes of services: two versions of a schema file's exports, and the kind of change. */

import Type, { type TObjectOptions } from 'typebox'
import type { ChangeKind } from '../../../codegen/check/kinds.js'
import { rpc, service, stream } from '../../../schemas/index.js'

type Exports = Readonly<Record<string, unknown>>

interface ServiceCase {
  readonly kind: ChangeKind
  readonly before: Exports
  readonly after: Exports
}

const Ask = Type.Object({ a: Type.String() }, { $id: 'Ask' })
const Other = Type.Object({ a: Type.String() }, { $id: 'Other' })
const shop = (ask: unknown, options: object = {}): Exports => ({
  Shop: service('shop.v1.Shop', { ask } as Parameters<typeof service>[1], options), // because every case gives an rpc
})
const bar = service('shop.v1.Bar', { ping: rpc(Ask, Ask) })
const less = { Shop: service('shop.v1.Shop', { other: rpc(Ask, Ask) }) }
const more = { Shop: service('shop.v1.Shop', { other: rpc(Ask, Ask), ask: rpc(Ask, Ask) }) }
const plain = shop(rpc(Ask, Ask))
const withOptions = (options: object) => shop(rpc(Ask, Ask, options))
const error = (options: TObjectOptions) => Type.Object({}, options)

export const serviceCases: readonly ServiceCase[] = [
  { kind: 'service-added', before: plain, after: { ...plain, Bar: bar } },
  { kind: 'service-removed', before: { ...plain, Bar: bar }, after: plain },
  {
    kind: 'service-renamed',
    before: plain,
    after: { Shop: service('shop.v2.Shop', { ask: rpc(Ask, Ask) }) },
  },
  {
    kind: 'service-deprecated',
    before: plain,
    after: shop(rpc(Ask, Ask), { deprecated: true }),
  },
  {
    kind: 'service-undeprecated',
    before: shop(rpc(Ask, Ask), { deprecated: true }),
    after: plain,
  },
  {
    kind: 'method-added',
    before: less,
    after: more,
  },
  {
    kind: 'method-removed',
    before: more,
    after: less,
  },
  { kind: 'method-request-became-stream', before: plain, after: shop(rpc(stream(Ask), Ask)) },
  { kind: 'method-request-no-longer-stream', before: shop(rpc(stream(Ask), Ask)), after: plain },
  { kind: 'method-response-became-stream', before: plain, after: shop(rpc(Ask, stream(Ask))) },
  { kind: 'method-response-no-longer-stream', before: shop(rpc(Ask, stream(Ask))), after: plain },
  {
    kind: 'method-became-oneway',
    before: plain,
    after: shop(rpc(Ask, Type.Null(), { oneway: true })),
  },
  {
    kind: 'method-no-longer-oneway',
    before: shop(rpc(Ask, Type.Null(), { oneway: true })),
    after: plain,
  },
  { kind: 'method-request-type-renamed', before: plain, after: shop(rpc(Other, Ask)) },
  { kind: 'method-response-type-renamed', before: plain, after: shop(rpc(Ask, Other)) },
  { kind: 'method-made-idempotent', before: plain, after: withOptions({ idempotent: true }) },
  { kind: 'method-no-longer-idempotent', before: withOptions({ idempotent: true }), after: plain },
  { kind: 'method-deprecated', before: plain, after: withOptions({ deprecated: true }) },
  { kind: 'method-undeprecated', before: withOptions({ deprecated: true }), after: plain },
  { kind: 'timeout-set', before: plain, after: withOptions({ timeout: 5 }) },
  { kind: 'timeout-dropped', before: withOptions({ timeout: 5 }), after: plain },
  {
    kind: 'timeout-shortened',
    before: withOptions({ timeout: 5 }),
    after: withOptions({ timeout: 4 }),
  },
  {
    kind: 'timeout-lengthened',
    before: withOptions({ timeout: 4 }),
    after: withOptions({ timeout: 5 }),
  },
  { kind: 'error-added', before: plain, after: withOptions({ errors: { Full: error({}) } }) },
  { kind: 'error-removed', before: withOptions({ errors: { Full: error({}) } }), after: plain },
  {
    kind: 'error-code-changed',
    before: withOptions({ errors: { Full: error({ code: 'ABORTED' }) } }),
    after: withOptions({ errors: { Full: error({ code: 'NOT_FOUND' }) } }),
  },
  {
    kind: 'error-data-type-renamed',
    before: withOptions({ errors: { Full: error({ $id: 'A' }) } }),
    after: withOptions({ errors: { Full: error({ $id: 'B' }) } }),
  },
]
