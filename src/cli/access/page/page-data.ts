/** What the page's script gets: short keys, since 500 groups with 75 ACLs each are 37,500 rights. */
export interface PageData {
  /** ACLs: name and what the catalogue says of it. */
  acls: [string, string][];
  /** Scopes: what they say, and whether they are project-wide. */
  scopes: [string, boolean][];
  /** Actions: the word, and whether it counts as write; one list of words for all that are held together. */
  words: string[][];
  groups: {
    name: string;
    id: number | null;
    /** Only where there are several. */
    project: string;
    /** How it compares with a state; empty without one. */
    status: string;
    kind: string;
    who: string[];
    note: string;
    /** Whether it is in the project, and not in the state alone. */
    there: boolean;
    metadata: [string, string][];
    /** ACL, scope, words of read, words of write, all as places in the lists above, and a remark. */
    rights: [number, number, number, number, string][];
    risks: number[];
  }[];
  risks: { severity: string; title: string; subject: string; project: string; reason: string; group: number }[];
}

/** What the script of a comparison gets. */
export interface ComparisonData {
  /** The text to show when no group differs, and the headings of the two columns. */
  none: string;
  /** The tile that counts those that gain write. */
  gaining: string;
  gains: string;
  loses: string;
  changes: ChangeData[];
  risks: { severity: string; title: string; subject: string; reason: string }[];
}

export interface ChangeData {
  name: string;
  /** Other names, IDs and the project. */
  note: string;
  project: string;
  change: string;
  /** Why somebody gains write. */
  reasons: string[];
  /** Who and which rights are on one side alone; and whether that is a right to write. */
  gains: [string, boolean][];
  loses: [string, boolean][];
}
