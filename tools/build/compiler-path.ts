import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * The TypeScript compiler's own binary for this platform. `.bin/tsc` is a shell script that starts Node, which starts the binary:
 * that takes half as long as a small package's declarations.
 */
export function compilerPath(): string {
  const ofTypeScript = createRequire(import.meta.resolve('typescript/package.json'))
  const platform = ofTypeScript.resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`)
  return join(dirname(platform), 'lib', process.platform === 'win32' ? 'tsc.exe' : 'tsc')
}
