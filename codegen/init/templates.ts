/** The files that `trunkline init` writes: the smallest project that shows a schema, a server, a client and a test. */

export const templates: Readonly<Record<string, string>> = {
  'greeter.schema.ts': `import { rpc, service } from 'trunkline/schema'
import Type from 'typebox'

/** Someone to greet. */
export const Person = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
})

export const Greeting = Type.Object({ text: Type.String() })

export const Greeter = service('greeter.v1.Greeter', {
  /** Greets a person by name. */
  greet: rpc(Person, Greeting, { idempotent: true }),
})
`,
  'greeter.ts': `import type { GreeterHandlers } from './gen/greeter.js'

/** What the server does; without a socket in it, tests can call it. */
export const greeter: GreeterHandlers = {
  greet: ({ name }) => ({ text: \`Hello, \${name}!\` }),
}
`,
  'server.ts': `import { createServer } from 'trunkline'
import { Greeter } from './gen/greeter.js'
import { greeter } from './greeter.js'

const server = createServer()
server.add(Greeter, greeter)
console.log('listening on', await server.listen('tcp://127.0.0.1:4000'))
`,
  'client.ts': `import { connect } from 'trunkline'
import { Greeter } from './gen/greeter.js'

const channel = connect('tcp://127.0.0.1:4000')
const { text } = await channel.client(Greeter).greet({ name: process.argv[2] ?? 'world' })
console.log(text)
await channel.close()
`,
  'greeter.test.ts': `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testClient } from 'trunkline/testing'
import { Greeter } from './gen/greeter.js'
import { greeter } from './greeter.js'

test('greets by name', async () => {
  const client = testClient(Greeter, greeter)
  assert.equal((await client.greet({ name: 'Ada' })).text, 'Hello, Ada!')
})

test('turns down an empty name', async () => {
  const client = testClient(Greeter, greeter)
  await assert.rejects(client.greet({ name: '' }), { code: 'INVALID_ARGUMENT' })
})
`,
  'trunkline.config.ts': `import { defineConfig } from 'trunkline/codegen'

// What is written here are the defaults.
export default defineConfig({ schemas: ['**/*.schema.ts'] })
`,
  'tsconfig.json': `{
  "compilerOptions": {
    "target": "es2022",
    "module": "nodenext",
    "strict": true,
    "skipLibCheck": true,
    "noEmit": true,
    "types": ["node"]
  }
}
`,
}

export const scripts: Readonly<Record<string, string>> = {
  generate: 'trunkline generate',
  check: 'trunkline generate --check && tsc',
  server: 'tsx server.ts',
  client: 'tsx client.ts',
  test: 'tsx --test greeter.test.ts',
}

/** What a project needs besides trunkline itself, with the versions that this release is tested with. */
export const companions = {
  dependencies: { typebox: '^1.4.3' },
  devDependencies: { '@types/node': '^20.19.43', tsx: '^4.23.15', typescript: '^5.9.3' },
} as const

/** Runs in the new project: a server and a client in one process, over a real socket. */
export function callScript(jiti: string): string {
  return `import { createJiti } from ${JSON.stringify(jiti)}
const jiti = createJiti(process.cwd() + '/')
const { connect, createServer } = await jiti.import('trunkline')
const { Greeter } = await jiti.import('./gen/greeter.ts')
const { greeter } = await jiti.import('./greeter.ts')
const server = createServer()
server.add(Greeter, greeter)
const address = await server.listen('tcp://127.0.0.1:0')
const channel = connect(address)
const { text } = await channel.client(Greeter).greet({ name: 'world' })
console.log('greet({ name: "world" }) over ' + address + ' → ' + text)
await channel.close()
await server.close()
`
}
