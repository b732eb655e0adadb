/** What the command line asks for. */
export interface AdoptOptions {
  out: string;
  filter?: string[];
  excludeManaged?: boolean;
  force?: boolean;
  json?: boolean;
  plugin?: boolean;
  stack?: string;
  fromToolkit?: string;
  env?: string;
}
