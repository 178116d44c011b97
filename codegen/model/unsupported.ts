/** Why each kind that cannot travel is refused, and what to write instead. */

interface Refusal {
  readonly message: string
  readonly remedy: string
}

const refusals: Readonly<Record<string, Refusal>> = {
  Codec: {
    message:
      'Type.Codec is not supported because its functions exist only where the schema is imported',
    remedy: 'Use the type that travels, or timestamp() for a Date, and convert in the handler.',
  },
  Unsafe: {
    message: 'Type.Unsafe is not supported because nothing says how such a value travels',
    remedy: 'Use bytes() for a Uint8Array, timestamp() for a Date, or spell the type out.',
  },
  Function: {
    message: 'a function cannot travel',
    remedy: 'Make it a method of the service, or a stream of events.',
  },
  Constructor: { message: 'a class cannot travel', remedy: 'Describe its data with Type.Object.' },
  Symbol: {
    message: 'a symbol cannot travel, since it is equal to nothing in another process',
    remedy: 'Use a string, or Type.Enum with the names.',
  },
  Undefined: {
    message: 'Type.Undefined is not supported because absence has a notation of its own',
    remedy: 'Wrap the property in Type.Optional.',
  },
  Void: {
    message: 'Type.Void is not supported because every call answers with a message',
    remedy: 'Use Type.Object({}), which costs nothing on the wire and can grow later.',
  },
  Never: {
    message: 'Type.Never has no values, so nothing can be sent',
    remedy: 'Remove the property, or look for the type expression that came out empty.',
  },
  This: {
    message:
      'Type.This means the root of whatever schema it ends up in, which is not always the object around it',
    remedy: "Use Type.Cyclic({ Node: Type.Object({ … Type.Ref('Node') … }) }, 'Node').",
  },
  Intersect: {
    message: 'Type.Intersect is not supported as it stands because it is not one object yet',
    remedy: 'Wrap it: Type.Evaluate(Type.Intersect([…])).',
  },
  Deferred: {
    message:
      'this type is still to be worked out, because a function such as Type.With was given a Type.Ref',
    remedy: "Give options to the reference itself, Type.Ref('Node', { … }), or write the type out.",
  },
  Dependent: {
    message: 'Type.Dependent is not supported because what it means depends on another value',
    remedy: 'Use a union of objects with a common literal property.',
  },
}

const otherwise: Refusal = {
  message: 'this kind of type is not supported because nothing says how its values travel',
  remedy: 'Use an object, a list, a record, a union or a scalar.',
}

export function refusalOf(kind: string): Refusal {
  const known = Object.hasOwn(refusals, kind) ? refusals[kind] : undefined
  if (known !== undefined) return known
  return { ...otherwise, message: otherwise.message.replace('this kind of type', `Type.${kind}`) }
}
