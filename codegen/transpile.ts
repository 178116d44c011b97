/**
 * A schema module in the form that the loader evaluates.
 *
 * Most schema modules are imports, constants and calls: there only the names that are imported and exported are written
 * otherwise, where they stand. What has more to it goes through the compiler, which takes ten times as long.
 */

import { parse, ts } from './typescript.js'

/**
 * Undefined for what only the loader's own transformation can do.
 *
 * Lines may move: whoever needs the place of an error must load the module the slow way.
 */
export function transpile(text: string): string | undefined {
  if (/\bawait\b|\brequire\b|\bimport\s*[.(]/.test(text)) return undefined
  return rewrite(text) ?? compile(text)
}

/** For any module. */
export function compile(text: string): string | undefined {
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

/** For modules of imports, constants, calls and types; undefined for all others. */
export function rewrite(text: string): string | undefined {
  const { source, error } = parse('schema.ts', text)
  if (error !== undefined || text.startsWith('#!') || text.includes(ownPrefix)) return undefined
  return new Rewriter(source).rewrite()
}

/** Begins all names that are put in. */
const ownPrefix = 'imported$'

const head = `"use strict"; Object.defineProperty(exports, "__esModule", { value: true }); \
const ${ownPrefix}whole = (module) => module?.__esModule ? module : { default: module }; `

/** Parameters of the function that the loader makes of a module; a constant of such a name would be there twice. */
const parameters = new Set([
  'exports',
  'require',
  'module',
  '__filename',
  '__dirname',
  'jitiImport',
  'jitiESMResolve',
])

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A name that a module imports. */
interface Imported {
  /** What stands in its place. */
  readonly access: string
  readonly clause: ts.ImportClause
}

class Rewriter {
  readonly #source: ts.SourceFile
  readonly #edits: Edit[] = []
  readonly #imported = new Map<string, Imported>()
  /** Imports of which a name is used; the others may be of types. */
  readonly #used = new Set<ts.ImportClause>()
  #isBeyond = false

  constructor(source: ts.SourceFile) {
    this.#source = source
  }

  rewrite(): string | undefined {
    const { statements } = this.#source
    const imports = statements.filter((one) => ts.isImportDeclaration(one))
    imports.forEach((one, index) => {
      this.#readImport(one, ownPrefix + index)
    })
    for (const one of statements) this.#statement(one)
    imports.forEach((one, index) => {
      this.#import(one, ownPrefix + index)
    })
    return this.#isBeyond ? undefined : head + this.#apply()
  }

  #apply(): string {
    const { text } = this.#source
    let result = ''
    let at = 0
    for (const edit of this.#edits.sort((a, b) => a.start - b.start)) {
      result += text.slice(at, edit.start) + edit.text
      at = edit.end
    }
    return result + text.slice(at)
  }

  #replace(node: ts.Node, text: string): void {
    this.#edits.push({ start: node.getStart(this.#source), end: node.end, text })
  }

  #before(node: ts.Node, text: string): void {
    const start = node.getStart(this.#source)
    this.#edits.push({ start, end: start, text })
  }

  #readImport({ importClause: clause }: ts.ImportDeclaration, name: string): void {
    if (clause === undefined || clause.isTypeOnly) return
    const add = (local: ts.Identifier, imported: string) =>
      this.#imported.set(local.text, { access: `${name}.${imported}`, clause })
    if (clause.name !== undefined) add(clause.name, 'default')
    if (clause.namedBindings === undefined) return
    if (!ts.isNamedImports(clause.namedBindings)) {
      this.#isBeyond = true
      return
    }
    for (const { isTypeOnly, propertyName, name: local } of clause.namedBindings.elements) {
      if (propertyName?.kind === ts.SyntaxKind.StringLiteral) this.#isBeyond = true
      if (!isTypeOnly) add(local, (propertyName ?? local).text)
    }
  }

  #import(node: ts.ImportDeclaration, name: string): void {
    const { importClause: clause, moduleSpecifier, attributes } = node
    if (attributes !== undefined) this.#isBeyond = true
    const load = `await jitiImport(${moduleSpecifier.getText(this.#source)})`
    if (clause === undefined) this.#replace(node, `;${load};`)
    else if (!this.#used.has(clause)) this.#replace(node, ';')
    else {
      const value = clause.name === undefined ? load : `${ownPrefix}whole(${load})`
      this.#replace(node, `const ${name} = ${value};`)
    }
  }

  #statement(node: ts.Statement): void {
    if (ts.isImportDeclaration(node)) return
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) this.#replace(node, ';')
    else if (ts.isVariableStatement(node)) this.#constants(node)
    else if (ts.isExpressionStatement(node)) {
      // The statement before it may end without one, and the name put in begins with a parenthesis.
      this.#before(node, ';')
      this.#expression(node.expression)
    } else this.#isBeyond = true
  }

  #constants({ modifiers, declarationList }: ts.VariableStatement): void {
    const [keyword, more] = modifiers ?? []
    const isExported = keyword?.kind === ts.SyntaxKind.ExportKeyword
    const isConstant = (declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const
    if (!isConstant || more !== undefined || (keyword !== undefined && !isExported))
      this.#isBeyond = true
    if (isExported) this.#replace(keyword, '')
    for (const { name, type, initializer } of declarationList.declarations) {
      if (!ts.isIdentifier(name) || type !== undefined || initializer === undefined) {
        this.#isBeyond = true
        return
      }
      if (parameters.has(name.text)) this.#isBeyond = true
      if (isExported) this.#before(initializer, `exports.${name.text} = `)
      this.#expression(initializer)
    }
  }

  /** What stands for a name, if it is imported. */
  #use(node: ts.Node): string | undefined {
    const imported = ts.isIdentifier(node) ? this.#imported.get(node.text) : undefined
    if (imported !== undefined) this.#used.add(imported.clause)
    return imported?.access
  }

  #expression(node: ts.Node): void {
    const access = this.#use(node)
    if (access !== undefined) this.#replace(node, access)
    else if (ts.isCallExpression(node)) this.#call(node)
    else if (ts.isShorthandPropertyAssignment(node)) {
      const value = this.#use(node.name)
      if (value !== undefined) this.#replace(node, `${node.name.text}: ${value}`)
    } else {
      const parts = partsOf(node)
      if (parts === undefined) this.#isBeyond = true
      else for (const part of parts) this.#expression(part)
    }
  }

  #call({ expression, typeArguments, arguments: list }: ts.CallExpression): void {
    if (typeArguments !== undefined) this.#isBeyond = true
    const access = this.#use(expression)
    // A function is not to have the module that it comes from as its `this`.
    if (access !== undefined) this.#replace(expression, `(0, ${access})`)
    else this.#expression(expression)
    for (const argument of list) this.#expression(argument)
  }
}

