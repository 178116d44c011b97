/**
 * The generator as a library: `trunkline/codegen`.
 *
 *     const { files, report } = await generate({ root: 'services/shop' })
 *     if (report !== '') throw new Error(report)
 *     writeFiles(files)
 */

export { type Config, ConfigError, defineConfig } from './config.js'
export type { Diagnostic, DiagnosticCode, Place } from './diagnostics.js'
export { type Generation, Generator, type GeneratorOptions, generate } from './generator.js'
export { changedFiles, type OutputFile, writeFiles } from './outputs.js'
