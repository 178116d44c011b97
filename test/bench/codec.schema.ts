import { double, fixed64, sint32, uint64 } from 'trunkline/schema'
import Type from 'typebox'

/** Much text: short words, long paragraphs, and letters beyond ASCII. */
export const Article = Type.Object({
  slug: Type.String({ pattern: '^[a-z0-9-]+$', maxLength: 100 }),
  title: Type.String({ minLength: 1, maxLength: 200 }),
  authors: Type.Array(Type.String()),
  language: Type.String({ minLength: 2, maxLength: 5 }),
  keywords: Type.Array(Type.String()),
  paragraphs: Type.Array(Type.String()),
})

/** Many numbers, of all the sizes that wire formats know. */
export const Reading = Type.Object({
  sensor: uint64(),
  sequence: fixed64(),
  takenAtMs: Type.Integer(),
  battery: Type.Number({ minimum: 0, maximum: 1 }),
  offsets: Type.Array(sint32()),
  counts: Type.Array(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
  totals: Type.Array(Type.Integer()),
  values: Type.Array(double()),
  isCalibrated: Type.Boolean(),
})
