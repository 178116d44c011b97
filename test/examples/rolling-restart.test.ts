import { beforeAll, describe, expect, it } from 'vitest'
import { installExamples, installMs, runProgram } from './example-programs.js'

let folder = ''
beforeAll(async () => {
  folder = await installExamples()
}, installMs)

describe('the rolling restart', () => {
  it('restarts three server processes under load, and 0 calls fail', {
    timeout: 90_000,
  }, async () => {
    const { code, stdout, stderr } = await runProgram(folder, 'rolling-restart/demo.ts')
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' })
    const [, calls] = /client +0 of (\d+) calls failed/.exec(stdout) ?? []
    expect(Number(calls)).toBeGreaterThan(1_000)
    // Each of three servers ends twice, once in the middle and once with the demo, with all that it had begun.
    const ends = [...stdout.matchAll(/(first|second|third) +ends with (\d+) of (\d+) jobs done/g)]
    expect(ends.map(([, name]) => name).sort()).toEqual([
      'first',
      'first',
      'second',
      'second',
      'third',
      'third',
    ])
    for (const [text, , done, begun] of ends) expect(done, text).toBe(begun)
  })
})
