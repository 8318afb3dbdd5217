import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Generator } from './generator.ts'

/** The generated files that are missing, or whose text on disk differs from what `render` returns. */
export async function staleFiles(root: string, generators: readonly Generator[]): Promise<Map<string, string>> {
  const stale = new Map<string, string>()
  for (const generator of generators) {
    const text = await generator.render()
    if (currentText(join(root, generator.path)) !== text) stale.set(generator.path, text)
  }
  return stale
}

/** Writes what `staleFiles` found. */
export function writeFiles(root: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

function currentText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
