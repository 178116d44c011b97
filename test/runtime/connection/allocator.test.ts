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

// Later versions of V8 free more at once than glibc ever keeps: there it helps less, and not each time.
const isLate = Number(process.versions.node.split('.')[0]) > 22

it.skipIf(process.platform !== 'linux' || glibc() === undefined || isLate)(
  'the memory of large messages is used again and not fetched anew from the kernel',
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program], {
      timeout: 60_000,
    })
    const { faultsPerMessage } = JSON.parse(stdout)
    // A message has 256 pages. Without the lesson for the allocator 6 to 55 of them are new, with it at most 2.
    expect(faultsPerMessage).toBeLessThan(5)
  },
)
