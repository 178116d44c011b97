/** What the process's allocator is told about large messages. */

/** The largest block that glibc learns from, with room for what it adds. */
const lessonBytes = 32 * 1024 * 1024 - 64 * 1024

let isTold = false

/**
 * Has glibc keep the memory of large messages, once for each thread that receives one.
 *
 * It gives a freed block of 128 KiB or more back to the kernel and asks for the next one again, whose pages are then cleared one
 * by one, which costs more than to copy a message there. But it learns: a freed block of up to 32 MiB raises that size to its own, and
 * what stays free at the end of the heap to twice as much (mallopt(3), M_MMAP_THRESHOLD). So it gets one, which nothing
 * ever touches, and which is freed with the next collection. Any program that once had a buffer of that size has done the same;
 * other allocators do not notice. Decision record 0045.
 */
export function keepLargeBlocks(): void {
  if (isTold) return
  isTold = true
  try {
    if (process.platform === 'linux') Buffer.allocUnsafeSlow(lessonBytes)
  } catch {
    // Where addresses are that scarce, it has to do without.
  }
}
