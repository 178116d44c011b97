/** The generator as a library. `generate` reads schemas and returns text; it writes nothing. */

export { type Config, defineConfig } from './config.js'
export type { Diagnostic, DiagnosticCode, Place } from './diagnostics.js'
export {
  type Generated,
  type GeneratedFile,
  type GenerateOptions,
  generate,
  lockFileName,
} from './generate.js'
export { printDiagnostics } from './print-diagnostics.js'
