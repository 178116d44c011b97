/**
 * The message with which protobuf's own conformance tests try an implementation, as far as our vocabulary reaches.
 *
 * Names and numbers are those of `TestAllTypesProto3`. What is left out, and why, stands in unsupported.ts.
 */

import {
  bytes,
  double,
  duration,
  fixed32,
  fixed64,
  float,
  int32,
  int64,
  sfixed32,
  sfixed64,
  sint32,
  sint64,
  timestamp,
  uint32,
  uint64,
} from 'trunkline/schema'
import Type, { type TSchema } from 'typebox'

export const packageName = 'protobuf_test_messages.proto3'

/** Gives a property its number. */
const at = (field: number, schema: TSchema) => Type.With(schema, { field })
const maybe = (field: number, schema: TSchema) => Type.Optional(at(field, schema))
const list = (field: number, schema: TSchema) => at(field, Type.Array(schema))
const map = (field: number, key: 'string' | 'integer', schema: TSchema) =>
  at(field, Type.Record(key === 'string' ? Type.String() : Type.Integer(), schema))

export const ForeignMessage = Type.Object({ c: at(1, int32()) })
export const ForeignEnum = Type.Enum([0, 1, 2])
export const NestedEnum = Type.Enum([0, 1, 2, -1])

const wrapped = (value: TSchema) => Type.Object({ value: at(1, value) })
export const BoolValue = wrapped(Type.Boolean())
export const Int32Value = wrapped(int32())
export const Int64Value = wrapped(int64())
export const Uint32Value = wrapped(uint32())
export const Uint64Value = wrapped(uint64())
export const FloatValue = wrapped(float())
export const DoubleValue = wrapped(double())
export const StringValue = wrapped(Type.String())
export const BytesValue = wrapped(bytes())
export const FieldMask = Type.Object({ paths: list(1, Type.String()) })
export const AnyMessage = Type.Object({ type_url: at(1, Type.String()), value: at(2, bytes()) })
export const ListValue = Type.Object({ values: list(1, Type.Unknown()) })

const NestedMessage = Type.Ref('NestedMessage')
const maybeRef = (field: number, name: string) => Type.Optional(Type.Ref(name, { field }))

