/** The parts of descriptor.proto that are used, in the form that protobufjs encodes. */

export interface FieldDescriptor {
  readonly name: string
  readonly number: number
  readonly label: string
  readonly type: string
  readonly jsonName: string
  readonly typeName?: string
  readonly oneofIndex?: number
  readonly proto3Optional?: boolean
  readonly options?: object
}

export interface MessageDescriptor {
  readonly name: string
  readonly field: readonly FieldDescriptor[]
  readonly nestedType?: readonly MessageDescriptor[]
  readonly oneofDecl?: readonly { readonly name: string }[]
  readonly reservedRange?: readonly { readonly start: number; readonly end: number }[]
  readonly reservedName?: readonly string[]
  readonly options?: object
}

export interface FileDescriptor {
  readonly name: string
  readonly package: string
  readonly syntax: string
  readonly dependency: readonly string[]
  readonly messageType: readonly MessageDescriptor[]
  readonly enumType: readonly object[]
  readonly service: readonly object[]
}
