import Type from 'typebox'
import {
  bytes,
  double,
  duration,
  fixed32,
  fixed64,
  float,
  int32,
  int64,
  rpc,
  service,
  sfixed32,
  sfixed64,
  sint32,
  sint64,
  stream,
  timestamp,
  uint32,
  uint64,
} from 'trunkline/schema'
import { Money } from '../shared/money.schema.js'

/** One field of every scalar. */
export const Scalars = Type.Object({
  string: Type.String(),
  bool: Type.Boolean(),
  number: Type.Number(),
  integer: Type.Integer(),
  small: Type.Integer({ minimum: -10, maximum: 10 }),
  natural: Type.Integer({ minimum: 0 }),
  bigint: Type.BigInt(),
  positive: Type.BigInt({ minimum: 0n }),
  int32: int32(),
  uint32: uint32(),
  sint32: sint32(),
  fixed32: fixed32(),
  sfixed32: sfixed32(),
  int64: int64(),
  uint64: uint64(),
  sint64: sint64(),
  fixed64: fixed64(),
  sfixed64: sfixed64(),
  float: float(),
  double: double(),
  bytes: bytes(),
  timestamp: timestamp(),
  duration: duration(),
})

/** The same, each of which may be missing. */
export const Optionals = Type.Partial(Scalars)

/** Several of each. */
export const Lists = Type.Object({
  strings: Type.Array(Type.String()),
  bools: Type.Array(Type.Boolean()),
  doubles: Type.Array(Type.Number()),
  integers: Type.Array(Type.Integer()),
  bigints: Type.Array(Type.BigInt()),
  int32s: Type.Array(int32()),
  uint32s: Type.Array(uint32()),
  sint32s: Type.Array(sint32()),
  fixed32s: Type.Array(fixed32()),
  sfixed32s: Type.Array(sfixed32()),
  uint64s: Type.Array(uint64()),
  sint64s: Type.Array(sint64()),
  fixed64s: Type.Array(fixed64()),
  sfixed64s: Type.Array(sfixed64()),
  floats: Type.Array(float()),
  chunks: Type.Array(bytes()),
  times: Type.Array(timestamp()),
  spans: Type.Array(duration()),
  moods: Type.Array(Type.Enum(['calm', 'tense'])),
  prices: Type.Array(Money),
})

export const Color = Type.Union([Type.Literal('red'), Type.Literal('green'), Type.Literal('dark-blue')])

/** Numbers as a machine reports them. */
export const Level = Type.Enum([0, 1, 5, -3])

export const Enums = Type.Object({
  color: Color,
  maybe: Type.Optional(Color),
  nothing: Type.Union([Color, Type.Null()]),
  level: Level,
  levels: Type.Array(Level),
  inline: Type.Enum(['on', 'off']),
  only: Type.Optional(Type.Literal('only')),
  flag: Type.Optional(Type.Literal(true)),
})

export const Maps = Type.Object({
  labels: Type.Record(Type.String(), Type.String()),
  counts: Type.Record(Type.Integer(), Type.Integer()),
  prices: Type.Record(Type.String(), Money),
  colors: Type.Record(Type.String(), Color),
  times: Type.Record(Type.String(), timestamp()),
  lists: Type.Record(Type.String(), Type.Array(Type.Number())),
  open: Type.Record(Type.String(), Type.Unknown()),
  perhaps: Type.Optional(Type.Record(Type.String(), Type.Boolean())),
})

export const Nested = Type.Object({
  grid: Type.Array(Type.Array(int32())),
  maybeList: Type.Optional(Type.Array(Type.String())),
  nullList: Type.Union([Type.Array(Type.String()), Type.Null()]),
  gaps: Type.Array(Type.Union([Type.String(), Type.Null()])),
  inner: Type.Object({ deep: Type.Object({ value: Type.String() }) }),
  maybeInner: Type.Optional(Type.Object({ value: Type.Integer() })),
  nullInner: Type.Union([Money, Type.Null()]),
  nullString: Type.Union([Type.String(), Type.Null()]),
  anything: Type.Unknown(),
  maybeAnything: Type.Optional(Type.Any()),
  version: Type.Literal(2),
  'content-type': Type.String(),
  default: Type.Boolean(),
  reader: Type.Optional(Type.String()),
})

