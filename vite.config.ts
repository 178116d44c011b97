import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { defineConfig, type Plugin } from 'vite'

/**
 * Bundles the runtime; tsup.config.ts makes its declarations, and the tools. esbuild alone would give each set of modules
 * that several files share a file of its own, and each file takes half a millisecond of a program's start.
 */
export default defineConfig({
  plugins: [withoutLong(), squeeze(), licences()],
  // Twenty small CommonJS files of protobufjs cost more to find and load than all of the runtime.
  ssr: { noExternal: ['protobufjs', 'long'] },
  build: {
    ssr: true,
    target: 'node20',
    emptyOutDir: false,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        index: 'runtime/index.ts',
        gen: 'runtime/gen.ts',
        health: 'runtime/health.ts',
        testing: 'runtime/testing/index.ts',
      },
      // Entries export what their source does, and nothing that chunks want of each other.
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        minify: false,
        // Whatever two entries need is in one file; what only one later import needs stays with it.
        codeSplitting: { groups: [{ name: 'core', minShareCount: 2 }] },
      },
    },
  },
})

/**
 * protobufjs takes `long` for 64-bit integers where it is there. The codecs have bigints, and `long` would start WebAssembly
 * in every program.
 */
function withoutLong(): Plugin {
  const id = '\0without-long.cjs'
  return {
    name: 'without-long',
    enforce: 'pre',
    resolveId: (source) => (source === 'long' ? id : undefined),
    load: (loaded) => (loaded === id ? 'module.exports = null' : undefined),
  }
}

/**
 * A quarter of the time that importing takes goes into reading white space and comments. Names stay, and debuggers have the
 * maps. The output is ASCII: a single other character makes Node hold and read the whole file as UTF-16.
 */
function squeeze(): Plugin {
  return {
    name: 'squeeze',
    renderChunk: async (code) => {
      const { code: squeezed, map } = await transform(code, {
        format: 'esm',
        target: 'node20',
        minifyWhitespace: true,
        minifySyntax: true,
        // Node prints the line of an error that nobody catches: it must not be the whole file.
        lineLimit: 120,
        charset: 'ascii',
        sourcemap: true,
      })
      return { code: squeezed, map }
    },
  }
}

/** Of what is bundled. */
function licences(): Plugin {
  return {
    name: 'licences',
    writeBundle: ({ dir = 'dist' }) =>
      copyFile('node_modules/protobufjs/LICENSE', join(dir, 'LICENSE-protobufjs')),
  }
}
