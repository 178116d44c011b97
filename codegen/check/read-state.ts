/** Reads the state to compare with: another folder, a lock file, or a commit. */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ConfigError } from '../config.js'
import { Diagnostics } from '../diagnostics.js'
import { lockFileName } from '../generate.js'
import { parseLock } from '../lock/lock-file.js'
import { readText } from '../outputs.js'
import { generateProject } from '../project.js'
import { type State, stateOfLock, stateOfModels } from './state.js'

export interface OldState {
  readonly state: State
  /** Why less could be compared than usual. */
  readonly note: string | undefined
}

/** @param against `git:REF`, a lock file, or a folder with schemas */
export async function readState(root: string, against: string): Promise<OldState> {
  if (against.startsWith('git:')) return await readCommit(root, against.slice('git:'.length))
  const target = path.resolve(root, against)
  if (!existsSync(target)) throw new ConfigError(`there is no ${against} to compare with`)
  if (statSync(target).isDirectory()) return await readFolder(target, against)
  return { state: readLock(target, against), note: lockNote }
}

const lockNote =
  'compared with a lock file alone: rules, errors, options and what may be absent were not looked at'

function readLock(file: string, name: string): State {
  const diagnostics = new Diagnostics()
  const lock = parseLock(readText(file) ?? '', file, diagnostics)
  const [problem] = diagnostics.all
  if (lock === undefined) throw new ConfigError(`${name}: ${problem?.message ?? 'cannot be read'}`)
  return stateOfLock(lock)
}

async function readFolder(folder: string, name: string): Promise<OldState> {
  const { models, numbers, diagnostics } = await generateProject(folder, {
    patterns: [],
    out: undefined,
  })
  if (diagnostics.length === 0) return { state: stateOfModels(models, numbers), note: undefined }
  const lock = path.join(folder, lockFileName)
  if (!existsSync(lock)) {
    throw new ConfigError(`the schemas of ${name} cannot be read: ${diagnostics[0]?.message}`)
  }
  return {
    state: readLock(lock, name),
    note: `the schemas of ${name} cannot be read (${diagnostics[0]?.message}); ${lockNote}`,
  }
}

/**
 * The files of a commit, next to the present ones: there they find the same packages.
 *
 * The folder's name starts with a dot, so that nothing that looks for schemas finds it.
 */
async function readCommit(root: string, ref: string): Promise<OldState> {
  const top = git(root, ['rev-parse', '--show-toplevel'], ref).toString('utf8').trim()
  const commit = git(root, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], ref)
  const archive = git(top, ['archive', '--format=tar', commit.toString('utf8').trim()], ref)
  const folder = mkdtempSync(path.join(root, '.trunkline-check-'))
  try {
    const { status } = spawnSync('tar', ['-x', '-C', folder], { input: archive })
    if (status !== 0) throw new ConfigError('tar could not unpack the files of the commit')
    writeFileSync(path.join(folder, '.gitignore'), '*\n')
    const inside = path.join(folder, path.relative(realpathSync(top), realpathSync(root)))
    if (!existsSync(inside)) throw new ConfigError(`${ref} has no folder ${path.basename(root)}`)
    return await readFolder(inside, ref)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function git(folder: string, args: readonly string[], ref: string): Buffer {
  const options = { cwd: folder, maxBuffer: 1 << 30 }
  const { status, stdout, error } = spawnSync('git', [...args], options)
  if (error !== undefined) throw new ConfigError(`git cannot be run: ${error.message}`)
  if (status === 0) return stdout
  throw new ConfigError(
    args[1] === '--show-toplevel'
      ? `${folder} is not in a git repository; give --against a lock file or a folder`
      : `git knows no commit ${ref}`,
  )
}
