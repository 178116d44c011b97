/** A scripted session: four people, two rooms, a server that restarts and one that crashes. */

import { setTimeout as sleep } from 'node:timers/promises'
import { Program, step } from '../programs.js'

const serverFile = new URL('server.ts', import.meta.url)
const clientFile = new URL('client.ts', import.meta.url)

step('A server, and three people in two rooms')
let server = new Program('server', serverFile, 'tcp://127.0.0.1:0')
const address = (await server.says('listening')).replace('listening on ', '')
const ada = new Program('ada', clientFile, address, 'tea', 'ada')
await ada.says('ada joined')
const ben = new Program('ben', clientFile, address, 'tea', 'ben')
await Promise.all([ben.says('ben joined'), ada.says('ben joined')])
const cleo = new Program('cleo', clientFile, address, 'coffee', 'cleo')
await cleo.says('cleo joined')

step('What Ada says reaches everybody in her room, and nobody in the other')
ada.type('who takes milk?')
await Promise.all([ada.says('ada: who takes milk?'), ben.says('ada: who takes milk?')])

step("A name is taken once, and what would clear everybody's screen is not sent")
const twin = new Program('twin', clientFile, address, 'tea', 'ada')
await twin.says('ada is taken in tea')
await twin.ended
ada.type('\x1b[2J')
await ada.says('text must match')

step('Ben leaves')
ben.endInput()
await ada.says('ben left')
await ben.ended

step('The server restarts; Ada speaks while it is away')
server.kill('SIGTERM')
await Promise.all([ada.says('away'), cleo.says('away'), server.ended])
ada.type('is anybody there?')
await ada.says('kept until the room is back')
server = new Program('server', serverFile, address)
await Promise.all([ada.says('ada: is anybody there?'), cleo.says('back after')])

step('The server freezes and is killed, with a message of Ada on its way')
server.kill('SIGSTOP')
ada.type('did you hear this?')
await ada.says('> "did you hear this?"')
await sleep(300) // for it to leave: nothing can tell, since a frozen server answers nothing
server.kill('SIGKILL')
await Promise.all([ada.says('perhaps said, perhaps not'), server.ended])
server = new Program('server', serverFile, address)
await Promise.all([ada.says('back after'), cleo.says('back after')])

step('Everybody goes home')
ada.endInput()
cleo.endInput()
const codes = await Promise.all([ada.ended, cleo.ended])
server.kill('SIGTERM')
codes.push(await server.ended)
process.exitCode = codes.every((code) => code === 0) ? 0 : 1
