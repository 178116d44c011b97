/** A scripted session: three servers under load are restarted one after the other, and nobody who calls notices. */

import { Program, step } from '../programs.js'

const file = (name: string) => new URL(name, import.meta.url)

function start(name: string, address: string): { program: Program; listening: Promise<string> } {
  const program = new Program(name, file('server.ts'), name, address)
  const listening = program.says('listening').then((line) => line.replace('listening on ', ''))
  return { program, listening }
}

step('Three servers, and a client that keeps forty jobs under way')
const servers = ['first', 'second', 'third'].map((name) => ({
  name,
  ...start(name, 'tcp://127.0.0.1:0'),
}))
const addresses = await Promise.all(servers.map(({ listening }) => listening))
const client = new Program('client', file('client.ts'), ...addresses)
await client.says('jobs done')

for (const [index, { name, program }] of servers.entries()) {
  step(`SIGTERM for ${name}: it finishes its jobs and ends; the others take over`)
  program.kill('SIGTERM')
  await program.says('ends with')
  await program.ended
  await client.says(`${name} away`)

  step(`${name} is back, and gets its share`)
  const restarted = start(name, addresses[index] ?? '')
  await restarted.listening
  await client.says(`${name}  `)
  servers[index] = { name, ...restarted }
}

step('How many calls failed?')
client.kill('SIGTERM')
const verdict = await client.says('calls failed')
await client.ended
for (const { program } of servers) program.kill('SIGTERM')
await Promise.all(servers.map(({ program }) => program.ended))
if (!verdict.startsWith('0 of')) process.exitCode = 1
