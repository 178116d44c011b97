import { bytes, rpc, service, stream, timestamp, uint64 } from 'trunkline/schema'
import Type from 'typebox'

export const Text = Type.Object({ text: Type.String() })

export const Blob = Type.Object({ data: bytes() })

export const Address = Type.Object({
  street: Type.String(),
  city: Type.String(),
  postcode: Type.String(),
  country: Type.String({ minLength: 2, maxLength: 2 }),
})

export const Line = Type.Object({
  sku: Type.String(),
  title: Type.String({ maxLength: 200 }),
  quantity: Type.Integer({ minimum: 1, maximum: 10_000 }),
  cents: Type.Integer(),
})

/** An order as a shop would send it, about a kilobyte. */
export const Order = Type.Object({
  id: uint64(),
  customer: Type.String({ maxLength: 100 }),
  status: Type.Union([Type.Literal('open'), Type.Literal('paid'), Type.Literal('sent')]),
  placedAt: timestamp(),
  paidAt: Type.Optional(timestamp()),
  shipTo: Address,
  lines: Type.Array(Line, { maxItems: 100 }),
  tags: Type.Array(Type.String()),
  discount: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  labels: Type.Record(Type.String(), Type.String()),
  note: Type.Optional(Type.String({ maxLength: 2000 })),
})

export const Echo = service('echo.v1.Echo', {
  echo: rpc(Text, Text, { idempotent: true }),
  payload: rpc(Blob, Blob),
  record: rpc(Order, Order),
  down: rpc(Blob, stream(Blob)),
  up: rpc(stream(Blob), Blob),
  both: rpc(stream(Blob), stream(Blob)),
})
