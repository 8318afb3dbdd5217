// For the data plane only: reads pages without the runtime plane's governance.
export { openReading } from './reading/open-reading.ts'
export type { Reading, ReadingOptions } from './reading/open-reading.ts'
export type { PageRequest, StreamPage } from './reading/page.ts'
