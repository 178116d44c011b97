/** Each example's README states its size: `N lines by hand (a.ts n, …), about N generated`. They are counted here. */

import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { globSync } from 'tinyglobby'
import { describe, expect, it } from 'vitest'
import { countCodeLines } from '../../.ci/lines-of-code.js'
import { root } from '../package/packed-project.js'

const examples = join(root, 'examples')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

function linesOf(path: string): number {
  return countCodeLines(readFileSync(path, 'utf8'))
}

for (const readme of globSync('*/README.md', { cwd: examples }).sort()) {
  const example = join(examples, readme, '..')

  describe(`examples/${readme}`, () => {
    const text = readFileSync(join(examples, readme), 'utf8')

    it('counts the lines of the example', () => {
      const [, byHand, list = '', generated] =
        /(\d+) lines by hand \(([^)]*)\), about (\d+) generated/.exec(text.replaceAll('\n', ' ')) ??
        []
      const files = globSync('*.ts', { cwd: example, absolute: true, ignore: '**/demo.ts' })
      const counts = files.map((path) => [basename(path), linesOf(path)] as const)
      const stated = [...list.matchAll(/(\S+) (\d+)/g)].map(([, name, count]) => [
        name,
        Number(count),
      ])
      expect(Object.fromEntries(stated)).toEqual(Object.fromEntries(counts))
      expect(Number(byHand)).toBe(counts.reduce((sum, [, count]) => sum + count, 0))
      const made = globSync('gen/*.ts', { cwd: example, absolute: true })
      const share = made.reduce((sum, path) => sum + linesOf(path), 0) / Number(generated)
      expect(share, 'generated, give or take a fifth').toBeGreaterThan(0.8)
      expect(share).toBeLessThan(1.2)
    })

    it('names scripts and files that exist', () => {
      const named = [...text.matchAll(/npm run (demo:[\w-]+)/g)].map(([, script = '']) => script)
      expect(named).not.toEqual([])
      for (const script of named) expect(scripts).toHaveProperty([script])
      for (const [, file = ''] of text.matchAll(/tsx (examples\/\S+\.ts)/g)) {
        expect(() => readFileSync(join(root, file))).not.toThrow()
      }
    })
  })
}
