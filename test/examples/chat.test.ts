import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installExamples, installMs, programsOf, runProgram } from './example-programs.js'

let folder = ''
beforeAll(async () => {
  folder = await installExamples()
}, installMs)

const { start, stopAll } = programsOf(() => join(folder, 'chat'))
afterEach(stopAll)

async function startServer(address = 'tcp://127.0.0.1:0') {
  const server = start('server.ts', address)
  const [, listening = ''] = await server.shows(/listening on (\S+)/)
  return { server, address: listening }
}

async function startMember(address: string, name: string, room = 'tea') {
  const member = start('client.ts', address, room, name)
  await member.shows(new RegExp(`${name} joined`))
  return member
}

describe('the chat', () => {
  it('runs its scripted session to the end', { timeout: 60_000 }, async () => {
    const { code, stdout, stderr } = await runProgram(folder, 'chat/demo.ts')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/ben +ada: who takes milk\?/)
    expect(stdout).not.toMatch(/cleo +ada:/)
    expect(stdout).toMatch(/twin +chat\.v1\.Chat\/join: ada is taken in tea/)
    expect(stdout).toMatch(/not-sent, kept until the room is back: "is anybody there\?"/)
    expect(stdout).toMatch(/ada +ada: is anybody there\?/)
    expect(stdout).toMatch(/unknown, perhaps said, perhaps not: "did you hear this\?"/)
  })

  it('says what was typed while the server was away once it is back, in order and once', async () => {
    const { server, address } = await startServer()
    const [ada, ben] = await Promise.all([startMember(address, 'ada'), startMember(address, 'ben')])
    server.process.kill('SIGKILL')
    await Promise.all([ada.shows(/-- away/), ben.shows(/-- away/)])
    ada.process.stdin.write('one\ntwo\n')
    await ada.shows(/kept until the room is back: "one"/)
    await startServer(address)
    await ben.shows(/-- back after/)
    const [said] = await ada.shows(/-- back after[\s\S]*ada: two\n/)
    expect(said.match(/ada: (one|two)/g)).toEqual(['ada: one', 'ada: two'])
    ada.process.stdin.end('three\n')
    const [heard] = await ben.shows(/back after[\s\S]*ada: three\n[\s\S]*ada left/)
    expect(heard.match(/ada: three/g)).toHaveLength(1)
    expect(await ada.ended).toBe(0)
  })

  it('shows those who stay that a member whose process died has left', async () => {
    const { address } = await startServer()
    const [ada, ben] = await Promise.all([startMember(address, 'ada'), startMember(address, 'ben')])
    ben.process.kill('SIGKILL')
    await ada.shows(/ben left/)
    await startMember(address, 'ben')
  })

  it('puts out a member that does not read, and lets it come back', async () => {
    const { address } = await startServer()
    const [ada, ben] = await Promise.all([startMember(address, 'ada'), startMember(address, 'ben')])
    ben.process.kill('SIGSTOP')
    ada.process.stdin.write(`${'x'.repeat(2000)}\n`.repeat(500))
    await ada.shows(/ben left/)
    ben.process.kill('SIGCONT')
    await ben.shows(/-- away: .*100 events are unread/)
    await ben.shows(/-- back after/)
    ada.process.stdin.write('hello again\n')
    await ben.shows(/ada: hello again/)
  })

  it('shuts down at once although members are reading', async () => {
    const { server, address } = await startServer()
    await startMember(address, 'ada')
    server.process.kill('SIGTERM')
    expect(await server.ended).toBe(0)
  })

  it('says why it cannot join, and ends with 1', async () => {
    const { address } = await startServer()
    const { code, stdout } = await runProgram(folder, 'chat/client.ts', address, 'no such/room')
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining('room must match'),
    })
  })
})
