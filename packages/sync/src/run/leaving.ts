/** Why a run is aborted that goes on elsewhere: what was read lands, and it is paused and not cancelled. */
export class Leaving extends Error {}
