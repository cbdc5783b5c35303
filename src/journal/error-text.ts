const LONGEST_MESSAGE = 200;
const LONGEST = 800;

/** The name, message and stack of any thrown value, as short ASCII text; such a text is unchanged. */
export function textOfError(error: unknown): string {
  try {
    const said = String(error);
    const stack = String((error as Partial<Error> | null)?.stack ?? "").replace(said, "");
    const text = stack === "" ? said : `${said.slice(0, LONGEST_MESSAGE)}\n${stack}`;
    return text.slice(0, LONGEST).replace(/[^\n -~]/g, "?");
  } catch {
    return "";
  }
}
