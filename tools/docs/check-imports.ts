import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkspacePackage } from '../workspace.ts'
import type { Page } from './page.ts'
import type { Problem } from './problem.ts'

const imported = /import (?:type )?\{([^}]*)\} from '(@portico\/[^']+)'/g

/** What a page's examples import must be exported by the entry that they name. */
export function checkImports(pages: readonly Page[], packages: readonly WorkspacePackage[]): Problem[] {
  const known = new Map<string, ReadonlySet<string> | undefined>()
  const exportsOf = (entry: string): ReadonlySet<string> | undefined => {
    if (!known.has(entry)) known.set(entry, readExports(entry, packages))
    return known.get(entry)
  }
  return pages.flatMap(({ path, code }) =>
    code
      .filter(({ language }) => language === 'ts')
      .flatMap(({ text, line }) =>
        [...text.matchAll(imported)].flatMap(([, names = '', entry = '']): Problem[] => {
          const exported = exportsOf(entry)
          if (!exported) return isOurs(entry, packages) ? [problem(path, line, `there is no entry ${entry}`)] : []
          return namesIn(names, 0)
            .filter((name) => !exported.has(name))
            .map((name) => problem(path, line, `${entry} does not export ${name}`))
        }),
      ),
  )
}

/** An example may import a made-up connector. */
function isOurs(entry: string, packages: readonly WorkspacePackage[]): boolean {
  return packages.some(({ manifest: { name } }) => entry === name || entry.startsWith(`${name}/`))
}

function problem(file: string, line: number, text: string): Problem {
  return { file, line, text }
}

/** Undefined for an entry that none of our packages has. */
function readExports(entry: string, packages: readonly WorkspacePackage[]): ReadonlySet<string> | undefined {
  const [scope, name, ...rest] = entry.split('/')
  const found = packages.find(({ manifest }) => manifest.name === `${scope}/${name}`)
  const source = found?.manifest.exports?.[rest.length === 0 ? '.' : `./${rest.join('/')}`]
  if (!found || source === undefined) return undefined
  const file = join(found.folder, source)
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8')
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = '']) => namesIn(names, -1))
  const declared = [...text.matchAll(/^export (?:async )?(?:const|function\*?|class|interface|type) (\w+)/gm)].map(
    ([, each]) => each!,
  )
  return new Set([...listed, ...declared])
}

/** In `c as d`, an import takes the first name from an entry, and an export provides the last one. */
function namesIn(list: string, at: 0 | -1): readonly string[] {
  return list
    .split(',')
    .map((each) => each.trim().replace(/^type /, ''))
    .filter((each) => each !== '')
    .map((each) => each.split(' as ').at(at)!)
}
