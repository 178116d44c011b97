/** Prints changes for people, for programs and for GitHub's annotations. */

import path from 'node:path'
import pc from 'picocolors'
import { type Change, type Severity, severities } from './changes.js'

export const formats = ['text', 'json', 'github'] as const
export type Format = (typeof formats)[number]

export interface PrintOptions {
  readonly format: Format
  /** Changes as severe as this, or more, are mistakes. */
  readonly level: Severity
  /** Whether to list what harms nobody, too. */
  readonly all: boolean
  /** What was compared with, in the user's words. */
  readonly against: string
  /** Paths are printed from here. */
  readonly root: string
}

export function isBreaking(change: Change, level: Severity): boolean {
  return severities.indexOf(change.severity) <= severities.indexOf(level)
}

export function printChanges(changes: readonly Change[], options: PrintOptions): string {
  const sorted = [...changes].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      (a.path < b.path ? -1 : Number(a.path > b.path)),
  )
  if (options.format === 'json') return printJson(sorted, options)
  return options.format === 'github' ? printGithub(sorted, options) : printText(sorted, options)
}

const colors: Readonly<Record<Severity, (text: string) => string>> = {
  wire: pc.red,
  json: pc.yellow,
  source: pc.cyan,
  safe: pc.dim,
}

function printText(changes: readonly Change[], options: PrintOptions): string {
  const shown = changes.filter((change) => options.all || change.severity !== 'safe')
  const blocks = shown.map(({ severity, path: where, message, breaks, instead }) => {
    const lines = [`${colors[severity](severity.padEnd(6))}  ${pc.bold(where)}: ${message}`]
    if (breaks.length > 0) lines.push(`        breaks   ${breaks.join(', ')}`)
    if (instead !== '') lines.push(`        instead  ${instead}`)
    return lines.join('\n')
  })
  return [...blocks, printTotal(changes, options)].join('\n')
}

function printTotal(changes: readonly Change[], options: PrintOptions): string {
  const { level } = options
  const against = options.against.replace(/^git:/, '')
  if (changes.length === 0) return pc.dim(`nothing has changed since ${against}`)
  const counts = severities
    .map((severity) => [severity, changes.filter((one) => one.severity === severity).length])
    .filter(([, count]) => count !== 0)
    .map(([severity, count]) => `${count} ${severity}`)
  const breaking = changes.filter((one) => isBreaking(one, level)).length
  const verdict =
    breaking === 0 ? 'nothing breaks' : `${breaking} ${breaking === 1 ? 'breaks' : 'break'}`
  return pc.bold(`since ${against}: ${counts.join(', ')}; ${verdict} at the level ${level}`)
}

function printJson(changes: readonly Change[], { level, root, against }: PrintOptions): string {
  const list = changes.map(({ place, ...change }) => ({
    ...change,
    breaking: isBreaking(change as Change, level), // because only the place was taken off, which it does not read
    file: place === undefined ? undefined : path.relative(root, place.file),
    line: place?.line,
    column: place?.column,
  }))
  return JSON.stringify({ against, level, changes: list }, undefined, 2)
}

/** Annotations of lines in a pull request; GitHub wants percent signs and line ends escaped. */
function printGithub(changes: readonly Change[], { level, root }: PrintOptions): string {
  const escapeText = (text: string) =>
    text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  const escapeProperty = (text: string) =>
    escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
  return changes
    .filter((change) => change.severity !== 'safe')
    .map((change) => {
      const { place, path: where, message, breaks, instead, severity, kind } = change
      const command = isBreaking(change, level) ? 'error' : 'warning'
      const spot =
        place === undefined
          ? []
          : [
              `file=${escapeProperty(path.relative(root, place.file))}`,
              `line=${place.line}`,
              `col=${place.column}`,
            ]
      const properties = [...spot, `title=${escapeProperty(`${severity}: ${kind}`)}`].join(',')
      const text = `${where}: ${message}; breaks ${breaks.join(', ')}. Instead: ${instead}`
      return `::${command} ${properties}::${escapeText(text)}`
    })
    .join('\n')
}
