/**
 * Tests of protobuf's own conformance suite that fail, and why they may. The runner's names, with `*` for any part.
 *
 * What the suite has no names for, or its tests of the binary format do not try:
 * - JSON, the text format, proto2 and the editions: there are none here, and the tests of them are skipped.
 * - Enums are closed: a number that the schema does not list is refused, since its value would have no type.
 * - Timestamps have milliseconds; what is finer is cut off. Of two pieces of a timestamp, a duration or a JSON value the
 *   last counts alone.
 * - Each piece of a message must have all that the schema requires of the message.
 */

export interface Unsupported {
  readonly names: readonly string[]
  readonly reason: string
}

const mapsOf = (types: readonly string[]) => types.map((type) => `*.ValidDataMap.${type}.${type}.*`)

export const unsupported: readonly Unsupported[] = [
  {
    names: mapsOf(['SINT32', 'SINT64', 'FIXED32', 'FIXED64', 'SFIXED32', 'SFIXED64', 'BOOL']),
    reason:
      'A record has the keys of a JavaScript object: strings, or integers, which travel as plain varints.',
  },
  {
    names: [
      '*.ValidDataOneof.*.MultipleValuesForDifferentField.*',
      '*.ValidDataOneofBinary.*.MultipleValuesForDifferentField.*',
    ],
    reason:
      'A oneof is a union and a message of its own. Where it stands beside other fields, its members are optional ' +
      'properties, and one does not clear another.',
  },
  {
    names: ['*.UnknownVarint.*', '*.UnknownOrdering.*'],
    reason:
      'Unknown fields are skipped, not kept: what a program has not seen it does not pass on.',
  },
  {
    names: [
      'Recommended.*.ValidDataRepeated.*.UnpackedOutput.*',
      'Recommended.*.ValidDataOneofBinary.MESSAGE.Merge.*',
    ],
    reason:
      'Lists of numbers are written packed, also those of the fields that want them one by one.',
  },
]
