import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Runs one script of a folder by name: `NAME.ts`, with the remaining arguments in `process.argv`. Without a name, or with an
 * unknown one, prints the known ones and exits with 2.
 */
export async function runNamedScript(command: string, folder: string): Promise<void> {
  const names = globSync('*.ts', { cwd: folder })
    .map((file) => basename(file, '.ts'))
    .filter((name) => name !== 'main')
    .toSorted()
  const [name] = process.argv.splice(2, 1)
  if (name === undefined || !names.includes(name)) {
    console.error(`${name === undefined ? 'Name one' : `There is no '${name}'`}: pnpm ${command} ${names.join(' | ')}`)
    process.exitCode = 2
    return
  }
  await import(pathToFileURL(join(folder, `${name}.ts`)).href)
}
