/**
 * Everything that needs a TypeScript parser; the only module that imports ts-morph.
 *
 * It works on syntax alone. Asking the type checker anything loads every declaration file in reach and takes a
 * hundred times as long, and what a schema means is known from importing it anyway.
 */

import path from 'node:path'
import { CodeBlockWriter, Node, Project, type SourceFile, ts } from 'ts-morph'
import type { Place } from './diagnostics.js'

/** An expression in the user's source; other modules only hand it back. */
export type SourceNode = Node

/** A name that a file can be asked for, in the order of its source. */
export interface ExportedName {
  readonly name: string
  readonly node: SourceNode | undefined
  readonly doc: string | undefined
}

export interface LocalImport {
  /** The imported file's path. */
  readonly file: string
  /** Names as that file exports them. */
  readonly names: readonly string[]
}

/** A name of an import: as the importing file calls it, as the other exports it (`default` for all of it), and from where. */
export type ImportedName = readonly [local: string, name: string, specifier: string]

/** How far identifiers and nested calls are followed; deeper is a puzzle, not a schema. */
const maxSteps = 40

export class Sources {
  readonly #project = new Project({
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    skipLoadingLibFiles: true,
    compilerOptions: { noResolve: true, noLib: true, types: [], allowJs: true },
  })
  readonly #configs = new Map<string, ts.CompilerOptions>()
  readonly #imports = new Map<string, readonly LocalImport[]>()
  readonly #exports = new Map<string, readonly ExportedName[]>()

  #file(file: string): SourceFile | undefined {
    return this.#project.getSourceFile(file) ?? this.#project.addSourceFileAtPathIfExists(file)
  }

  /** Reads a file again, or forgets it when it is gone. */
  refresh(file: string): void {
    this.#imports.delete(file)
    this.#exports.delete(file)
    this.#project.getSourceFile(file)?.refreshFromFileSystemSync()
  }

  knows(file: string): boolean {
    return this.#project.getSourceFile(file) !== undefined
  }

  /** The files read so far. */
  get files(): readonly string[] {
    return this.#project.getSourceFiles().map((source) => source.getFilePath())
  }

  /** The files, of those whose imports were asked for, that import a file. */
  importersOf(file: string): readonly string[] {
    return [...this.#imports]
      .filter(([, imports]) => imports.some((one) => one.file === file))
      .map(([importer]) => importer)
  }

  /** `export const` declarations, in source order. */
  exportsOf(file: string): readonly ExportedName[] {
    const known = this.#exports.get(file)
    if (known !== undefined) return known
    const source = this.#file(file)
    if (source === undefined) return []
    const found = source.getVariableStatements().flatMap((statement) =>
      statement.hasExportKeyword()
        ? statement.getDeclarations().map((declaration) => ({
            name: declaration.getName(),
            node: declaration.getInitializer(),
            doc: docOf(statement),
          }))
        : [],
    )
    this.#exports.set(file, found)
    return found
  }

  /** Files of the user's own that a file imports or re-exports from; packages are left out. */
  importsOf(file: string): readonly LocalImport[] {
    const known = this.#imports.get(file)
    if (known !== undefined) return known
    const source = this.#file(file)
    if (source === undefined) return []
    const found: LocalImport[] = []
    for (const declaration of [
      ...source.getImportDeclarations(),
      ...source.getExportDeclarations(),
    ]) {
      const resolved = this.#resolve(declaration.getModuleSpecifierValue() ?? '', file)
      const named = Node.isImportDeclaration(declaration)
        ? declaration.getNamedImports()
        : declaration.getNamedExports()
      if (resolved !== undefined)
        found.push({ file: resolved, names: named.map((one) => one.getName()) })
    }
    this.#imports.set(file, found)
    return found
  }

  /** The names of a file's imports. */
  importedNames(file: string): readonly ImportedName[] {
    const found: ImportedName[] = []
    for (const declaration of this.#file(file)?.getImportDeclarations() ?? []) {
      const specifier = declaration.getModuleSpecifierValue()
      const whole = declaration.getDefaultImport()
      if (whole !== undefined) found.push([whole.getText(), 'default', specifier])
      for (const one of declaration.getNamedImports()) {
        const name = one.getName()
        found.push([one.getAliasNode()?.getText() ?? name, name, specifier])
      }
    }
    return found
  }

  #resolve(specifier: string, from: string): string | undefined {
    if (specifier === '') return undefined
    const options = this.#configOf(path.dirname(from))
    const found = ts.resolveModuleName(specifier, from, options, ts.sys).resolvedModule
    if (found === undefined || found.isExternalLibraryImport === true) return undefined
    const file = found.resolvedFileName
    return file.endsWith('.d.ts') || file.includes('/node_modules/')
      ? undefined
      : path.normalize(file)
  }

  /** Path aliases and the like, from the nearest tsconfig.json. */
  #configOf(folder: string): ts.CompilerOptions {
    const known = this.#configs.get(folder)
    if (known !== undefined) return known
    const file = ts.findConfigFile(folder, ts.sys.fileExists)
    let options: ts.CompilerOptions = {}
    if (file !== undefined) {
      const { config } = ts.readConfigFile(file, ts.sys.readFile)
      const host = { ...ts.sys, readDirectory: () => [] }
      options = ts.parseJsonConfigFileContent(config, host, path.dirname(file)).options
    }
    const complete = {
      ...options,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      module: ts.ModuleKind.ESNext,
    }
    this.#configs.set(folder, complete)
    return complete
  }

  /** The expression that a node stands for: through parentheses, `as`, and the names of constants. */
  resolve(node: SourceNode | undefined): SourceNode | undefined {
    let current = node
    for (let step = 0; step < maxSteps && current !== undefined; step++) {
      const next: SourceNode | undefined = this.#resolveOnce(current)
      if (next === undefined) return current
      current = next
    }
    return current
  }

  #resolveOnce(node: SourceNode): SourceNode | undefined {
    if (Node.isParenthesizedExpression(node)) return node.getExpression()
    if (Node.isAsExpression(node) || Node.isSatisfiesExpression(node)) return node.getExpression()
    if (Node.isIdentifier(node)) return this.#declarationOf(node.getText(), node.getSourceFile())
    return undefined
  }

  #declarationOf(name: string, source: SourceFile): SourceNode | undefined {
    const local = source.getVariableDeclaration(name)?.getInitializer()
    if (local !== undefined) return local
    for (const declaration of source.getImportDeclarations()) {
      const named = declaration
        .getNamedImports()
        .find((one) => (one.getAliasNode()?.getText() ?? one.getName()) === name)
      if (named === undefined) continue
      const file = this.#resolve(declaration.getModuleSpecifierValue(), source.getFilePath())
      const target = file === undefined ? undefined : this.#file(file)
      if (target !== undefined)
        return target.getVariableDeclaration(named.getName())?.getInitializer()
    }
    return undefined
  }

  /** The constant that an expression names, wherever it is declared; undefined for any other expression. */
  nameOf(node: SourceNode | undefined): string | undefined {
    if (!Node.isIdentifier(node)) return undefined
    const name = node.getText()
    return this.#declarationOf(name, node.getSourceFile()) === undefined ? undefined : name
  }

  /** The value written for a key somewhere in an expression: `Type.Partial(Type.Object({ key: … }))`. */
  property(node: SourceNode | undefined, key: string): SourceNode | undefined {
    return this.#findProperty(node, key, 0)?.value
  }

  /** The doc comment of that key. */
  propertyDoc(node: SourceNode | undefined, key: string): string | undefined {
    const found = this.#findProperty(node, key, 0)
    return found === undefined ? undefined : docOf(found.owner)
  }

  #findProperty(
    node: SourceNode | undefined,
    key: string,
    depth: number,
  ): { readonly owner: Node; readonly value: Node | undefined } | undefined {
    const target = this.resolve(node)
    if (target === undefined || depth > maxSteps) return undefined
    if (Node.isObjectLiteralExpression(target)) {
      for (const property of target.getProperties()) {
        if (Node.isPropertyAssignment(property) && unquote(property.getName()) === key) {
          return { owner: property, value: property.getInitializer() }
        }
        if (Node.isShorthandPropertyAssignment(property) && property.getName() === key) {
          return { owner: property, value: property.getNameNode() }
        }
        if (Node.isSpreadAssignment(property)) {
          const found = this.#findProperty(property.getExpression(), key, depth + 1)
          if (found !== undefined) return found
        }
      }
      return undefined
    }
    for (const inner of innerExpressions(target)) {
      const found = this.#findProperty(inner, key, depth + 1)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** An argument of a call: `argument(rpc(a, b), 1)` is b. */
  argument(node: SourceNode | undefined, index: number): SourceNode | undefined {
    const target = this.resolve(node)
    return Node.isCallExpression(target) ? target.getArguments()[index] : undefined
  }

  /** What a list's or a map's call holds, past the modifiers around it. */
  element(node: SourceNode | undefined, callee: 'Array' | 'Record'): SourceNode | undefined {
    const call = this.#call(node, callee)
    return call === undefined ? undefined : this.argument(call, callee === 'Array' ? 0 : 1)
  }

  /** A member of a union or a tuple. */
  member(
    node: SourceNode | undefined,
    callee: 'Union' | 'Tuple',
    index: number,
  ): SourceNode | undefined {
    const list = this.argument(this.#call(node, callee), 0)
    return Node.isArrayLiteralExpression(list) ? list.getElements()[index] : undefined
  }

  #call(node: SourceNode | undefined, callee: string): SourceNode | undefined {
    let target = this.resolve(node)
    for (let step = 0; step < maxSteps && Node.isCallExpression(target); step++) {
      if (calleeName(target.getExpression()) === callee) return target
      target = this.resolve(target.getArguments()[0])
    }
    return undefined
  }

  /** Calls of a function at the top of a file, or as the value of a variable there, by the text of their first argument. */
  calls(file: string, callee: string): readonly { readonly text: string; readonly node: Node }[] {
    const statements = this.#file(file)?.getStatements() ?? []
    const values = statements.flatMap((statement) => {
      if (Node.isExpressionStatement(statement)) return [statement.getExpression()]
      if (!Node.isVariableStatement(statement)) return []
      return statement.getDeclarations().map((declaration) => declaration.getInitializer())
    })
    return values.flatMap((node) => {
      if (!Node.isCallExpression(node) || calleeName(node.getExpression()) !== callee) return []
      const [argument] = node.getArguments()
      return Node.isStringLiteral(argument) ? [{ text: argument.getLiteralValue(), node }] : []
    })
  }

  /** Where a node is, underlined to the end of its first line. */
  placeOf(node: SourceNode | undefined): Place | undefined {
    if (node === undefined) return undefined
    const source = node.getSourceFile()
    const [start, end] = [node.getStart(), node.getEnd()]
    // The wrapper's own way to a line counts all that are before it.
    const { line, character } = source.compilerNode.getLineAndCharacterOfPosition(start)
    const lineEnd = source.getFullText().indexOf('\n', start)
    const length = (lineEnd < 0 ? end : Math.min(lineEnd, end)) - start
    const file = source.getFilePath()
    return { file, line: line + 1, column: character + 1, length: Math.max(1, length) }
  }

  textOf(file: string): string | undefined {
    return this.#file(file)?.getFullText()
  }
}

function innerExpressions(node: Node): readonly Node[] {
  if (Node.isCallExpression(node)) return node.getArguments()
  if (Node.isArrayLiteralExpression(node)) return node.getElements()
  return []
}

function calleeName(expression: Node): string {
  return Node.isPropertyAccessExpression(expression) ? expression.getName() : expression.getText()
}

function unquote(name: string): string {
  return /^['"]/.test(name) ? name.slice(1, -1) : name
}

/** The text of the doc comment before a node, tags included, without the stars. */
function docOf(node: Node): string | undefined {
  const comments = ts.getJSDocCommentsAndTags(node.compilerNode).filter(ts.isJSDoc)
  const text = comments.at(-1)?.getText(node.getSourceFile().compilerNode)
  if (text === undefined) return undefined
  const lines = text
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
  const doc = lines.join('\n').trim()
  return doc === '' ? undefined : doc
}

/** The text of generated lines. The writer is given them at once: it looks at its state again after each call. */
export function writeCode(lines: readonly string[]): string {
  return new CodeBlockWriter({ newLine: '\n' }).write(lines.join('\n')).toString()
}

/**
 * A schema module in the form that the loader evaluates, which takes a third of the loader's own transformation;
 * undefined for what only that one can do.
 *
 * Lines may move: whoever needs the place of an error must load the module the slow way.
 */
export function transpile(text: string): string | undefined {
  if (/\bawait\b|\brequire\b|\bimport\s*[.(]/.test(text)) return undefined
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      experimentalDecorators: true,
    },
  })
  if (diagnostics.length > 0) return undefined
  // The loader's function is asynchronous and has its own import, which leaves packages to Node.
  return outputText.replace(/\brequire\((".*?")\)/g, '(await jitiImport($1))')
}

/** The first syntax error of a text, if any. The generator asks when a module cannot be imported: parsing takes time. */
export function findSyntaxError(
  file: string,
  text: string,
): (Place & { readonly message: string }) | undefined {
  const { ES2022 } = ts.ScriptTarget
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const source = ts.createSourceFile(file, text, ES2022, false, kind)
  // Not in the public type, yet where the parser has always put them.
  const { parseDiagnostics } = source as unknown as { parseDiagnostics?: readonly ts.Diagnostic[] } // because of the line above
  const [first] = parseDiagnostics ?? []
  if (first === undefined) return undefined
  // What is missing at the end of a file belongs behind its last word, not on an empty line.
  const start = Math.min(first.start ?? 0, text.trimEnd().length)
  const { line, character } = source.getLineAndCharacterOfPosition(start)
  const length = Math.max(1, first.length ?? 1)
  const message = ts.flattenDiagnosticMessageText(first.messageText, ' ').replace(/\.$/, '')
  return { file, line: line + 1, column: character + 1, length, message }
}
