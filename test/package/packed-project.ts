/**
 * A project outside this repository with the packed package installed, as a user has it after `npm install trunkline`.
 *
 * Making it takes most of these tests' time, so that the files that need it share one, made again when a source has
 * changed. Each test works in a folder of its own below it, from where `trunkline` resolves.
 */

import { type ExecFileOptions, execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { globSync } from 'tinyglobby'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const home = join(tmpdir(), `trunkline-package-${hashOf(root)}`)

export interface Finished {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end, whatever that is. */
export function run(
  file: string,
  args: string[],
  options: ExecFileOptions = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    execFile(file, args, { ...options, encoding: 'utf8' }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, stdout: String(stdout), stderr: String(stderr) })
    })
  })
}

/** Runs a program that must succeed; what it printed. */
export async function mustRun(
  file: string,
  args: string[],
  options: ExecFileOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(file, args, options)
  if (code !== 0)
    throw new Error(`${file} ${args.join(' ')} ended with ${code}\n${stdout}${stderr}`)
  return stdout
}

/** A new folder in the project with these files. */
export async function newFolder(files: Record<string, string>): Promise<string> {
  const project = await madeProject()
  const folder = mkdtempSync(join(project, 'test-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** The files of the package as installed, by their paths in it. */
export async function installedFiles(): Promise<string[]> {
  const project = await madeProject()
  return globSync('**', { cwd: join(project, 'node_modules/trunkline'), ignore: 'node_modules/**' })
}

let made: Promise<string> | undefined

/** Made once for each process, so that an edit in the middle of the tests changes nothing under them. */
function madeProject(): Promise<string> {
  made ??= makeProject()
  return made
}

async function makeProject(): Promise<string> {
  const project = join(home, hashOfSources())
  const stamp = join(project, 'node_modules/.made')
  mkdirSync(home, { recursive: true })
  await withLock(async () => {
    if (existsSync(stamp)) return
    removeOldProjects()
    rmSync(project, { recursive: true, force: true })
    const tarball = await pack()
    mkdirSync(project)
    writeFileSync(join(project, 'package.json'), '{ "name": "user", "private": true }\n')
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const beside = ['typebox', '@types/node'].map((name) => `${name}@${devDependencies[name]}`)
    const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
    await mustRun('npm', ['install', ...quiet, tarball, ...beside], { cwd: project })
    writeFileSync(stamp, '')
  })
  return project
}

/** Those that no run can still be using. */
function removeOldProjects(): void {
  for (const name of readdirSync(home)) {
    const path = join(home, name)
    const isOld = Date.now() - statSync(path).mtimeMs > 3_600_000
    if (isOld) rmSync(path, { recursive: true, force: true })
  }
}

/** Builds beside the repository, lest a build of somebody's in `dist/` gets under way of ours. */
async function pack(): Promise<string> {
  const staging = join(home, 'staging')
  rmSync(staging, { recursive: true, force: true })
  mkdirSync(staging)
  const bin = join(root, 'node_modules/.bin')
  const dist = join(staging, 'dist')
  await mustRun(join(bin, 'tsup'), ['--silent', '--out-dir', dist], { cwd: root })
  await mustRun(join(bin, 'vite'), ['build', '--logLevel', 'warn', '--outDir', dist], { cwd: root })
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const beside = ['package.json', 'README.md', 'LICENSE', ...files].filter(
    (name: string) => name !== 'dist' && existsSync(join(root, name)),
  )
  for (const name of beside) {
    mkdirSync(dirname(join(staging, name)), { recursive: true })
    copyFileSync(join(root, name), join(staging, name))
  }
  const packing = ['pack', '--silent', '--pack-destination', home]
  const tarball = await mustRun('npm', packing, { cwd: staging })
  return join(home, tarball.trim())
}

function hashOfSources(): string {
  const patterns = ['{runtime,codegen,schemas}/**/*', 'package-lock.json', '*.config.ts', '*.md']
  const names = globSync([...patterns, 'package.json', 'tsconfig.json'], { cwd: root }).sort()
  return hashOf(names.map((name) => name + readFileSync(join(root, name), 'utf8')).join('\0'))
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Only one process can make a file that was not there; the file of a process that has died is nobody's. */
async function withLock(act: () => Promise<void>): Promise<void> {
  const lock = join(home, 'lock')
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch {
      if (!isAlive(lock)) rmSync(lock, { force: true })
      await sleep(200)
    }
  }
  try {
    await act()
  } finally {
    rmSync(lock, { force: true })
  }
}

function isAlive(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0)
    return true
  } catch {
    return false
  }
}
