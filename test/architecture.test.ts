/**
 * The shape of the source: who may import whom, what stays out of where, how long a file may get.
 *
 * The tables below are the rules; a failure names the file and the rule it breaks. An exception is a line in one of
 * them with its reason, never a comment in the file concerned.
 */

import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Node, Project, type SourceFile, SyntaxKind } from 'ts-morph'
import { describe, expect, it } from 'vitest'
import { countCodeLines } from '../.ci/lines-of-code.js'

// ---- the rules ----

/** Imports within runtime/ go to the same folder or to a lower level. Files at its top belong to a level by name. */
const layers: readonly (readonly string[])[] = [
  /* 0 */ [
    'address',
    'attempt-options',
    'call-report',
    'context',
    'duration',
    'endpoint',
    'limits',
    'logger',
    'options',
    'rpc-error',
    'stats',
    'status',
    'thrown',
    'version',
  ],
  /* 1 */ [
    'call',
    'codec',
    'declare-error',
    'identity',
    'metadata',
    'method',
    'route',
    'transport',
  ],
  /* 2 */ ['wire'],
  /* 3 */ ['session'],
  /* 4 */ ['connection', 'interceptor'],
  /* 5 */ ['client', 'server', 'testing'],
  /* 6 */ ['gen', 'index'],
  /* 7 */ ['services'],
  /* 8 */ ['health'],
]

/** Of the same level, and yet not for each other. */
const strangers: readonly (readonly [string, string])[] = [
  ['client', 'server'],
  ['codec', 'transport'],
]

/** What a folder may import from outside itself: packages, `node:` as a whole, or other folders. */
const allowedImports: Record<string, readonly string[]> = {
  runtime: ['node:', 'p-retry', 'protobufjs'],
  schemas: ['typebox'],
  codegen: [
    'schemas',
    'node:',
    'chokidar',
    'commander',
    'diff',
    'jiti',
    'picocolors',
    'tinyglobby',
    'ts-morph',
    'typebox',
    'protobufjs',
    'unplugin',
    // Types of the build tools' plug-ins; what is loaded of them is the user's.
    '@rspack/core',
    'esbuild',
    'rolldown',
    'rollup',
    'vite',
    'webpack',
  ],
}

/** Bytes in, bytes out: no sockets, timers, clock, randomness or promises. */
const pureFolders = ['runtime/codec', 'runtime/wire', 'runtime/session']

/** One file each, so that there is one place to look and one to replace. */
const soleOwners: readonly {
  what: string
  within: string
  owner: string
  isUsedIn: (file: SourceFile) => boolean
}[] = [
  {
    what: 'ts-morph',
    within: 'codegen',
    owner: 'codegen/typescript.ts',
    isUsedIn: (file) => importsOf(file).some(({ specifier }) => specifier === 'ts-morph'),
  },
  {
    what: 'unplugin',
    within: 'codegen',
    owner: 'codegen/plugins/plugin.ts',
    isUsedIn: (file) => importsOf(file).some(({ specifier }) => specifier === 'unplugin'),
  },
  {
    what: 'node:net',
    within: 'runtime',
    owner: 'runtime/transport/tcp-transport.ts',
    isUsedIn: (file) => importsOf(file).some(({ specifier }) => specifier === 'node:net'),
  },
  {
    what: 'node:tls',
    within: 'runtime',
    owner: 'runtime/transport/tls-transport.ts',
    isUsedIn: (file) => importsOf(file).some(({ specifier }) => specifier === 'node:tls'),
  },
  {
    what: 'node:dns',
    within: 'runtime',
    owner: 'runtime/client/resolve/name-server.ts',
    isUsedIn: (file) => importsOf(file).some(({ specifier }) => /^(node:)?dns\b/.test(specifier)),
  },
  {
    what: 'the clock and timers',
    within: 'runtime',
    owner: 'runtime/connection/clock.ts',
    isUsedIn: (file) => worldlyNames(file).some((name) => clockNames.has(name)),
  },
  {
    what: 'Math.random',
    within: 'runtime',
    owner: 'runtime/connection/random.ts',
    isUsedIn: (file) => worldlyNames(file).includes('Math.random'),
  },
]

const clockNames = new Set([
  'setTimeout',
  'setInterval',
  'Date.now',
  'new Date()',
  'performance.now',
])

