import { publicPackages } from '../workspace.ts'
import type { Generator } from './generator.ts'

/** `src/version.ts` of every published package, from its package.json, which a bundled module could not read. */
export function versionModules(): Generator[] {
  return publicPackages().map(({ path, manifest }) => ({
    path: `${path}/src/version.ts`,
    render: () => `/** The version of ${manifest.name}, as published. */\nexport const version = '${manifest.version}'\n`,
  }))
}
