import type { Command, Site } from "./lab-stack.ts";

/** Builds a Go program offline, with Debian's packages. */
export const goPrepare = ({ folder }: Site): Command => ({
  program: "go",
  args: ["build", "-o", `${folder}/server`, "app"],
  env: { GO111MODULE: "off", GOPATH: `${folder}:/usr/share/gocode` },
});

export const goStart = ({ folder }: Site): Command => ({ program: `${folder}/server`, args: [] });

/** The files of a program, including a go.mod, so that import paths with a version resolve. */
export const goFiles = (main: string): Readonly<Record<string, string>> => ({
  "src/app/go.mod": "module app\n",
  "src/app/main.go": main,
});
