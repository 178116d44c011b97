/** `npm run loc`: lines that hold code, without blank ones and comments, per folder. */

import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { globSync } from 'tinyglobby'

const root = fileURLToPath(new URL('..', import.meta.url))

export function countCodeLines(source: string): number {
  let count = 0
  let isInComment = false
  for (const line of source.split('\n')) {
    let text = line.trim()
    if (isInComment) {
      const end = text.indexOf('*/')
      if (end === -1) continue
      isInComment = false
      text = text.slice(end + 2).trim()
    } else if (text.startsWith('/*')) {
      const end = text.indexOf('*/', 2)
      isInComment = end === -1
      text = isInComment ? '' : text.slice(end + 2).trim()
    }
    if (text !== '' && !text.startsWith('//')) count++
  }
  return count
}

function printTable(): void {
  const patterns = [
    'runtime/**/*.ts',
    'codegen/**/*.ts',
    'schemas/**/*.ts',
    'examples/**/*.{ts,mjs}',
  ]
  const ignore = ['**/gen/**', '**/node_modules/**']
  const byFolder = new Map<string, { files: number; lines: number }>()
  for (const file of globSync([...patterns, 'test/**/*.{ts,mjs}'], { cwd: root, ignore })) {
    const lines = countCodeLines(readFileSync(`${root}/${file}`, 'utf8'))
    const [top = ''] = file.split('/')
    const folder = top === 'test' || top === 'examples' ? top : dirname(file)
    for (const name of new Set([folder, `${top}, in all`])) {
      const sum = byFolder.get(name) ?? { files: 0, lines: 0 }
      byFolder.set(name, { files: sum.files + 1, lines: sum.lines + lines })
    }
  }
  for (const [folder, { files, lines }] of [...byFolder].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (folder === 'test, in all' || folder === 'examples, in all') continue
    const counts = `${String(files).padStart(5)} files ${lines.toLocaleString('en').padStart(8)} lines`
    console.log(`${folder.padEnd(24)}${counts}`)
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) printTable()
