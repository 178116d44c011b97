/** The descriptors of protobuf's own files that generated messages refer to: a set must hold all it names. */

import type { FieldDescriptor, FileDescriptor } from './descriptor-types.js'

const field = (name: string, number: number, type: string, typeName?: string): FieldDescriptor => ({
  name,
  number,
  label: 'LABEL_OPTIONAL',
  type,
  jsonName: name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
  ...(typeName === undefined ? {} : { typeName }),
})

const seconds = (name: string): FileDescriptor => ({
  name: `google/protobuf/${name.toLowerCase()}.proto`,
  package: 'google.protobuf',
  syntax: 'proto3',
  dependency: [],
  messageType: [
    { name, field: [field('seconds', 1, 'TYPE_INT64'), field('nanos', 2, 'TYPE_INT32')] },
  ],
  enumType: [],
  service: [],
})

const value = '.google.protobuf.Value'

const struct: FileDescriptor = {
  name: 'google/protobuf/struct.proto',
  package: 'google.protobuf',
  syntax: 'proto3',
  dependency: [],
  messageType: [
    {
      name: 'Struct',
      field: [
        {
          ...field('fields', 1, 'TYPE_MESSAGE', '.google.protobuf.Struct.FieldsEntry'),
          label: 'LABEL_REPEATED',
        },
      ],
      nestedType: [
        {
          name: 'FieldsEntry',
          field: [field('key', 1, 'TYPE_STRING'), field('value', 2, 'TYPE_MESSAGE', value)],
          options: { mapEntry: true },
        },
      ],
    },
    {
      name: 'Value',
      field: [
        field('null_value', 1, 'TYPE_ENUM', '.google.protobuf.NullValue'),
        field('number_value', 2, 'TYPE_DOUBLE'),
        field('string_value', 3, 'TYPE_STRING'),
        field('bool_value', 4, 'TYPE_BOOL'),
        field('struct_value', 5, 'TYPE_MESSAGE', '.google.protobuf.Struct'),
        field('list_value', 6, 'TYPE_MESSAGE', '.google.protobuf.ListValue'),
      ].map((one) => ({ ...one, oneofIndex: 0 })),
      oneofDecl: [{ name: 'kind' }],
    },
    {
      name: 'ListValue',
      field: [{ ...field('values', 1, 'TYPE_MESSAGE', value), label: 'LABEL_REPEATED' }],
    },
  ],
  enumType: [{ name: 'NullValue', value: [{ name: 'NULL_VALUE', number: 0 }] }],
  service: [],
}

export const wellKnownDescriptors: readonly FileDescriptor[] = [
  seconds('Duration'),
  struct,
  seconds('Timestamp'),
]
