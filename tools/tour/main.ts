import { publicPackages } from '../workspace.ts'

const packages = publicPackages()
const width = Math.max(...packages.map(({ manifest }) => manifest.name.length))
for (const { manifest } of packages)
  console.log(`${manifest.name.padEnd(width)}  ${manifest.version}  ${manifest.description ?? ''}`)
