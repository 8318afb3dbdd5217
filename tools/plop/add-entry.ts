interface Manifest {
  readonly exports: Readonly<Record<string, string>>
  readonly publishConfig: { readonly exports: Readonly<Record<string, object>> }
}

/** Adds an entry to a package.json: `webhooks` is `./webhooks`, from `./src/webhooks.ts`. */
export function withEntry(text: string, entry: string, source: string): string {
  const manifest = JSON.parse(text) as Manifest
  const { publishConfig } = manifest
  const built = source.replace('./src/', './dist/').replace(/\.ts$/, '')
  const published = { types: `${built}.d.ts`, default: `${built}.js` }
  const changed = {
    ...manifest,
    exports: { ...manifest.exports, [`./${entry}`]: source },
    publishConfig: { ...publishConfig, exports: { ...publishConfig.exports, [`./${entry}`]: published } },
  }
  return `${JSON.stringify(changed, null, 2)}\n`
}
