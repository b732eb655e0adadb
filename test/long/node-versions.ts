/** The oldest that `engines` allows, and the newest; all other tests run on the one between them. */
export const nodeVersions = ["22.19.0", "26.9.0"];
