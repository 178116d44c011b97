/** The main job in one command: generate stubs from a schema, start a server and a client, watch calls go over TCP. */

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import pc from 'picocolors'

const folder = fileURLToPath(new URL('./greeter', import.meta.url))
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const env = {
  ...process.env,
  // The examples' own settings: there, 'trunkline' is the built package and not its source.
  TSX_TSCONFIG_PATH: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
}

/** Starts one of the example's programs as a process of its own. */
function start(file, args, stdio) {
  return spawn(process.execPath, ['--import', 'tsx', file, ...args], { cwd: folder, env, stdio })
}

function step(number, title, detail = '') {
  console.log(`${pc.bold(`${number}. ${title}`)} ${pc.dim(detail)}`)
}

console.log(`\n${pc.bold('Trunkline')}: typed remote calls over TCP\n`)

step(
  1,
  'trunkline generate',
  'examples/greeter/greeter.schema.ts → examples/greeter/gen/greeter.ts',
)
const generated = spawnSync(process.execPath, [cli, 'generate'], { cwd: folder, encoding: 'utf8' })
if (generated.status !== 0) {
  console.error(generated.stdout + generated.stderr)
  process.exit(1)
}

const server = start('server.ts', [], ['ignore', 'pipe', 'inherit'])
const [firstLine] = await Promise.race([
  once(server.stdout, 'data'),
  once(server, 'exit').then(() => {
    throw new Error('the server did not start')
  }),
])
const address = String(firstLine).trim()
step(2, 'server', `process ${server.pid} listens on ${address}`)

const client = start('client.ts', [address], 'inherit')
step(3, 'client', `process ${client.pid} calls it:\n`)
const [clientCode] = await once(client, 'exit')

server.kill('SIGTERM')
const [serverCode] = await once(server, 'exit')
console.log(pc.dim(`\nThe server drained its connections and exited with code ${serverCode}.\n`))
process.exit(clientCode === 0 && serverCode === 0 ? 0 : 1)
