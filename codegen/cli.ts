#!/usr/bin/env node
/** The command line: reads arguments, calls a command, sets the exit code. Only the command that runs is loaded. */

import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'

const program = new Command('trunkline')
  .description('Typed remote calls for Node over persistent TCP.')
  .version(packageVersion())
  // Instead of exiting with 1, which is for schemas at fault. Commands take it over from here: it has to stand first.
  .exitOverride()

interface GenerateArguments {
  readonly out?: string
  readonly root?: string
  readonly check?: boolean
  readonly watch?: boolean
}

program
  .command('generate')
  .description('Writes typed code for the services of schema files.')
  .argument('[files...]', 'schema files or globs; default: the config file, else **/*.schema.ts')
  .option('--out <folder>', 'one folder for all generated files; default: gen/ beside each schema')
  .option(
    '--root <folder>',
    'the folder with trunkline.config.ts and trunkline.lock.json; default: the current one',
  )
  .option('--check', 'write nothing; exit with 1 and show a diff when a file is stale')
  .option('--watch', 'generate again whenever a schema changes, until Ctrl+C')
  .action(async (files: string[], options: GenerateArguments) => {
    if (options.watch === true) {
      const { runWatch } = await import('./run-watch.js')
      const ended = new AbortController()
      process.once('SIGINT', () => ended.abort())
      process.once('SIGTERM', () => ended.abort())
      const { root, out } = options
      await runWatch({ root, out, patterns: files, signal: ended.signal })
      return
    }
    const { runGenerate } = await import('./run-generate.js')
    process.exitCode = await runGenerate({
      root: options.root,
      patterns: files,
      out: options.out,
      isCheck: options.check ?? false,
    })
  })

program
  .command('check')
  .description('Says which changes of the schemas would harm programs of another version.')
  .option(
    '--against <version>',
    'what to compare with: git:REF, a lock file, or a folder with schemas',
    'git:HEAD',
  )
  .option(
    '--level <level>',
    'what counts as breaking: wire, json (and wire), source (and both)',
    'wire',
  )
  .option('--format <format>', 'text, json, or github (annotations of a pull request)', 'text')
  .option('--all', 'list the changes that harm nobody, too')
  .option(
    '--root <folder>',
    'the folder with trunkline.config.ts and trunkline.lock.json; default: the current one',
  )
  .addHelpText('after', '\nExit code: 0 nothing breaks, 1 something does, 2 the command is wrong.')
  .action(
    async (options: {
      against: string
      level: string
      format: string
      all?: boolean
      root?: string
    }) => {
      const { runCheck } = await import('./run-check.js')
      process.exitCode = await runCheck({
        ...options,
        root: options.root,
        all: options.all ?? false,
      })
    },
  )

program
  .command('proto')
  .description(
    'Writes .proto files of the same messages and services, for programs in other languages.',
  )
  .argument('[files...]', 'schema files or globs; default: the config file, else **/*.schema.ts')
  .option('--out <folder>', 'the folder to write to', 'proto')
  .option(
    '--root <folder>',
    'the folder with trunkline.config.ts and trunkline.lock.json; default: the current one',
  )
  .action(async (files: string[], options: { out: string; root?: string }) => {
    const { runProto } = await import('./run-proto.js')
    process.exitCode = await runProto({ root: options.root, patterns: files, out: options.out })
  })

program
  .command('descriptor')
  .description('Writes a FileDescriptorSet, for tools that read protobuf descriptions.')
  .argument('[files...]', 'schema files or globs; default: the config file, else **/*.schema.ts')
  .option('--out <file>', 'the file to write', 'descriptor.binpb')
  .option(
    '--root <folder>',
    'the folder with trunkline.config.ts and trunkline.lock.json; default: the current one',
  )
  .action(async (files: string[], options: { out: string; root?: string }) => {
    const { runDescriptor } = await import('./run-descriptor.js')
    process.exitCode = await runDescriptor({ ...options, root: options.root, patterns: files })
  })

program
  .command('import')
  .description(
    'Turns .proto files (proto3) into schema files, and a lock file with the same numbers.',
  )
  .argument('<files...>', '.proto files; what they import is imported too')
  .option('--include <folder...>', 'where their imports are looked for, as with protoc -I')
  .option('--out <folder>', 'the folder for the schema files', '.')
  .option('--force', 'replace schema files that are there')
  .option(
    '--root <folder>',
    'the folder with trunkline.config.ts and trunkline.lock.json; default: the current one',
  )
  .action(async (files: string[], options: ImportArguments) => {
    const { runImport } = await import('./run-import.js')
    const { root, include = [], out, force = false } = options
    process.exitCode = await runImport({ root, files, includes: include, out, force })
  })

interface ImportArguments {
  readonly include?: string[]
  readonly out: string
  readonly force?: boolean
  readonly root?: string
}

program
  .command('init')
  .description(
    'Sets a project up: schema, configuration, server, client and test; then makes a call.',
  )
  .argument('[folder]', 'where; default: the current folder')
  .option('--no-install', 'do not run npm install where packages are missing')
  .action(async (folder: string | undefined, options: { install: boolean }) => {
    const { runInit } = await import('./run-init.js')
    const version = `^${packageVersion()}`
    process.exitCode = await runInit({ root: folder, install: options.install, version })
  })

/** The package's own version; its package.json lies beside the folder of the built command and of the source. */
function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  const { version } = JSON.parse(text) as { version: string } // because every package has one
  return version
}

program.parseAsync().catch((error: unknown) => {
  // What is wrong, or the help or version asked for, is printed by then.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2
    return
  }
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
})