export const TestAllTypesProto3 = Type.Cyclic(
  {
    NestedMessage: Type.Object({
      a: at(1, int32()),
      corecursive: maybeRef(2, 'TestAllTypesProto3'),
    }),
    TestAllTypesProto3: Type.Object({
      optional_int32: at(1, int32()),
      optional_int64: at(2, int64()),
      optional_uint32: at(3, uint32()),
      optional_uint64: at(4, uint64()),
      optional_sint32: at(5, sint32()),
      optional_sint64: at(6, sint64()),
      optional_fixed32: at(7, fixed32()),
      optional_fixed64: at(8, fixed64()),
      optional_sfixed32: at(9, sfixed32()),
      optional_sfixed64: at(10, sfixed64()),
      optional_float: at(11, float()),
      optional_double: at(12, double()),
      optional_bool: at(13, Type.Boolean()),
      optional_string: at(14, Type.String()),
      optional_bytes: at(15, bytes()),
      optional_nested_message: maybeRef(18, 'NestedMessage'),
      optional_foreign_message: maybe(19, ForeignMessage),
      optional_nested_enum: at(21, NestedEnum),
      optional_foreign_enum: at(22, ForeignEnum),
      optional_aliased_enum: at(23, ForeignEnum),
      optional_string_piece: at(24, Type.String()),
      optional_cord: at(25, Type.String()),
      recursive_message: maybeRef(27, 'TestAllTypesProto3'),

      repeated_int32: list(31, int32()),
      repeated_int64: list(32, int64()),
      repeated_uint32: list(33, uint32()),
      repeated_uint64: list(34, uint64()),
      repeated_sint32: list(35, sint32()),
      repeated_sint64: list(36, sint64()),
      repeated_fixed32: list(37, fixed32()),
      repeated_fixed64: list(38, fixed64()),
      repeated_sfixed32: list(39, sfixed32()),
      repeated_sfixed64: list(40, sfixed64()),
      repeated_float: list(41, float()),
      repeated_double: list(42, double()),
      repeated_bool: list(43, Type.Boolean()),
      repeated_string: list(44, Type.String()),
      repeated_bytes: list(45, bytes()),
      repeated_nested_message: list(48, NestedMessage),
      repeated_foreign_message: list(49, ForeignMessage),
      repeated_nested_enum: list(51, NestedEnum),
      repeated_foreign_enum: list(52, ForeignEnum),
      repeated_string_piece: list(54, Type.String()),
      repeated_cord: list(55, Type.String()),

      packed_int32: list(75, int32()),
      packed_int64: list(76, int64()),
      packed_uint32: list(77, uint32()),
      packed_uint64: list(78, uint64()),
      packed_sint32: list(79, sint32()),
      packed_sint64: list(80, sint64()),
      packed_fixed32: list(81, fixed32()),
      packed_fixed64: list(82, fixed64()),
      packed_sfixed32: list(83, sfixed32()),
      packed_sfixed64: list(84, sfixed64()),
      packed_float: list(85, float()),
      packed_double: list(86, double()),
      packed_bool: list(87, Type.Boolean()),
      packed_nested_enum: list(88, NestedEnum),

      // Lists are always written packed, and read either way.
      unpacked_int32: list(89, int32()),
      unpacked_int64: list(90, int64()),
      unpacked_uint32: list(91, uint32()),
      unpacked_uint64: list(92, uint64()),
      unpacked_sint32: list(93, sint32()),
      unpacked_sint64: list(94, sint64()),
      unpacked_fixed32: list(95, fixed32()),
      unpacked_fixed64: list(96, fixed64()),
      unpacked_sfixed32: list(97, sfixed32()),
      unpacked_sfixed64: list(98, sfixed64()),
      unpacked_float: list(99, float()),
      unpacked_double: list(100, double()),
      unpacked_bool: list(101, Type.Boolean()),
      unpacked_nested_enum: list(102, NestedEnum),

      map_int32_int32: map(56, 'integer', int32()),
      map_int64_int64: map(57, 'integer', int64()),
      map_uint32_uint32: map(58, 'integer', uint32()),
      map_uint64_uint64: map(59, 'integer', uint64()),
      map_int32_float: map(66, 'integer', float()),
      map_int32_double: map(67, 'integer', double()),
      map_string_string: map(69, 'string', Type.String()),
      map_string_bytes: map(70, 'string', bytes()),
      map_string_nested_message: map(71, 'string', NestedMessage),
      map_string_foreign_message: map(72, 'string', ForeignMessage),
      map_string_nested_enum: map(73, 'string', NestedEnum),
      map_string_foreign_enum: map(74, 'string', ForeignEnum),

      // As `trunkline import` turns a oneof: members of which programs set at most one.
      oneof_uint32: maybe(111, uint32()),
      oneof_nested_message: maybeRef(112, 'NestedMessage'),
      oneof_string: maybe(113, Type.String()),
      oneof_bytes: maybe(114, bytes()),
      oneof_bool: maybe(115, Type.Boolean()),
      oneof_uint64: maybe(116, uint64()),
      oneof_float: maybe(117, float()),
      oneof_double: maybe(118, double()),
      oneof_enum: maybe(119, NestedEnum),
      oneof_null_value: maybe(120, Type.Enum([0])),

      optional_bool_wrapper: maybe(201, BoolValue),
      optional_int32_wrapper: maybe(202, Int32Value),
      optional_int64_wrapper: maybe(203, Int64Value),
      optional_uint32_wrapper: maybe(204, Uint32Value),
      optional_uint64_wrapper: maybe(205, Uint64Value),
      optional_float_wrapper: maybe(206, FloatValue),
      optional_double_wrapper: maybe(207, DoubleValue),
      optional_string_wrapper: maybe(208, StringValue),
      optional_bytes_wrapper: maybe(209, BytesValue),
      repeated_bool_wrapper: list(211, BoolValue),
      repeated_int32_wrapper: list(212, Int32Value),
      repeated_int64_wrapper: list(213, Int64Value),
      repeated_uint32_wrapper: list(214, Uint32Value),
      repeated_uint64_wrapper: list(215, Uint64Value),
      repeated_float_wrapper: list(216, FloatValue),
      repeated_double_wrapper: list(217, DoubleValue),
      repeated_string_wrapper: list(218, StringValue),
      repeated_bytes_wrapper: list(219, BytesValue),

      optional_duration: maybe(301, duration()),
      optional_timestamp: maybe(302, timestamp()),
      optional_field_mask: maybe(303, FieldMask),
      optional_struct: maybe(304, Type.Record(Type.String(), Type.Unknown())),
      optional_any: maybe(305, AnyMessage),
      optional_value: maybe(306, Type.Unknown()),
      repeated_duration: list(311, duration()),
      repeated_timestamp: list(312, timestamp()),
      repeated_fieldmask: list(313, FieldMask),
      repeated_any: list(315, AnyMessage),
      repeated_value: list(316, Type.Unknown()),
      repeated_list_value: list(317, ListValue),
      repeated_struct: list(324, Type.Record(Type.String(), Type.Unknown())),

      fieldname1: at(401, int32()),
      field_name2: at(402, int32()),
    }),
  },
  'TestAllTypesProto3',
)

/** Unions travel as a oneof. Protobuf's own test message has other fields beside its oneof, for which there is no schema. */
export const Choice = Type.Union([
  Type.Object({ kind: Type.Literal('number'), number: int32(), list: Type.Array(int32()) }),
  Type.Object({ kind: Type.Literal('text'), text: Type.String() }),
])

/** The same where the value itself tells which it is. */
export const Loose = Type.Union([
  uint32(),
  Type.String(),
  ForeignMessage,
  Type.Array(Type.String()),
])