/** The expressions that an expression is made of; undefined for those that make scopes, assign, or have types. */
function partsOf(node: ts.Node): readonly ts.Node[] | undefined {
  if (ts.isObjectLiteralExpression(node)) return node.properties
  if (ts.isArrayLiteralExpression(node)) return node.elements
  if (ts.isPropertyAssignment(node))
    return ts.isComputedPropertyName(node.name)
      ? [node.name.expression, node.initializer]
      : [node.initializer]
  if (
    ts.isPropertyAccessExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isSpreadAssignment(node) ||
    ts.isSpreadElement(node)
  )
    return [node.expression]
  if (ts.isConditionalExpression(node)) return [node.condition, node.whenTrue, node.whenFalse]
  if (ts.isTemplateExpression(node)) return node.templateSpans.map((span) => span.expression)
  if (ts.isBinaryExpression(node))
    return arithmetic.has(node.operatorToken.kind) ? [node.left, node.right] : undefined
  if (ts.isPrefixUnaryExpression(node)) return signs.has(node.operator) ? [node.operand] : undefined
  return ts.isIdentifier(node) || ts.isLiteralExpression(node) || constants.has(node.kind)
    ? []
    : undefined
}

const { SyntaxKind } = ts

const arithmetic: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.PlusToken,
  SyntaxKind.MinusToken,
  SyntaxKind.AsteriskToken,
  SyntaxKind.AsteriskAsteriskToken,
  SyntaxKind.SlashToken,
])

const signs: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.PlusToken,
  SyntaxKind.MinusToken,
  SyntaxKind.ExclamationToken,
])

const constants: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.TrueKeyword,
  SyntaxKind.FalseKeyword,
  SyntaxKind.NullKeyword,
])