export const Circle = Type.Object({ kind: Type.Literal('circle'), radius: Type.Number() })

export const Square = Type.Object({ kind: Type.Literal('square'), side: Type.Number() })

export const Shape = Type.Union([Circle, Square, Type.Object({ kind: Type.Literal('point') })])

export const Scalar = Type.Union([
  Type.String(),
  Type.Number(),
  Type.Boolean(),
  Type.BigInt(),
  bytes(),
  timestamp(),
  Type.Array(Type.String()),
  Money,
])

export const Point = Type.Tuple([Type.Number(), Type.Number(), Type.Union([Type.String(), Type.Null()])])

export const Unions = Type.Object({
  shape: Shape,
  shapes: Type.Array(Shape),
  maybeShape: Type.Optional(Shape),
  scalar: Scalar,
  point: Point,
  points: Type.Array(Point),
  auto: Type.Union([Type.Literal('auto'), Type.Integer({ minimum: 1 })]),
})

/** A tree, and a message that contains itself by another way. */
export const Tree = Type.Cyclic(
  {
    Tree: Type.Object({
      name: Type.String(),
      children: Type.Array(Type.Ref('Tree')),
      parent: Type.Optional(Type.Ref('Link')),
    }),
    Link: Type.Object({ tree: Type.Ref('Tree'), weight: Type.Number() }),
  },
  'Tree',
)

/** Every rule that a schema can state. */
export const Rules = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 20, pattern: '^[a-z]+$' }),
    mail: Type.Optional(Type.String({ format: 'email' })),
    ratio: Type.Number({ exclusiveMinimum: 0, maximum: 1 }),
    step: Type.Integer({ multipleOf: 5 }),
    total: Type.BigInt({ minimum: 0n, exclusiveMaximum: 100n, multipleOf: 2n }),
    digest: bytes({ minLength: 4, maxLength: 8 }),
    tags: Type.Array(Type.String({ maxLength: 3 }), { minItems: 1, maxItems: 3, uniqueItems: true }),
    quota: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), { maxProperties: 2 }),
    prices: Type.Array(Money),
    template: Type.TemplateLiteral([
      Type.Literal('v'),
      Type.Union([Type.Literal('1'), Type.Literal('2')]),
      Type.Literal('-'),
      Type.String(),
    ]),
  },
  { additionalProperties: false },
)

/** @deprecated Use Scalars. */
export const Old = Type.Object({
  /** What it was. */
  what: Type.String({ deprecated: 'use which' }),
  which: Type.Optional(Type.String({ description: 'What it is.\nOn two lines, with a */ in between.' })),
})

export const Kinds = service('golden.kinds.v1.Kinds', {
  /** Takes them all. */
  scalars: rpc(Scalars, Optionals, {
    idempotent: true,
    timeout: 500,
    retry: { attempts: 4, delay: '50ms', maxDelay: '2s', codes: ['UNAVAILABLE', 'ABORTED'] },
    hedge: { after: '30ms' },
  }),
  lists: rpc(Lists, stream(Lists)),
  enums: rpc(stream(Enums), Enums, { errors: { TooMany: Type.Object({ most: Type.Integer() }) } }),
  maps: rpc(stream(Maps), stream(Maps)),
  nested: rpc(Nested, Nested, { retry: false }),
  unions: rpc(Unions, Shape, {
    errors: {
      /** Nothing like it. */
      NoSuchShape: Type.Object({ name: Type.String() }, { code: 'NOT_FOUND' }),
      TooLarge: Type.Object({}),
    },
  }),
  tree: rpc(Tree, Tree),
  rules: rpc(Rules, Type.Null()),
  /** Tells, and hears nothing back. */
  note: rpc(Type.Object({ line: Type.String() }), Type.Null(), { oneway: true }),
  old: rpc(Old, Type.Object({}), { deprecated: 'use scalars' }),
  text: rpc(Type.String({ maxLength: 5 }), Type.Union([Type.String(), Type.Null()])),
  chunks: rpc(stream(bytes()), Type.Array(Type.Integer())),
  point: rpc(Point, Type.Record(Type.String(), Type.Number())),
  when: rpc(timestamp(), Color),
  json: rpc(Type.Unknown(), Scalar),
  delete: rpc(Type.Object({ id: Type.String() }), Type.Boolean()),
})