const impureNames = new Set([
  ...clockNames,
  'setImmediate',
  'queueMicrotask',
  'process.nextTick',
  'Math.random',
  'crypto.getRandomValues',
  'crypto.randomUUID',
  'Promise',
  'async',
  'await',
])

const MAX_CODE_LINES = 300

/** Longer than that, and why. */
const longFiles: Record<string, string> = {}

// ---- the source ----

const root = fileURLToPath(new URL('..', import.meta.url))
const project = new Project({ skipAddingFilesFromTsConfig: true })
project.addSourceFilesAtPaths(
  ['runtime', 'schemas', 'codegen'].map((folder) => `${root}${folder}/**/*.ts`),
)
const files = project.getSourceFiles()
const byPath = new Map(files.map((file) => [pathOf(file), file]))

function pathOf(file: SourceFile): string {
  return relative(root, file.getFilePath())
}

function filesIn(folder: string): SourceFile[] {
  return files.filter((file) => pathOf(file).startsWith(`${folder}/`))
}

interface Import {
  readonly specifier: string
  /** The file of this repository that it means; undefined for a package. */
  readonly target: string | undefined
}

/** Everything that a file refers to: imports, re-exports, `import()` and types by `import('…')`. */
function importsOf(file: SourceFile): Import[] {
  const specifiers = [...file.getImportDeclarations(), ...file.getExportDeclarations()]
    .map((declaration) => declaration.getModuleSpecifierValue())
    .filter((specifier) => specifier !== undefined)
  for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
    const [argument] = call.getArguments()
    if (
      call.getExpression().getKind() === SyntaxKind.ImportKeyword &&
      Node.isStringLiteral(argument)
    )
      specifiers.push(argument.getLiteralValue())
  }
  for (const type of file.getDescendantsOfKind(SyntaxKind.ImportType)) {
    specifiers.push(type.getArgument().getText().slice(1, -1))
  }
  return specifiers.map((specifier) => ({ specifier, target: targetOf(file, specifier) }))
}

const ownNames: Record<string, string> = {
  trunkline: 'runtime/index.ts',
  'trunkline/gen': 'runtime/gen.ts',
  'trunkline/schema': 'schemas/index.ts',
  'trunkline/codegen': 'codegen/index.ts',
}

function targetOf(file: SourceFile, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return ownNames[specifier]
  const path = join(dirname(file.getFilePath()), specifier).replace(/\.js$/, '.ts')
  return relative(root, path)
}

/** What a file uses of the world around it, as written: `Date.now`, `setTimeout`, `await` … */
function worldlyNames(file: SourceFile): string[] {
  const names: string[] = []
  file.forEachDescendant((node) => {
    if (Node.isPropertyAccessExpression(node)) {
      names.push(node.getText().replace(/^globalThis\./, ''))
    } else if (Node.isIdentifier(node)) {
      const parent = node.getParent()
      const isMember = Node.isPropertyAccessExpression(parent) && parent.getNameNode() === node
      if (!isMember) names.push(node.getText())
    } else if (Node.isNewExpression(node)) {
      if (node.getExpression().getText() === 'Date' && node.getArguments().length === 0)
        names.push('new Date()')
    } else if (node.getKind() === SyntaxKind.AsyncKeyword) names.push('async')
    else if (Node.isAwaitExpression(node)) names.push('await')
  })
  return names
}

/** `wire` of runtime/wire/frame.ts, `status` of runtime/status.ts. */
function layerNameOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.ts$/, '')
}

function levelOf(path: string): number {
  return layers.findIndex((names) => names.includes(layerNameOf(path)))
}

// ---- the tests ----

