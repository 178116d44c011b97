/** A scripted session: two greenhouses, a quick viewer and a slow one, an operator, and a server that restarts. */

import { Program, step } from '../programs.js'

const file = (name: string) => new URL(name, import.meta.url)

step('A server, and two greenhouses that report fifty times a second')
let server = new Program('server', file('server.ts'), 'tcp://127.0.0.1:0')
const address = (await server.says('listening')).replace('listening on ', '')
const north = new Program('north', file('device.ts'), address, 'north')
const south = new Program('south', file('device.ts'), address, 'south')

step(
  'Where it gets too warm, the server calls the greenhouse over the connection that the greenhouse made',
)
await Promise.all([north.says('vent opens'), south.says('vent opens'), server.says('done')])

step('A viewer who looks twice a second sees the latest, and misses what was in between')
const slow = new Program('slow', file('viewer.ts'), address, '500')
for (let looks = 0; looks < 4; looks++) await slow.says('since the last view')
slow.kill('SIGTERM')

step('An operator closes all vents')
const operator = new Program('operator', file('operator.ts'), address, 'close')
await operator.says('vents closed: 2')

step('South stops. How long did any of its readings wait to be sent, with a slow viewer about?')
south.kill('SIGTERM')
await south.says('readings taken')

step('The server restarts; North dials it again and goes on')
server.kill('SIGTERM')
await Promise.all([north.says('away'), server.ended])
server = new Program('server', file('server.ts'), address)
await north.says('back')
await north.says('the vent')
north.kill('SIGTERM')
await north.says('readings taken')
server.kill('SIGTERM')

const codes = await Promise.all([north, south, slow, operator, server].map(({ ended }) => ended))
process.exitCode = codes.every((code) => code === 0) ? 0 : 1
