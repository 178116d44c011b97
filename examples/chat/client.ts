/** Stays in one room: prints what happens there, and says what is typed. */

import { userInfo } from 'node:os'
import { clearLine, createInterface, cursorTo } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pc from 'picocolors'
import { connect, isRpcError, type StatusCode } from 'trunkline'
import { Chat, type RoomEvent } from './gen/chat.js'

const [address = 'tcp://127.0.0.1:4100', room = 'lobby', name = userInfo().username] =
  process.argv.slice(2)

const channel = connect(address)
const chat = channel.client(Chat)
const leaving = new AbortController()

const isTerminal = process.stdin.isTTY && process.stdout.isTTY
const keyboard = createInterface({
  input: process.stdin,
  ...(isTerminal ? { output: process.stdout } : {}),
})

/** Prints above the line that is being typed. */
function print(line: string): void {
  if (isTerminal) {
    cursorTo(process.stdout, 0)
    clearLine(process.stdout, 0)
  }
  console.log(line)
  if (isTerminal && !leaving.signal.aborted) keyboard.prompt(true)
}

function show(event: RoomEvent): void {
  if (event.kind === 'said') print(`${pc.bold(event.name)}: ${event.text}`)
  else if (event.kind === 'left') print(pc.dim(`* ${event.name} left`))
  else print(pc.dim(`* ${event.name} joined; here: ${event.members.join(', ')}`))
}

/** The server is away, or has put a slow reader out. Any other failure to join would come again. */
const passing = new Set<StatusCode>(['UNAVAILABLE', 'RESOURCE_EXHAUSTED'])

/** Joins again whenever the stream ends, until it is time to leave. */
async function stay(): Promise<void> {
  let awaySince: number | undefined
  for (let failures = 0; ; failures++) {
    try {
      for await (const event of chat.join({ room, name }, { signal: leaving.signal })) {
        show(event)
        if (event.kind !== 'joined' || event.name !== name) continue
        if (awaySince !== undefined) {
          const seconds = ((performance.now() - awaySince) / 1000).toFixed(1)
          print(pc.green(`-- back after ${seconds} s; what others said meanwhile went unheard`))
        }
        awaySince = undefined
        failures = 0
        speak()
      }
    } catch (error) {
      if (leaving.signal.aborted) return
      if (!isRpcError(error)) throw error
      // After a lost connection the name may for a moment still be taken: by oneself.
      const isOwnGhost = Chat.errors.NameTaken.is(error) && awaySince !== undefined
      if (!isOwnGhost && !passing.has(error.code)) throw error
      if (awaySince === undefined) print(pc.yellow(`-- away: ${error.message}; trying again`))
      awaySince ??= performance.now()
    }
    // Random, because all members lose a server at the same moment.
    const pauseMs = Math.random() * Math.min(5000, 100 * 2 ** failures)
    await sleep(pauseMs, undefined, { signal: leaving.signal }).catch(() => {})
  }
}

/** What was typed and is not said yet. */
const unsaid: string[] = []
let turn = Promise.resolve()
let hasHungUp = false

function speak(): void {
  turn = turn.then(sayAll)
}

/** Says it in order. What was certainly not said waits for the next time in the room; the rest is never repeated. */
async function sayAll(): Promise<void> {
  for (let text = unsaid[0]; text !== undefined; text = unsaid[0]) {
    const said = await chat.say.safe({ room, text })
    if (!said.ok) {
      const { code, message, outcome, reason } = said.error
      const wasNotSaid = outcome === 'not-sent' || outcome === 'refused' || reason === 'NotInRoom'
      if (wasNotSaid && code !== 'INVALID_ARGUMENT') {
        print(pc.yellow(`-- ${outcome}, kept until the room is back: ${quoted(text)}`))
        return
      }
      const verdict = outcome === 'unknown' ? 'perhaps said, perhaps not' : message
      print(pc.red(`-- ${outcome}, ${verdict}: ${quoted(text)}`))
    }
    unsaid.shift()
  }
  if (hasHungUp) leaving.abort()
}

/** As JSON, because what the schema refuses may be what a terminal should not see. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}

keyboard.on('line', (text) => {
  if (!isTerminal) print(pc.dim(`> ${quoted(text)}`)) // where no terminal shows what is typed
  if (text.trim() !== '') unsaid.push(text)
  speak()
})
// Ctrl-D or Ctrl-C leaves when all is said; another Ctrl-C at once.
keyboard.on('close', () => {
  hasHungUp = true
  speak()
})

if (isTerminal) keyboard.prompt()
await stay().catch((error: unknown) => {
  print(pc.red(isRpcError(error) ? error.message : String(error)))
  process.exitCode = 1
  keyboard.close()
})
await channel.close()
