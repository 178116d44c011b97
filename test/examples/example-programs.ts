/** The examples as a user has them who has copied them beside the installed package: run by tsx, as their READMEs say. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { globSync } from 'tinyglobby'
import { type Finished, newFolder, root, run } from '../package/packed-project.js'

const examples = join(root, 'examples')
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** Making the package can take long; the examples themselves do not. */
export const installMs = 240_000

/** A copy of all examples from where `trunkline` is the packed package. */
export function installExamples(): Promise<string> {
  const files = globSync('**/*.ts', { cwd: examples })
  const copies = files.map((file) => [file, readFileSync(join(examples, file), 'utf8')])
  return newFolder({ ...Object.fromEntries(copies), 'package.json': '{ "type": "module" }' })
}

/** Runs a program of an example to its end. */
export function runProgram(folder: string, file: string, ...args: string[]): Promise<Finished> {
  const options = { cwd: folder, timeout: 60_000 }
  return run(process.execPath, ['--import', tsx, join(folder, file), ...args], options)
}

/** A program that goes on: what it has printed so far, its end, and ways to act on it. */
export interface StartedProgram {
  readonly process: ChildProcessWithoutNullStreams
  /** Resolves when its output, stderr included, matches. */
  shows(pattern: RegExp): Promise<RegExpExecArray>
  readonly ended: Promise<number | null>
}

/** Starts the programs of one example, and stops those that a test leaves running. */
export function programsOf(folder: () => string) {
  const started: StartedProgram[] = []
  const start = (file: string, ...args: string[]) => {
    const program = startProgram(folder(), file, ...args)
    started.push(program)
    return program
  }
  const stopAll = async () => {
    for (const { process } of started) process.kill('SIGKILL')
    await Promise.all(started.splice(0).map(({ ended }) => ended))
  }
  return { start, stopAll }
}

/** Not in this repository's folder, whose settings for TypeScript would make tsx take the sources for the package. */
function startProgram(folder: string, file: string, ...args: string[]): StartedProgram {
  const child = spawn(process.execPath, ['--import', tsx, join(folder, file), ...args], {
    cwd: folder,
  })
  let output = ''
  const watchers = new Set<() => void>()
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      resolve(code)
      for (const look of watchers) look()
    })
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      for (const look of watchers) look()
    })
  }
  const shows = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(output)
        if (match === null && child.exitCode === null && child.signalCode === null) return
        watchers.delete(look)
        if (match !== null) resolve(match)
        else reject(new Error(`${file} ended without ${pattern}:\n${output}`))
      }
      watchers.add(look)
      look()
    })
  return { process: child, shows, ended }
}