describe('runtime/', () => {
  it('has a level for every file', () => {
    const homeless = filesIn('runtime')
      .map(pathOf)
      .filter((path) => levelOf(path) === -1)
    expect(homeless, 'give them a level in `layers` of this test').toEqual([])
  })

  it('imports sideways or down, never up', () => {
    const violations: string[] = []
    for (const file of filesIn('runtime')) {
      const path = pathOf(file)
      for (const { target } of importsOf(file)) {
        if (!target?.startsWith('runtime/')) continue
        if (levelOf(target) > levelOf(path)) {
          violations.push(
            `${path} (level ${levelOf(path)}) imports ${target} (level ${levelOf(target)})`,
          )
        }
      }
    }
    expect(violations).toEqual([])
  })

  it('keeps client and server apart, and the codec from what carries it', () => {
    const violations: string[] = []
    for (const file of filesIn('runtime')) {
      const from = layerNameOf(pathOf(file))
      for (const { target } of importsOf(file)) {
        if (!target?.startsWith('runtime/')) continue
        const to = layerNameOf(target)
        if (strangers.some((pair) => pair.includes(from) && pair.includes(to) && from !== to)) {
          violations.push(`${pathOf(file)} imports ${target}`)
        }
      }
    }
    expect(violations).toEqual([])
  })

  it('lets only the connection know both the session and the transport', () => {
    const knowing = filesIn('runtime').filter((file) => {
      const known = importsOf(file).map(({ target }) => layerNameOf(target ?? ''))
      return known.includes('session') && known.includes('transport')
    })
    const violations = knowing
      .map(pathOf)
      .filter((path) => !['connection', 'session'].includes(layerNameOf(path)))
    expect(violations).toEqual([])
  })

  it.each(pureFolders)(
    '%s does no input or output and has no clock, randomness or promises',
    (folder) => {
      const violations: string[] = []
      for (const file of filesIn(folder)) {
        for (const { specifier } of importsOf(file)) {
          if (specifier.startsWith('node:')) violations.push(`${pathOf(file)} imports ${specifier}`)
        }
        for (const name of new Set(worldlyNames(file))) {
          if (impureNames.has(name)) violations.push(`${pathOf(file)} uses ${name}`)
        }
      }
      expect(violations).toEqual([])
    },
  )
})

describe('every folder', () => {
  it.each(Object.keys(allowedImports))('%s imports only what it may', (folder) => {
    const allowed = allowedImports[folder] ?? []
    const violations: string[] = []
    for (const file of filesIn(folder)) {
      if (pathOf(file).includes('/gen/')) continue
      for (const { specifier, target } of importsOf(file)) {
        const owner = target === undefined ? packageOf(specifier) : (target.split('/')[0] ?? '')
        if (owner !== folder && !allowed.includes(owner)) {
          violations.push(`${pathOf(file)} imports ${specifier}`)
        }
      }
    }
    expect(violations).toEqual([])
  })

  it('imports files that exist', () => {
    const violations: string[] = []
    for (const file of files) {
      for (const { specifier, target } of importsOf(file)) {
        if (target !== undefined && !byPath.has(target) && !existsSync(join(root, target))) {
          violations.push(`${pathOf(file)} imports ${specifier}`)
        }
      }
    }
    expect(violations).toEqual([])
  })

  it('has no circles of imports, types included', () => {
    expect(findCircles()).toEqual([])
  })

  it(`has no file above ${MAX_CODE_LINES} lines of code`, () => {
    const violations = files
      .filter((file) => !pathOf(file).includes('/gen/') && !(pathOf(file) in longFiles))
      .map((file) => ({ path: pathOf(file), lines: countCodeLines(file.getFullText()) }))
      .filter(({ lines }) => lines > MAX_CODE_LINES)
      .map(({ path, lines }) => `${path} has ${lines}`)
    expect(violations).toEqual([])
  })

  it('excuses no file that has become short', () => {
    const excused = Object.keys(longFiles).filter((path) => {
      const file = byPath.get(path)
      return file === undefined || countCodeLines(file.getFullText()) <= MAX_CODE_LINES
    })
    expect(excused, 'take them out of `longFiles`').toEqual([])
  })

  it.each(soleOwners)('keeps $what of $within in $owner', ({ within, owner, isUsedIn }) => {
    const others = filesIn(within)
      .filter(isUsedIn)
      .map(pathOf)
      .filter((path) => path !== owner)
    expect(others).toEqual([])
  })
})

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:'
  const [scope = '', name] = specifier.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

/** Each circle once, as `a → b → a`. */
function findCircles(): string[] {
  const circles: string[] = []
  const finished = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
      return
    }
    const file = byPath.get(path)
    if (file === undefined || finished.has(path)) return
    for (const { target } of importsOf(file)) {
      if (target !== undefined) visit(target, [...trail, path])
    }
    finished.add(path)
  }
  for (const path of byPath.keys()) visit(path, [])
  return circles
}
