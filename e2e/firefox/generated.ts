import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import { CODES } from "../../src/verdict/codes.ts";
import { serveArena } from "../conformance/arena.ts";
import { type Job, TIMED_OUT } from "../conformance/in-page.ts";
import { PLACES } from "../conformance/places.ts";
import type { Caller, Scenario } from "../conformance/scenario.ts";
import { type Staged, stage } from "../conformance/stage.ts";
import type { Seen } from "../lab/call.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { nameOf, UNNAMED } from "./agreement.ts";
import { caseOf } from "./drive-cases.ts";
import { FirefoxBrowser } from "./driver.ts";
import { exportHarWhen } from "./exports.ts";
import { type ConsoleMessage, GroundTruth } from "./ground-truth.ts";

/** What the page and Firefox's console say of a generated scenario, and what we say. */
export interface GeneratedAccount {
  readonly staged: Staged;
  readonly seen: Seen | null;
  readonly messages: readonly ConsoleMessage[];
  /** Of the scenario's last call. */
  readonly ours: ReportedExchange | null;
}

/** How our account differs from theirs. */
export interface Difference {
  readonly about: "outcome" | "name" | "unseen" | "uncovered";
  readonly theirs: string;
  readonly ours: string;
}

const TEST_HOSTS = ["app.test", "frames.test", "api-a.test", "api-b.test", "api.app.test"];
const PAGES: readonly Caller["page"][] = ["trusted", "untrusted"];
/** The recording is bounded: so many scenarios, with their redirects, fit in easily. */
const BATCH = 150;
const AT_A_TIME = 8;
const CALL_MS = 8_000;

/** Firefox with the extension, and servers that answer as scenarios say. */
export class Stand {
  readonly lab: Lab;
  readonly browser: FirefoxBrowser;

  private constructor(lab: Lab, browser: FirefoxBrowser) {
    this.lab = lab;
    this.browser = browser;
  }

  static async open(): Promise<Stand> {
    const lab = await startLab();
    await serveArena(lab);
    const browser = await FirefoxBrowser.launch({
      prefs: { "network.dns.localDomains": TEST_HOSTS.join(",") },
    });
    return new Stand(lab, browser);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.lab.close();
  }

  /**
   * Runs scenarios and collects what all parties say of each.
   *
   * @param probe whether the panel is open meanwhile, so that the probe sees the pages' calls.
   */
  async run(scenarios: readonly Scenario[], probe: boolean): Promise<GeneratedAccount[]> {
    const truth = await GroundTruth.listen(this.browser.chrome);
    const accounts: GeneratedAccount[] = [];
    for (const where of PAGES) {
      const there = scenarios
        .filter(({ caller }) => caller.page === where)
        .map((one) => stage(this.lab, one, `${probe ? "p" : "n"}${one.seed}`));
      for (let at = 0; at < there.length; at += BATCH) {
        accounts.push(...(await this.#runBatch(where, there.slice(at, at + BATCH), probe, truth)));
      }
    }
    return accounts;
  }

  async #runBatch(
    where: Caller["page"],
    staged: readonly Staged[],
    probe: boolean,
    truth: GroundTruth,
  ): Promise<GeneratedAccount[]> {
    const { browser, lab } = this;
    const page = await browser.newPage();
    const enter = async (time: string) => {
      const query = `?${time}`;
      await page.goto(`${lab.servers.page.at(PLACES[where].main)}/_/arena${query}`);
      await page.waitFor((wanted) => location.search === wanted && "arena" in globalThis, query);
    };
    await enter("first");
    const tabId = await browser.tabIdOf(page);
    let panel = probe ? await browser.openPanel(tabId) : null;
    // What a probe in the page can see, it sees from the next navigation on.
    if (probe) await enter("probed");
    const jobs = staged.map(({ id, call, scenario: { caller } }): Job => {
      return { id, call, frame: caller.frame, worker: caller.worker };
    });
    const seen = await page.evaluate(
      (todo, atATime, ms) => {
        type Arena = {
          doJobs(jobs: unknown, atATime: number, ms: number): Promise<Record<string, Seen>>;
        };
        return (globalThis as unknown as { arena: Arena }).arena.doJobs(todo, atATime, ms);
      },
      jobs,
      AT_A_TIME,
      CALL_MS,
    );
    panel ??= await browser.openPanel(tabId);
    const har = await exportHarWhen(
      browser,
      panel,
      (it) => !it.log._cors.exchanges.some(({ outcome }) => outcome === "pending"),
    );
    const messages = await truth.messages();
    await panel.close();
    await page.close();
    return staged.map((one) => ({
      staged: one,
      seen: seen[one.id] ?? null,
      messages: messages.filter((message) => caseOf(message.url ?? "") === one.id),
      ours: har.log._cors.exchanges.findLast(({ url }) => caseOf(url) === one.id) ?? null,
    }));
  }
}

/** What of our account contradicts the page's or Firefox's. */
export function differences({ staged, seen, messages, ours }: GeneratedAccount): Difference[] {
  const { ask } = staged.scenario;
  const told = messages.map(({ category }) => nameOf(category)).find((name) => name !== null);
  // What an element or an EventSource sees tells also of what is in the response.
  const byPage = ask.api === "fetch" || ask.api === "xhr" ? seen : null;
  const theirs = byPage?.detail === TIMED_OUT ? null : (byPage?.outcome ?? null);
  if (ours === null) {
    return [{ about: "unseen", theirs: `${theirs} ${told ?? ""}`, ours: "not in our report" }];
  }
  const found: Difference[] = [];
  const differ = (about: Difference["about"], their: string, own: string) =>
    found.push({ about, theirs: their, ours: own });
  const causes = [ours.cause, ...(ours.alternatives ?? [])];
  const names = [ours.lanes.gecko.name, ...causes.map((it) => it && CODES[it.code].gecko)];
  const withheld = ["blocked", "failed", "aborted"].includes(ours.outcome);
  const agrees = theirs === null || (theirs === "rejected" ? withheld : theirs === ours.outcome);
  if (ours.certainty === "ambiguous") {
    const open = ours.outcome === "unknown" || ours.outcome === "pending";
    if (!open && !agrees && causes.length < 2) differ("uncovered", `${theirs}`, ours.outcome);
    const named = told === undefined || told === UNNAMED || names.includes(told);
    if (!open && !named) differ("uncovered", told ?? "", names.join(" or "));
    return found;
  }
  if (!agrees) differ("outcome", `${theirs}`, ours.outcome);
  // Of two calls the console does not say which it means.
  if (staged.scenario.twice) return found;
  const own = names[0]?.startsWith("CORS") ? names[0] : null;
  const generic = told === undefined || told === UNNAMED;
  if (generic ? own !== null && own !== UNNAMED : told !== own) {
    differ("name", told ?? "none", own ?? "none");
  }
  return found;
}
