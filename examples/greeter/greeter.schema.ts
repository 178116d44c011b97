import { rpc, service, timestamp } from 'trunkline/schema'
import Type from 'typebox'

/** Someone to greet. */
export const Person = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
})

export const Greeting = Type.Object({ text: Type.String() })

/** Says hello, and shows what a call can run into. */
export const Greeter = service('greeter.v1.Greeter', {
  /** Greets a person by name. */
  greet: rpc(Person, Greeting, {
    idempotent: true,
    timeout: '2s',
    errors: {
      /** The person may not be greeted until then. */
      Banned: Type.Object({ until: timestamp() }),
    },
  }),
  /** Answers after a while, or not at all when the caller gives up first. */
  sleep: rpc(Type.Object({ ms: Type.Integer({ minimum: 0, maximum: 60_000 }) }), Type.Object({})),
})
