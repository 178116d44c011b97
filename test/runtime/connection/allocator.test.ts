import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const program = fileURLToPath(new URL('../../support/page-faults-process.ts', import.meta.url))

/** Undefined with another C library than glibc. */
const glibc = () => {
  const report: unknown = process.report?.getReport()
  const { header } = report as { header: { glibcVersionRuntime?: string } } // Node's types say only object
  return header.glibcVersionRuntime
}

it.skipIf(process.platform !== 'linux' || glibc() === undefined)(
  'the memory of large messages is used again and not fetched anew from the kernel',
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program])
    const { faultsPerMessage } = JSON.parse(stdout)
    // A message has 256 pages in each direction. Without the lesson for the allocator 35 to 75 of them are new, with it at most 3.
    expect(faultsPerMessage).toBeLessThan(16)
  },
)
