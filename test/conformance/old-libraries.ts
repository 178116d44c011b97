/**
 * Lets a program that was linked with glibc 2.38 and GCC 13 start where both are older, as on Debian 12.
 *
 * The conformance runner needs nothing of them but four conversions of text to numbers under new names, and a function
 * that older libraries call by themselves. A small library brings those along, and in a copy of the program the
 * versions are marked as dispensable.
 */

import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const source = `#include <cstdlib>
#include <ios>
#include <iostream>
extern "C" {
long __isoc23_strtol(const char *s, char **e, int b) { return strtol(s, e, b); }
unsigned long __isoc23_strtoul(const char *s, char **e, int b) { return strtoul(s, e, b); }
long long __isoc23_strtoll(const char *s, char **e, int b) { return strtoll(s, e, b); }
unsigned long long __isoc23_strtoull(const char *s, char **e, int b) { return strtoull(s, e, b); }
void _ZSt21ios_base_library_initv() { static std::ios_base::Init init; }
}
`

const missing = ['GLIBC_2.38', 'GLIBCXX_3.4.32']

export interface Startable {
  readonly file: string
  /** To add to the program's environment. */
  readonly env: Readonly<Record<string, string>>
}

/** @param folder for the copy and the library, where they are needed */
export function withOldLibraries(program: string, folder: string): Startable {
  const { stderr } = spawnSync(program, ['--help'], { encoding: 'utf8' })
  if (!missing.some((version) => stderr.includes(`version \`${version}' not found`)))
    return { file: program, env: {} }
  const library = path.join(folder, 'old-libraries.so')
  writeFileSync(`${library}.cc`, source)
  execFileSync('g++', ['-shared', '-fPIC', '-O1', '-o', library, `${library}.cc`])
  const file = path.join(folder, 'runner-for-old-libraries')
  writeFileSync(file, markDispensable(readFileSync(program)))
  chmodSync(file, 0o755)
  return { file, env: { LD_PRELOAD: library } }
}

/** Sets the flag `weak` of the versions in the section of needed versions (ELF, 64 bits; gabi+ of the Linux Foundation). */
function markDispensable(elf: Buffer): Buffer {
  const sectionsAt = Number(elf.readBigUInt64LE(0x28))
  const size = elf.readUInt16LE(0x3a)
  const sections = Array.from({ length: elf.readUInt16LE(0x3c) }, (_, index) => {
    const at = sectionsAt + index * size
    const [type, link] = [elf.readUInt32LE(at + 4), elf.readUInt32LE(at + 40)]
    return { type, link, offset: Number(elf.readBigUInt64LE(at + 24)) }
  })
  const needed = sections.find(({ type }) => type === 0x6ffffffe)
  const names = sections[needed?.link ?? 0]?.offset ?? 0
  for (let at = needed?.offset; at !== undefined; ) {
    let version = at + elf.readUInt32LE(at + 8)
    for (let left = elf.readUInt16LE(at + 2); left > 0; left--) {
      const start = names + elf.readUInt32LE(version + 8)
      const name = elf.toString('latin1', start, elf.indexOf(0, start))
      if (missing.includes(name)) elf.writeUInt16LE(elf.readUInt16LE(version + 4) | 2, version + 4)
      version += elf.readUInt32LE(version + 12)
    }
    const next = elf.readUInt32LE(at + 12)
    at = next === 0 ? undefined : at + next
  }
  return elf
}
